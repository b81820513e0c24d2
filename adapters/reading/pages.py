"""HTML pages: main text, title and the dates that the page declares."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date
from typing import Any, TypeAlias

from domain.reading.word_sets import word_set

Page: TypeAlias = tuple[str, str | None, str | None, date | None, tuple[tuple[str, str], ...]]
"""Text, title, publisher, day of publication, (date, where) of all dates."""

_PUBLISHED = word_set(
    "article:published_time og:published_time og:article:published_time datepublished date.published "
    "pubdate publishdate publish-date publish_date dc.date dc.date.issued dcterms.date "
    "dcterms.created dcterms.issued sailthru.date parsely-pub-date article.published "
    "cxenseparse:recs:publishtime originalpublicationdate datecreated date_published"
)
_TITLES = frozenset({"og:title", "twitter:title"})
_PUBLISHERS = frozenset({"og:site_name"})
_DEEPEST = 60
_LITTLE = 250
"""Characters of text that a page with a story has at least."""
_LONGEST_TITLE = 400
MOST_ELEMENTS = 12_000
"""Of a page, or of the story in it: finding the story among so many takes a second. News pages have 1,000 to
5,000."""
_COUNTED = "count({0}//*) + count({0}//comment()) + count({0}//processing-instruction())"


class TooManyElements(ValueError):
    """A page of so many parts that finding the story in it would take too long."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"its page has {count:,} elements, and the story is looked for among {MOST_ELEMENTS:,}: "
            "give the text alone"
        )


def read(html: str) -> Page | None:
    """The article of a page; None where it is no HTML after all. Raises TooManyElements."""
    import lxml.html
    from lxml.etree import LxmlError

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        tree = lxml.html.document_fromstring(
            html.encode("utf-8"), parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=False)
        )
    except (LxmlError, ValueError, RecursionError):
        return None
    dates = list(_declared(tree))
    days = {day for day, _ in dates}
    title, publisher = _title(tree), _named(tree, _PUBLISHERS)
    story = _within_bounds(tree)
    text = _main_text(story)
    if title and text and not text.startswith(title):
        text = f"{title}\n\n{text}"
    published = date.fromisoformat(next(iter(days))) if len(days) == 1 else None
    if published is None:
        dates += [(day, where) for day, where in _guessed(story) if (day, where) not in dates]
    return text, title, publisher, published, tuple(dates[:8])


def _within_bounds(tree: Any) -> Any:
    """The page, or where that is too large, the only part of it that says it holds the story."""
    count = int(tree.xpath(_COUNTED.format("")))
    if count <= MOST_ELEMENTS:
        return tree
    for tag in ("article", "main"):
        parts = tree.findall(f".//{tag}")
        if len(parts) == 1 and parts[0].xpath(_COUNTED.format(".")) <= MOST_ELEMENTS:
            return parts[0]
    raise TooManyElements(count)


def _main_text(tree: Any) -> str:
    """The story. A second, slower look compares several ways: for pages where the first finds little."""
    from lxml.etree import LxmlError
    from trafilatura import extract

    for fast in (True, False):
        try:
            text = extract(tree, fast=fast, include_comments=False, include_tables=False, favor_precision=True)
        except (LxmlError, ValueError, RecursionError, AttributeError, TypeError):
            return ""
        if text and len(text) > _LITTLE:
            break
    return text or ""


def _named(tree: Any, names: frozenset[str]) -> str | None:
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        if content and (meta.get("property") or meta.get("name") or "").lower() in names:
            return " ".join(content.split())[:_LONGEST_TITLE]
    return None


def _title(tree: Any) -> str | None:
    """What the page gives out as its title, its only main heading, or the title of its window."""
    declared = _named(tree, _TITLES)
    if declared:
        return declared
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")]
    windows = [" ".join(t.text_content().split()) for t in tree.iter("title")]
    best = headings if len(headings) == 1 and headings[0] else windows
    return best[0][:_LONGEST_TITLE] or None if best else None


def _declared(tree: Any) -> Iterator[tuple[str, str]]:
    """Days of publication that the page declares for machines."""
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        day = _day(meta.get("content"))
        if name in _PUBLISHED and day:
            yield day, f"meta {name}"
    for time in tree.iter("time"):
        if time.get("pubdate") is not None or "datepublished" in (time.get("itemprop") or "").lower():
            day = _day(time.get("datetime"))
            if day:
                yield day, "time element"
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json" and script.text:
            try:
                content = json.loads(script.text)
            except (ValueError, RecursionError):
                continue
            for day in _published_in(content, 0):
                yield day, "JSON-LD datePublished"


def _published_in(content: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(content, dict):
        kind = str(content.get("@type", ""))
        day = _day(content.get("datePublished"))
        if day and ("Article" in kind or "Posting" in kind or "Report" in kind):
            yield day
        inner: Any = content.values()
    elif isinstance(content, list):
        inner = content
    else:
        return
    for value in inner:
        yield from _published_in(value, depth + 1)


def _day(text: Any) -> str | None:
    """The day of an ISO date or date-time, as it is written there."""
    if not isinstance(text, str):
        return None
    try:
        return date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return None


def _guessed(tree: Any) -> Iterator[tuple[str, str]]:
    """What htmldate makes of the page: shown to the person, but not certain."""
    from htmldate import find_date

    try:
        day = find_date(tree, extensive_search=False, original_date=True)
    except (ValueError, RecursionError, AttributeError, TypeError):
        day = None
    if day:
        yield day, "found by htmldate"
