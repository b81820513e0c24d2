"""How well a reader does on labelled articles: precision, recall, and what kind of mistakes it makes.

A found event is right when its type and parties agree with the label, and its days overlap the label's
without being much wider or narrower. Labels marked `optional` cost nothing, whether found or missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from domain import edtf, names
from domain.events import Body
from domain.reading.reader import Article, Reader

_TOLD = ("window", "held_on", "said_on", "outcome", "certainty", "attributed_to")
_PARTIES = ("visitor", "inviter", "invitee", "by")
MISTAKES = ("type", "tense", "party", "date", "missed", "invented")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with the events that a careful reader finds in it."""

    name: str
    article: Article
    gold: tuple[Body, ...]


@dataclass(slots=True)
class Evaluation:
    """Counts over all articles."""

    articles: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    mistakes: Counter[tuple[str, str]] = field(default_factory=Counter)  # (type, kind of mistake)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    def as_dict(self) -> dict[str, Any]:
        """For programs: totals, by type, by kind of mistake, and which type was taken for which."""
        types = sorted({*self.wanted, *self.wrong, *self.right})
        mistaken = sorted({t for t, _ in self.mistakes})
        return {
            "articles": self.articles,
            "total": _ratios(self.right.total(), self.wanted.total(), self.wrong.total()),
            "by_type": {t: _ratios(self.right[t], self.wanted[t], self.wrong[t]) for t in types},
            "mistakes": {kind: sum(self.mistakes[t, kind] for t in mistaken) for kind in MISTAKES},
            "mistakes_by_type": {t: {kind: self.mistakes[t, kind] for kind in MISTAKES} for t in mistaken},
            "confusion": [
                {"label": label, "found": found, "count": count}
                for (label, found), count in sorted(
                    self.confusion.items(), key=lambda item: (-item[1], item[0])
                )
            ],
        }

    def table(self) -> str:
        """For people."""
        content = self.as_dict()
        many = "1 article" if self.articles == 1 else f"{self.articles} articles"
        rows = [many, "", f"{'':22} precision  recall      F1   right  labels  false"]
        for name, r in [*content["by_type"].items(), ("all", content["total"])]:
            shares = f"{r['precision']:9.2f} {r['recall']:7.2f} {r['f1']:7.2f}"
            rows.append(f"{name:22} {shares} {r['right']:7} {r['labels']:7} {r['false']:6}")
        rows += ["", f"{'mistakes':22}" + "".join(f"{kind:>9}" for kind in MISTAKES)]
        for name, kinds in [*content["mistakes_by_type"].items(), ("all", content["mistakes"])]:
            rows.append(f"{name:22}" + "".join(f"{n:9}" for n in kinds.values()))
        rows += ["", "types taken for others:"] if content["confusion"] else []
        rows += [f"  {c['count']} x {c['label']} taken for {c['found']}" for c in content["confusion"]]
        return "\n".join(rows)


def _ratios(right: int, labels: int, false: int) -> dict[str, float | int]:
    precision = right / (right + false) if right + false else 1.0
    recall = right / labels if labels else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4),
        "right": right, "labels": labels, "false": false,
    }  # fmt: skip


def evaluate(reader: Reader, lines: Iterable[Labelled], threshold: float) -> Evaluation:
    """Read every article and compare what is proposed at the threshold with the labels."""
    result = Evaluation()
    for line in lines:
        found = [c.event for c in reader.read(line.article) if c.score >= threshold]
        _count(result, list(line.gold), found, line.article.published_on)
    return result


def _count(result: Evaluation, gold: list[Body], found: list[Body], day: date) -> None:
    result.articles += 1
    pairs = _paired(gold, found, day)
    used = set(pairs.values())
    for g, label in enumerate(gold):
        if label.get("optional"):
            continue
        result.wanted[label["type"]] += 1
        result.right[label["type"]] += g in pairs
    left = [p for p in range(len(found)) if p not in used]
    for p in left:
        result.wrong[found[p]["type"]] += 1
    _mistakes(result, [g for i, g in enumerate(gold) if i not in pairs], [found[p] for p in left], day)


def _paired(gold: list[Body], found: list[Body], day: date) -> dict[int, int]:
    """As many labels as possible, each with an event of its own; those that count come first."""
    edges = [[p for p, event in enumerate(found) if agree(label, event, day)] for label in gold]
    taken: dict[int, int] = {}

    def place(g: int, seen: set[int]) -> bool:
        for p in edges[g]:
            if p not in seen:
                seen.add(p)
                if p not in taken or place(taken[p], seen):
                    taken[p] = g
                    return True
        return False

    for g in sorted(range(len(gold)), key=lambda i: bool(gold[i].get("optional"))):
        place(g, set())
    return {g: p for p, g in taken.items()}


