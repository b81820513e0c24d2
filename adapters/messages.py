"""Alerts as messages for people: a subject and a body, plain and in HTML, with the answer first.

What comes from reports (names, publishers, addresses) was written by strangers: it stands on one line, is
escaped, and no address is made a link but of http and https.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from html import escape
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

from domain.headlines import address, pair_in_words, plain
from domain.wording import day_in_words

Alert: TypeAlias = dict[str, Any]

TOGETHER = timedelta(minutes=1)
"""What becomes true within this time for one relationship is one message."""
LONGEST_SUBJECT = 150
MOST_TOLD = 100
"""Alerts written out in one message; of more the number is told."""

KINDS = {
    "promise.opened": ("promised or proposed", "newly promised or proposed"),
    "promise.fulfilled": ("kept", "kept"),
    "promise.fulfilled_late": ("kept late", "kept late"),
    "promise.partially_fulfilled": ("kept in part", "kept in part"),
    "promise.postponed": ("postponed", "postponed"),
    "promise.cancelled": ("cancelled", "cancelled"),
    "promise.declined": ("declined", "declined"),
    "promise.overdue": ("overdue", "overdue"),
    "promise.unfulfilled": ("not kept", "not kept"),
    "promise.lapsed": ("an invitation lapsed", "lapsed"),
    "promise.stalled": ("stalled", "stalled"),
    "promise.revived": ("open again", "open again"),
    "promise.due_soon": ("due soon", "due soon"),
    "promise.corroborated": ("confirmed by another publisher", "confirmed by another publisher"),
    "promise.disputed": ("publishers disagree", "told differently by publishers"),
    "promise.retracted": ("a report was taken back", "with a report taken back"),
}
"""Every kind of alert in words: of one promise, and after a number of them."""


class Message(NamedTuple):
    """What a person reads. `text` and `html` say the same."""

    subject: str
    text: str
    html: str


def render(alerts: Sequence[Alert]) -> Message:
    """One message on some alerts, at least one."""
    pairs = {alert["relationship"] for alert in alerts}
    kinds = Counter(alert["kind"] for alert in alerts)
    if len(pairs) == 1:
        what = _one(alerts[0]["kind"]) if len(alerts) == 1 else _counted(kinds)
        return _message(f"{pair_in_words(alerts[0]['relationship'])}: {what}", "", alerts)
    return _message(f"Promises of {len(pairs)} pairs of states: {_counted(kinds)}", "", alerts)


def render_digest(alerts: Sequence[Alert], first: date, last: date) -> Message:
    """A digest of the alerts of some days: how much became of what, then every relationship."""
    when = day_in_words(first.isoformat())
    if last > first:
        when += f" to {day_in_words(last.isoformat())}"
    if not alerts:
        return _message(f"No change of any promise, {when}", "Nothing changed for what you follow.", [])
    changes = f"{len(alerts)} change{'' if len(alerts) == 1 else 's'}"
    pairs = len({alert["relationship"] for alert in alerts})
    counted = _counted(Counter(alert["kind"] for alert in alerts))
    answer = f"{changes} between {pairs} pair{'' if pairs == 1 else 's'} of states: {counted}."
    return _message(f"Promises, {when}: {changes}", answer, alerts)


def bundles(alerts: Iterable[Alert], within: timedelta = TOGETHER) -> list[list[Alert]]:
    """The alerts as messages are to tell them: by relationship, and by what came within a time of the first.

    The order of the alerts stays within a bundle, and bundles are in the order of their first alert.
    """
    made: list[list[Alert]] = []
    open_: dict[str, tuple[datetime, list[Alert]]] = {}
    for alert in alerts:
        at = datetime.fromisoformat(alert["created_at"])
        begun = open_.get(alert["relationship"])
        if begun is None or at - begun[0] >= within:
            begun = open_[alert["relationship"]] = (at, [])
            made.append(begun[1])
        begun[1].append(alert)
    return made


def _one(kind: str) -> str:
    return KINDS[kind][0] if kind in KINDS else kind.removeprefix("promise.").replace("_", " ")


def _counted(kinds: Counter[str]) -> str:
    """`2 kept, 1 cancelled`."""
    many = [f"{n} {KINDS[kind][1] if kind in KINDS else _one(kind)}" for kind, n in kinds.items()]
    return ", ".join(many)


def _message(subject: str, answer: str, alerts: Sequence[Alert]) -> Message:
    told = sorted(alerts[:MOST_TOLD], key=_pair)
    left = len(alerts) - len(told)
    rest = f"… and {left} more." if left else ""
    text: list[str] = [answer, ""] if answer else []
    html: list[str] = [f"<p><strong>{escape(answer)}</strong></p>"] if answer else []
    several = len({alert["relationship"] for alert in told}) > 1
    for pair, group in groupby(told, key=_pair):
        if several or answer:
            heading = pair_in_words(pair)
            text += [heading, "-" * len(heading)]
            html.append(f"<h3>{escape(heading)}</h3>")
        html.append("<ul>")
        for alert in group:
            text += [*_in_text(alert), ""]
            html.append(_in_html(alert))
        html.append("</ul>")
    if rest:
        text.append(rest)
        html.append(f"<p>{escape(rest)}</p>")
    return Message(_cut(plain(subject)), "\n".join(text).strip() + "\n", "\n".join(html) + "\n")


_pair: Callable[[Alert], str] = lambda alert: str(alert["relationship"])  # noqa: E731


def _cut(subject: str) -> str:
    return subject if len(subject) <= LONGEST_SUBJECT else subject[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _in_text(alert: Alert) -> list[str]:
    lines = [plain(alert["summary"]), f"  {_turn(alert)}"]
    for publisher, url in sources(alert):
        lines.append(f"  {publisher}: {url}" if url else f"  {publisher}")
    return lines


def _in_html(alert: Alert) -> str:
    told = [
        f'<a href="{escape(url)}" rel="noreferrer">{escape(publisher)}</a>' if url else escape(publisher)
        for publisher, url in sources(alert)
    ]
    by = f" {', '.join(told)}." if told else ""
    return f"<li>{escape(plain(alert['summary']))}<br><small>{escape(_turn(alert))}{by}</small></li>"


def _turn(alert: Alert) -> str:
    """`Overdue since 1 November 2023, before: pending.`."""
    words = _one(alert["kind"])
    was = alert["from"] if alert["from"] != alert["to"] else None
    before = f", before: {was.replace('_', ' ')}" if was else ""
    old = " This is old news, recorded late." if alert["historical"] else ""
    by = " The calendar alone brought it." if alert["cause"] == "calendar" else ""
    return f"{words[0].upper()}{words[1:]}: {day_in_words(alert['on'])}{before}.{by}{old}"


def sources(alert: Alert) -> list[tuple[str, str | None]]:
    """Who told what an alert tells, and the address where a reader may be led to it."""
    report = alert.get("report")
    if not report or not report.get("publisher"):
        return []
    return [(plain(report["publisher"]), address(report.get("url")))]
