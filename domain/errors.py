"""Errors that the domain raises. They know nothing of HTTP; `api/errors.py` maps each class to an answer."""

from __future__ import annotations


class DomainError(Exception):
    """Something the domain refuses; its text is a sentence fit to be shown to the caller."""


class NotOnRecord(DomainError):
    """A thing was named that this ledger does not hold."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind, self.name = kind, name
        super().__init__(f"there is no {kind} {name[:100]!r} in this ledger")


class BadQuestion(DomainError):
    """A parameter of a question cannot be understood. `parameter`: its name."""

    def __init__(self, parameter: str, detail: str) -> None:
        self.parameter, self.detail = parameter, detail
        super().__init__(f"{parameter}: {detail}")
