"""What of a plain text is the story: its headline, its paragraphs, its dateline; and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from domain.reading.date_words import DAYS, MONTHS
from domain.reading.word_sets import phrase_set

_LINE = re.compile(r"[^\n]+")
_END_OF_STORY = phrase_set(
    "related| related articles| related article| related stories| related news| related coverage| "
    "related content| related topics| most read| most popular| most viewed| recommended| "
    "recommendation| recommendations| recommended for you| ranking| trending| trending now| you may "
    "also like| you might also like| more from| more stories| more news| more on this story| latest "
    "news| latest stories| latest headlines| top stories| popular| popular stories| leave a reply| "
    "leave a comment| comments| post a comment| share this| share this article| share this:| editor's "
    "picks| editors' picks| don't miss| also read| up next| what to read next| tags| topics| sign up| "
    "newsletter| subscribe| about the author| most commented| further reading| elsewhere| other "
    "headlines| other news| in other news| advertisement| sponsored| sponsored content| promoted| "
    "promoted stories"
)  # fmt: skip
_PAUSE = frozenset(
    {
        "read more",
        "read more:",
        "related article",
        "related articles",
        "see also",
        "advertisement",
        "also read",
        "read also",
        "more on this",
        "related",
    }
)
_NOISE = re.compile(
    r"(?:view date|current:|home\s*>|print dictionary|log in to|to write comments|source:|"
    r"by [A-Z][A-Z .'-]{3,40}(?: \[|$)|"
    r"your email address|copyright|all rights reserved|follow us|click here|read more|share on|tweet this|"
    r"photo:|image:|file photo|subscribe|standards board|lock icon|help-image|social comment|published:|"
    r"updated:|"
    r"last updated|posted on|reading time|listen to|advertisement|veryGood|tags:|topics:|print this|email this|"
    r"share this|save this|watch:|video:|gallery:)",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-Ý][\w.'’À-ÿ -]{1,38}?(?:, [A-Z][\w. ]{2,24})??)"
    r"(?:,? (?P<day>(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?|[A-Z][a-z]{5,8}))?"
    r"(?P<agency>,? ?\([^()\n]{1,40}\))?(?P<end> ?(?:--|—|–) ?| - |: |\. |(?<=\)) (?=[A-Z]))"
)
_BULLETS = "-·•*►>|#»"
_LONGEST_LINE = 20_000


@dataclass(slots=True)
class Layout:
    """The parts of a text, as offsets into it."""

    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    headlines: set[int] = field(default_factory=set)  # Numbers of paragraphs.
    asides: set[int] = field(default_factory=set)  # Links to other stories within this one.
    dateline: tuple[int, int] | None = None


def lay_out(text: str, title: str | None = None) -> Layout:
    """Find the story in a plain text."""
    layout = Layout()
    lines = _unwrapped(text, [(m.start(), m.end()) for m in _LINE.finditer(text) if not m.group().isspace()])
    paused = False
    for number, (start, end) in enumerate(lines):
        line = text[start : min(end, start + _LONGEST_LINE)].strip()
        low = line.lower().rstrip(" :.>»")
        if low in _PAUSE or (low in _END_OF_STORY and number > 2):
            if _story_goes_on(text, lines, number):
                paused = low in _PAUSE
                continue
            break
        complete = _ended(line)
        if line[:1] in _BULLETS and complete and len(line) > 60 and line[-1] == ".":
            layout.paragraphs.append((text.index(line, start) + 1, end))  # A point of a list, told in full.
            continue
        if _noise(line) or (line[:1] in _BULLETS and len(line) < 240 and layout.paragraphs):
            continue
        if paused and not complete and len(line) < 160:
            layout.asides.add(len(layout.paragraphs))
            layout.paragraphs.append((start, end))
            continue
        paused = paused and not complete
        if not complete and not _unfinished(line, layout):
            if _looks_like_title(layout, text, line, title):
                layout.headlines.add(len(layout.paragraphs))
                layout.paragraphs.append((start, end))
            continue
        if not layout.paragraphs and len(line) < 160 and number + 1 < len(lines) and line.endswith(("?", "!")):
            layout.headlines.add(0)
        layout.paragraphs.append((_after_dateline(text, start, end, layout), end))
    return layout


def _ended(line: str) -> bool:
    return line.endswith((".", "!", "?", '"', "”", "’", ":", ")", "…", "。"))


def _unfinished(line: str, layout: Layout) -> bool:
    """A paragraph whose full stop is missing, as copyists leave them."""
    begun = len(layout.paragraphs) - len(layout.headlines) > 1
    return len(line) >= 200 or (begun and len(line) > 100 and line.count(" ") > 15)


def _unwrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Paragraphs whose lines were broken at some width, in one piece again."""
    found: list[tuple[int, int]] = []
    widest = max((end - start for start, end in lines), default=0)
    for start, end in lines:
        if found:
            before_start, before_end = found[-1]
            last = text[text.rfind("\n", 0, before_end) + 1 : before_end].strip()
            first = text[start : start + 2].strip()
            adjoining = text.count("\n", before_end, start) == 1 and not _ended(last)
            goes_on = first[:1].islower() or (
                widest <= 100 and len(last) > 0.7 * widest and first[:1].isalnum()
            )
            wrapped = widest <= 100 or first[:1].islower()
            if adjoining and goes_on and wrapped and len(last) > 35:
                found[-1] = (before_start, end)
                continue
            full = widest <= 100 and text.count("\n", before_end, start) == 1 and len(last) > 0.7 * widest
            if full and before_end - before_start > 60 and first[:1].isalnum():
                found[-1] = (before_start, end)
                continue
        found.append((start, end))
    return found


