"""Keys of the API. Only their hashes are kept: 256 random bits need no slow hash."""

from __future__ import annotations

import hashlib
import secrets
from typing import NamedTuple

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError

from adapters.clock import now_micros
from adapters.database import reading, writing
from adapters.tables import api_keys, subscriptions
from domain.errors import BadQuestion, DomainError, NotOnRecord
from domain.facts import rfc3339

SCOPES = ("read", "report", "review", "admin")
"""Each may do what those before it may."""


class KeyExists(DomainError):
    """There is a key of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is a key named {name!r} already; names are kept, since events carry them")


class Key(NamedTuple):
    """Who asks, and what they may do."""

    name: str
    scope: str

    def may(self, scope: str) -> bool:
        """Whether the key's scope includes another."""
        return SCOPES.index(self.scope) >= SCOPES.index(scope)


class KeyInfo(NamedTuple):
    """What is kept of a key. Times are RFC 3339 in UTC."""

    name: str
    scope: str
    created_at: str
    revoked_at: str | None


class Keys:
    """The keys in one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def create(self, name: str, scope: str) -> str:
        """Make a key; it is shown this once. Raises BadQuestion or KeyExists."""
        if scope not in SCOPES:
            raise BadQuestion("scope", "must be " + ", ".join(SCOPES))
        if not name.strip() or len(name) > 100 or not name.isprintable():
            raise BadQuestion("name", "must be 1 to 100 printable characters")
        token = "sv_" + secrets.token_urlsafe(32)
        row = {"name": name, "scope": scope, "hash": _hash(token), "created_at": now_micros()}
        try:
            with writing(self.engine) as connection:
                connection.execute(api_keys.insert().values(row))
        except IntegrityError:
            raise KeyExists(name) from None
        return token

    def check(self, token: str) -> Key | None:
        """The key that a token is, unless it was revoked."""
        query = select(api_keys.c.name, api_keys.c.scope).where(
            api_keys.c.hash == _hash(token), api_keys.c.revoked_at.is_(None)
        )
        with reading(self.engine) as connection:
            row = connection.execute(query).first()
        return Key(*row) if row else None

    def named(self, name: str) -> Key | None:
        """The key of a name, unless it was revoked."""
        query = select(api_keys.c.name, api_keys.c.scope).where(
            api_keys.c.name == name, api_keys.c.revoked_at.is_(None)
        )
        with reading(self.engine) as connection:
            row = connection.execute(query).first()
        return Key(*row) if row else None

    def any(self) -> bool:
        """Whether there is a key that was not revoked."""
        with reading(self.engine) as connection:
            query = select(api_keys.c.name).where(api_keys.c.revoked_at.is_(None)).limit(1)
            return connection.execute(query).first() is not None

    def list(self) -> list[KeyInfo]:
        """All keys, also revoked ones, by name."""
        with reading(self.engine) as connection:
            rows = connection.execute(select(api_keys).order_by(api_keys.c.name)).all()
        return [
            KeyInfo(
                row.name,
                row.scope,
                rfc3339(row.created_at),
                rfc3339(row.revoked_at) if row.revoked_at else None,
            )
            for row in rows
        ]

    def revoke(self, name: str) -> None:
        """Let a key be good for nothing from now on, and its subscriptions end. Raises NotOnRecord."""
        statement = update(api_keys).where(api_keys.c.name == name, api_keys.c.revoked_at.is_(None))
        with writing(self.engine) as connection:
            done = connection.execute(statement.values(revoked_at=now_micros()))
            if done.rowcount:
                its = update(subscriptions).where(subscriptions.c.owner == name)
                connection.execute(its.values(state="revoked"))
        if done.rowcount == 0:
            raise NotOnRecord("key", name)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
