"""Events to record, each good as it is; fields by name replace what stands here."""

from __future__ import annotations

from typing import Any

BERG = {"name": "Anna Berg", "state": "NOR", "role": "foreign_minister"}
FRANK = {"name": "Eva Frank", "state": "AUT", "role": "foreign_minister"}


def report(published_at: str, url: str = "", publisher: str = "One") -> dict[str, str]:
    """A report; it has an address of its own for each day and publisher."""
    address = url or f"https://news.example/{publisher.strip().lower()}/{published_at}"
    return {"url": address, "publisher": publisher, "published_at": published_at}


def _event(kind: str, published_at: str, fields: dict[str, Any]) -> dict[str, Any]:
    where = {name: fields.pop(name) for name in ("url", "publisher") if name in fields}
    return {"type": kind, "report": report(published_at, **where), **fields}


def announced(published_at: str = "2020-01-10", **fields: Any) -> dict[str, Any]:
    """Anna Berg is to visit Austria in March 2020."""
    fields = {"visitor": BERG, "host": "AUT", "window": "2020-03", **fields}
    return _event("visit_announced", published_at, fields)


def invited(published_at: str = "2020-01-05", **fields: Any) -> dict[str, Any]:
    """Eva Frank invited Anna Berg to Austria."""
    return _event("invitation_extended", published_at, {"inviter": FRANK, "invitee": BERG, **fields})


def held(published_at: str = "2020-03-05", **fields: Any) -> dict[str, Any]:
    """Anna Berg was in Austria on 4 March 2020."""
    fields = {"visitor": BERG, "host": "AUT", "held_on": "2020-03-04", **fields}
    return _event("visit_held", published_at, fields)


def cancelled(published_at: str = "2020-02-01", **fields: Any) -> dict[str, Any]:
    """Anna Berg does not go to Austria."""
    return _event("visit_cancelled", published_at, {"visitor": BERG, "host": "AUT", **fields})


def outcome(promise_id: str, published_at: str = "2020-04-01", **fields: Any) -> dict[str, Any]:
    """A report tells that a promise was not kept."""
    fields = {"about": {"promise_id": promise_id}, "outcome": "unfulfilled", **fields}
    return _event("outcome_reported", published_at, fields)


def retracted(retracted_url: str, published_at: str = "2020-02-15", **fields: Any) -> dict[str, Any]:
    """A publisher takes a report back."""
    return _event("report_retracted", published_at, {"retracted_url": retracted_url, **fields})


def corrected(event_id: str, **correction: Any) -> dict[str, Any]:
    """Some fields of an entry were typed wrongly."""
    return {"type": "entry_corrected", "event_id": event_id, "correction": correction, "reason": "a slip"}


def withdrawn(event_id: str) -> dict[str, Any]:
    """An entry should not have been made."""
    return {"type": "entry_withdrawn", "event_id": event_id, "reason": "entered by mistake"}


def ruled(promise_id: str, status: str = "cancelled") -> dict[str, Any]:
    """Somebody rules what became of a promise."""
    return {
        "type": "promise_adjudicated",
        "promise_id": promise_id,
        "status": status,
        "reason": "so it is",
        "by": "the desk",
    }


def lifted(promise_id: str) -> dict[str, Any]:
    """A ruling is lifted."""
    return {"type": "adjudication_lifted", "promise_id": promise_id, "reason": "it was not", "by": "the desk"}