def _mistakes(result: Evaluation, missed: list[Body], false: list[Body], day: date) -> None:
    """What is left on both sides, each false one with the missed label that it most resembles."""
    for event in false:
        near = max(missed, key=lambda label: _likeness(label, event, day), default=None)
        kind = _kind(near, event, day) if near is not None else "invented"
        if near is None or kind == "invented":
            result.mistakes[event["type"], kind] += 1
            continue
        missed.remove(near)
        result.mistakes[near["type"], kind] += 1
        if kind in ("type", "tense"):
            result.confusion[near["type"], event["type"]] += 1
    result.mistakes.update((label["type"], "missed") for label in missed if not label.get("optional"))


def _likeness(label: Body, event: Body, day: date) -> int:
    return ("date", "party", "tense", "type", "invented")[::-1].index(_kind(label, event, day))


def _kind(label: Body, event: Body, day: date) -> str:
    same_states = _states(label) == _states(event)
    if label["type"] == event["type"]:
        if same_states and _same_parties(label, event):
            return "date"
        return "party" if same_states or _states(label) & _states(event) else "invented"
    if not same_states:
        return "invented"
    one, other = label["type"].split("_")[0], event["type"].split("_")[0]
    return "tense" if one == other else "type"


# ---------------------------------------------------------------- agreement
def agree(label: Body, event: Body, day: date) -> bool:
    """Whether a found event is the labelled one. `day`: when the article was published."""
    if label["type"] != event.get("type"):
        return False
    if label["type"] == "outcome_reported":
        if label.get("outcome") != event.get("outcome") or _about(label).get("kind") != _about(event).get(
            "kind"
        ):
            return False
        return _same_parties(_about(label), _about(event))
    return _same_parties(label, event) and _same_days(label, event, day)


def _about(event: Body) -> Body:
    about = event.get("about")
    return about if isinstance(about, dict) else event


def _states(event: Body) -> frozenset[str]:
    event = _about(event)
    people = [event[f] for f in _PARTIES if f in event] + list(event.get("participants", ()))
    found = {p["state"] for p in people}
    if not event.get("participants"):
        found |= {event[f] for f in ("host", "to") if event.get(f)}
    return frozenset(found)


def _same_parties(label: Body, event: Body) -> bool:
    for name in _PARTIES:
        optional = name == "inviter" and label.get("type") != "invitation_extended" and name not in event
        if name in label and not optional and not _same_party(label[name], event.get(name)):
            return False
    if "participants" in label:
        theirs = event.get("participants", [])
        if {p["state"] for p in label["participants"]} != {p["state"] for p in theirs}:
            return False
        return all(any(_same_party(p, q) for q in theirs) for p in label["participants"] if p.get("name"))
    host = event.get("host") or event.get("inviter", {}).get("state")
    return label.get("host") in (None, host) and label.get("to") == event.get("to")


def _same_party(label: Body, party: Body | None) -> bool:
    if party is None or label["state"] != party["state"]:
        return False
    name, found = label.get("name"), party.get("name")
    return not name or (bool(found) and names.same_name(name, str(found)))


def _same_days(label: Body, event: Body, day: date) -> bool:
    name = "held_on" if "held_on" in label else "window"
    wanted, found = _bounds(label.get(name)), _bounds(event.get(name))
    if name == "held_on" and wanted[0] is None:
        return found[0] is None or wanted[1] is None or found[0] <= wanted[1]
    if wanted[1] is None:
        return found[1] is None or _starts_so(wanted[0], found[0])
    if found[1] is None:
        return False
    first, start = wanted[0] or min(day, wanted[1]), found[0] or min(day, found[1])
    wide, width = (wanted[1] - first).days + 1, (found[1] - start).days + 1
    return first <= found[1] and start <= wanted[1] and wide <= 2 * width + 31 and width <= 2 * wide + 31


def _starts_so(wanted: date | None, found: date | None) -> bool:
    return wanted is not None and found is not None and timedelta(-1) <= found - wanted <= timedelta(31)


def _bounds(text: Any) -> tuple[date | None, date | None]:
    if not text:
        return None, None
    span = edtf.parse(text)
    return span.first, span.last


# ---------------------------------------------------------------- in words
def in_words(event: Body) -> str:
    """One line for people: the type, who, where and when."""
    about = _about(event)

    def who(party: Body) -> str:
        return f"{party.get('name') or party.get('role') or 'the state'} ({party['state']})"

    parts = [f"{field} {who(about[field])}" for field in _PARTIES if field in about]
    if about.get("participants"):
        parts.append(" and ".join(who(p) for p in about["participants"]))
    parts += [f"{field} {about[field]}" for field in ("host", "to", "place") if about.get(field)]
    parts += [f"{field} {event[field]}" for field in _TOLD if event.get(field)]
    return f"{event['type']}: {', '.join(parts)}"
