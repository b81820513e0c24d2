"""What the ledger's own acts make of an entry: corrections pile up, a withdrawal undoes what it names."""

from __future__ import annotations

from domain.errors import NotOnRecord
from domain.events import MODELS, REPORTED, Body, InvalidEvent, default_said_on, read_event, with_defaults


class Amendments:
    """Entries and the acts upon them, as far as they were added, in the order of recording."""

    def __init__(self) -> None:
        self._bodies: dict[str, Body] = {}
        self._acts: dict[str, list[str]] = {}
        self._order: list[str] = []
        self._off: set[str] | None = None  # What is withdrawn; None where that must be worked out anew.

    def add(self, event_id: str, body: Body) -> None:
        """Take in an entry or an act on one."""
        self._bodies[event_id] = body
        if body["type"] in ("entry_corrected", "entry_withdrawn"):
            self._acts.setdefault(body["event_id"], []).append(event_id)
            self._order.append(event_id)
            self._off = None

    def __contains__(self, event_id: str) -> bool:
        return event_id in self._bodies

    def withdrawn(self, event_id: str) -> bool:
        """Whether an entry is off the record."""
        if self._off is None:
            self._off = set()
            for act in reversed(self._order):  # What acts on an act is later than it, and so is settled first.
                if self._bodies[act]["type"] == "entry_withdrawn" and act not in self._off:
                    self._off.add(self._bodies[act]["event_id"])
        return event_id in self._off

    def effective(self, event_id: str) -> Body | None:
        """What counts in place of an entry: its fields as last corrected, or None where it is withdrawn."""
        body = self._bodies.get(event_id)
        acts = self._acts.get(event_id)
        if body is None or acts is None:  # Of most entries there is no more to say.
            return body
        if self.withdrawn(event_id):
            return None
        for act in acts:
            correction = self._bodies[act].get("correction")
            if correction is not None and not self.withdrawn(act):
                body = corrected(body, correction)
        return body

    def ever(self, event_id: str) -> list[Body]:
        """All that ever counted in place of a reported event, first as it was recorded."""
        past = Amendments()
        past.add(event_id, self._bodies[event_id])
        found = [self._bodies[event_id]]
        for act in self._order:
            past.add(act, self._bodies[act])
            body = past.effective(event_id)
            if body is not None and body not in found:
                found.append(body)
        return found

    def root(self, event_id: str) -> str:
        """The entry that an act changes in the end; any other entry is its own."""
        while (body := self._bodies.get(event_id)) and body["type"] in ("entry_corrected", "entry_withdrawn"):
            event_id = body["event_id"]
        return event_id

    def check(self, body: Body) -> None:
        """Refuse an act that cannot be: on nothing (NotOnRecord), or against the contract (InvalidEvent)."""
        target = body["event_id"]
        if target not in self._bodies:
            raise NotOnRecord("entry", target)
        if self.withdrawn(target):
            raise InvalidEvent.at("/event_id", "that entry was withdrawn: withdraw the withdrawal first")
        if body["type"] == "entry_corrected":
            if self._bodies[target]["type"] not in REPORTED:
                raise InvalidEvent.at("/event_id", "only a reported event can be corrected; withdraw this one")
            before = self.effective(target)
            assert before is not None
            _check_correction(before, body["correction"])
        else:
            self._check_withdrawal(body)

    def _check_withdrawal(self, body: Body) -> None:
        """Without one correction the later ones may no longer fit; then the withdrawal is refused."""
        after = Amendments()
        for event_id, known in self._bodies.items():
            after.add(event_id, known)
        after.add("", body)
        root = self.root(body["event_id"])
        effective = after.effective(root)
        if effective is not None and effective["type"] in REPORTED:
            try:
                read_event(effective)
            except InvalidEvent as error:
                raise InvalidEvent.at(
                    "/event_id", f"without it what was corrected later no longer fits ({error})"
                ) from None


def corrected(body: Body, correction: Body) -> Body:
    """The body with some fields replaced, each whole; null takes a field away.

    A default that was filled in from a field which changes is filled in anew. Nothing is checked here: that
    was done when the correction was recorded.
    """
    kept = dict(body)
    if "report" in correction and kept.get("said_on") == default_said_on(body):
        kept.pop("said_on", None)
    by_inviter = body["type"] == "invitation_extended" and kept["host"] == body["inviter"]["state"]
    if by_inviter and "inviter" in correction:
        del kept["host"]
    merged = {**kept, **correction}
    return with_defaults({name: value for name, value in merged.items() if value is not None})


def _check_correction(before: Body, correction: Body) -> None:
    merged = {name: value for name, value in {**before, **correction}.items() if value is not None}
    if not isinstance(merged.get("type"), str) or merged["type"] not in REPORTED:
        raise InvalidEvent.at("/correction/type", "a reported event must stay a reported event")
    for name in sorted(correction.keys() - merged.keys()):
        if name not in MODELS[merged["type"]].model_fields and name not in before:
            raise InvalidEvent.at(f"/correction/{name}", "is not a field of this event")
    if "report" not in merged:
        raise InvalidEvent.at("/correction/report", "is required")
    try:
        read_event({k: v for k, v in merged.items() if k != "said_on"})
        read_event(corrected(before, correction))
    except InvalidEvent as error:
        raise InvalidEvent([{**e, "pointer": "/correction" + e["pointer"]} for e in error.errors]) from None
