"""What a page of promises is asked for, and where a page goes on."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date
from typing import Any, NamedTuple, Self

import orjson

from domain.errors import BadQuestion
from domain.events import STATUSES
from domain.names import same_name
from domain.states import is_state, pair


class PromiseFilter(NamedTuple):
    """All are optional. `status` and `kind` may name several, with commas; `visitor`: a name or a state."""

    relationship: str | None = None
    status: str | None = None
    kind: str | None = None
    state: str | None = None
    visitor: str | None = None
    host: str | None = None
    due_before: str | None = None

    def checked(self) -> Self:
        """The same with the relationship in alphabetical order. Raises BadQuestion where one makes no sense."""
        for parameter in ("state", "host"):
            code = getattr(self, parameter)
            if code is not None and not is_state(code):
                raise BadQuestion(parameter, f"{code[:20]!r} is no state: give a code such as RUS")
        _words("status", self.status, STATUSES)
        _words("kind", self.kind, ("visit", "meeting", "pledge"))
        if self.due_before is not None:
            _day("due_before", self.due_before)
        if self.relationship is not None:
            codes = self.relationship.split("-")
            if len(codes) != 2 or codes[0] == codes[1] or not all(map(is_state, codes)):
                raise BadQuestion("relationship", "must be two states such as PRK-RUS")
            return self._replace(relationship=pair(*codes))
        return self

    @property
    def statuses(self) -> list[str]:
        return self.status.split(",") if self.status else []

    @property
    def kinds(self) -> list[str]:
        return self.kind.split(",") if self.kind else []

    def fits(self, promise: dict[str, Any]) -> bool:
        """Whether a promise in its wire form is asked for."""
        return (
            (self.relationship is None or self.relationship in promise["relationships"])
            and (not self.status or promise["status"] in self.statuses)
            and (not self.kind or promise["kind"] in self.kinds)
            and (self.state is None or any(self.state in p.split("-") for p in promise["relationships"]))
            and (self.host is None or promise["host"] == self.host)
            and (self.due_before is None or (promise["due_on"] or "9999") < self.due_before)
            and self.names_visitor(promise)
        )

    def names_visitor(self, promise: dict[str, Any]) -> bool:
        """Whether the visitor is the one asked for."""
        if self.visitor is None:
            return True
        visitor = promise["visitor"]
        if visitor is None:
            return False
        if is_state(self.visitor):
            return bool(visitor["state"] == self.visitor)
        return visitor["name"] is not None and same_name(visitor["name"], self.visitor)


def _words(parameter: str, text: str | None, known: tuple[str, ...]) -> None:
    for word in text.split(",") if text is not None else []:
        if word not in known:
            raise BadQuestion(parameter, f"{word[:40]!r} is none of " + ", ".join(known))


def _day(parameter: str, text: str) -> None:
    try:
        if date.fromisoformat(text).isoformat() != text:
            raise ValueError
    except ValueError:
        raise BadQuestion(parameter, "must be a day such as 2023-10-18") from None


def write_cursor(*parts: int | str) -> str:
    """An opaque text that a page goes on from."""
    return urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def read_cursor(text: str | None, *types: type, parameter: str = "cursor") -> list[Any] | None:
    """The parts that `write_cursor` was given. Raises BadQuestion where it is not one of ours."""
    if text is None:
        return None
    try:
        parts: list[Any] = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        right = isinstance(parts, list) and len(parts) == len(types)
        if right and all(type(p) is t and _small(p) for p, t in zip(parts, types, strict=True)):
            return parts
    except ValueError:
        pass
    raise BadQuestion(parameter, "is not one that this server gave; start again without it")


def _small(part: Any) -> bool:
    """Whether both databases take it."""
    return "\0" not in part if isinstance(part, str) else -(2**63) <= part < 2**63
