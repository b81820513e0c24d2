"""Promised visits and meetings as an iCalendar (RFC 5545, with the calendar's properties of RFC 7986)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vText

from adapters.queries.revisions import Revision
from domain.headlines import Appointment, address, appointment, plain

REFRESH = timedelta(hours=1)
"""How often a calendar program is asked to look again."""
_PRODUCT = "-//Servanda//Promises//EN"


def calendar(
    promises: Iterable[dict[str, Any]],
    revisions: Mapping[str, Revision],
    *,
    name: str,
    more: bool,
    page: str,
) -> bytes:
    """The calendar of promises in their wire form. `more`: whether there are others than these.

    `page` is the address under which a promise's id leads to the promise. What has no time that ends is
    left out, and counted in the calendar's description and in `X-SERVANDA-LEFT-OUT`.
    """
    made, left_out = Calendar(), 0
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for promise in promises:
        placed = appointment(promise)
        if placed is None or promise["id"] not in revisions:
            left_out += 1
        else:
            made.add_component(_event(promise, placed, revisions[promise["id"]], page))
    title, description = vText(plain(name)), vText(_description(left_out, more=more))
    for key, value in (("name", title), ("description", description)):
        made.add(key, value)
        made.add({"name": "x-wr-calname", "description": "x-wr-caldesc"}[key], value)  # For older programs.
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    made.add("x-servanda-left-out", vText(str(left_out)))
    return bytes(made.to_ical())


def _description(left_out: int, *, more: bool) -> str:
    words = "Promised visits and meetings, as reported. A month or a season stands for the time that was named."
    if left_out:
        many = "1 promise is" if left_out == 1 else f"{left_out} promises are"
        words += f" {many} left out: no end of the time was named."
    return words + (" There are more promises than fit; narrow the filter." if more else "")


def _event(promise: dict[str, Any], placed: Appointment, revision: Revision, page: str) -> Event:
    event = Event()
    event.add("uid", f"{promise['id']}@servanda")
    event.add("summary", placed.title)
    event.add("dtstart", placed.first)
    event.add("dtend", placed.last + timedelta(days=1))  # The end of whole days is the day after.
    event.add("status", placed.status)
    event.add("transp", "TRANSPARENT")  # Other people's visits make nobody busy.
    event.add("class", "PUBLIC")
    event.add("sequence", revision.number)
    modified = datetime.fromtimestamp(revision.instant // 1_000_000, UTC)
    event.add("dtstamp", modified)
    event.add("last-modified", modified)
    if promise["place"]:
        event.add("location", plain(promise["place"]))
    event.add("description", _text(promise))
    event.add("url", page + promise["id"])
    event.add("categories", [promise["kind"], promise["status"], *promise["relationships"]])
    return event


def _text(promise: dict[str, Any]) -> str:
    """The sentence on the promise, then who told it and where."""
    lines = [plain(promise["summary"])]
    told: dict[tuple[str, str | None], None] = {}
    for evidence in promise["evidence"]:
        if evidence["publisher"]:
            told[plain(evidence["publisher"]), address(evidence["url"])] = None
    lines += [f"{publisher}: {url}" if url else publisher for publisher, url in told]
    return "\n".join(lines)