def _after_dateline(text: str, start: int, end: int, layout: Layout) -> int:
    """Where the first paragraph goes on behind "LIMA, May 3 (Agency) -- "; notes the dateline."""
    if layout.dateline is None and len(layout.paragraphs) == len(layout.headlines):
        match = _DATELINE.match(text, start, min(end, start + 140))
        if match and _is_dateline(match):
            layout.dateline = (match.start(), match.end())
            return match.end()
    return start


def _noise(line: str) -> bool:
    return bool(_NOISE.match(line)) and len(line) < 200


def _looks_like_title(layout: Layout, text: str, line: str, title: str | None) -> bool:
    if title and line.strip().lower() == title.strip().lower():
        return not any(text[s:e].strip().lower() == line.lower() for s, e in layout.paragraphs)
    known = [text[s:e].strip() for n, (s, e) in enumerate(layout.paragraphs) if n in layout.headlines]
    return (
        len(layout.paragraphs) == len(layout.headlines)
        and line not in known
        and len(known) < 3
        and (not layout.paragraphs or len(line.split()) > 4)
    )


def _story_goes_on(text: str, lines: list[tuple[int, int]], number: int) -> bool:
    """Whether at least two full paragraphs follow: the heading only interrupts the story."""
    full = 0
    for start, end in lines[number + 1 : number + 40]:
        line = text[start:end].strip()
        if len(line) > 140 and line.endswith((".", '"', "”", "’")):
            full += 1
    return full >= 2


def _is_dateline(match: re.Match[str]) -> bool:
    place = match.group("place")
    if place.split(" ")[0].lower() in {*DAYS, *MONTHS}:
        return False  # "Friday: the minister arrives".
    if match.group("end") == " " and not (match.group("day") and match.group("agency")):
        return False
    letters = [c for c in place if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.6 * len(letters):
        return True
    if not all(word[:1].isupper() for word in re.split(r"[ -]", place) if word):
        return False
    if match.group("day") or match.group("agency"):
        return not match.group().endswith(". ") or bool(match.group("day"))
    return len(place.split()) <= 3 and match.group().rstrip().endswith(("--", "—", "–", "-", ":"))
