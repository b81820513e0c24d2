"""Tokens in the addresses of private feeds. Only their hashes are kept; a token ends with its owner's key."""

from __future__ import annotations

import hashlib
import secrets
from typing import NamedTuple

from sqlalchemy import Engine, func, select, update

from adapters.clock import now_micros
from adapters.database import AnyRow, reading, writing
from adapters.tables import api_keys, feed_tokens
from domain.errors import DomainError, NotOnRecord
from domain.facts import rfc3339

MOST = 100
"""Tokens of one owner that are good at once."""
PREFIX = "sf_"


class TooManyTokens(DomainError):
    """The owner has as many tokens as one may have."""

    def __init__(self) -> None:
        super().__init__(f"there are {MOST} tokens of this key already: revoke one that is not needed")


class FeedToken(NamedTuple):
    """What is kept of a token. Times are RFC 3339 in UTC."""

    id: str
    name: str
    owner: str
    created_at: str
    revoked_at: str | None


class FeedTokens:
    """The tokens in one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def create(self, name: str, owner: str) -> tuple[FeedToken, str]:
        """Make a token, which is shown this once. Raises TooManyTokens."""
        token, now = PREFIX + secrets.token_urlsafe(32), now_micros()
        made = FeedToken("f" + secrets.token_hex(12), name, owner, rfc3339(now), None)
        with writing(self.engine) as connection:
            good = select(func.count()).where(feed_tokens.c.owner == owner, feed_tokens.c.revoked.is_(None))
            if (connection.scalar(good) or 0) >= MOST:
                raise TooManyTokens
            row = {"id": made.id, "owner": owner, "name": name, "hash": _hash(token), "created": now}
            connection.execute(feed_tokens.insert().values(row))
        return made, token

    def check(self, token: str) -> FeedToken | None:
        """What a token is, unless it or its owner's key was revoked."""
        if not token.startswith(PREFIX):
            return None
        query = (
            select(feed_tokens)
            .join(api_keys, api_keys.c.name == feed_tokens.c.owner)
            .where(
                feed_tokens.c.hash == _hash(token),
                feed_tokens.c.revoked.is_(None),
                api_keys.c.revoked_at.is_(None),
            )
        )
        with reading(self.engine) as connection:
            row = connection.execute(query).first()
        return _token(row) if row else None

    def list(self, owner: str | None) -> list[FeedToken]:
        """The tokens of an owner, or all, also revoked ones, oldest first."""
        query = select(feed_tokens).order_by(feed_tokens.c.created, feed_tokens.c.id)
        if owner is not None:
            query = query.where(feed_tokens.c.owner == owner)
        with reading(self.engine) as connection:
            return [_token(row) for row in connection.execute(query)]

    def revoke(self, token_id: str, owner: str | None) -> None:
        """Let a token (of this owner, if one is given) open nothing from now on. Raises NotOnRecord."""
        statement = update(feed_tokens).where(feed_tokens.c.id == token_id, feed_tokens.c.revoked.is_(None))
        if owner is not None:
            statement = statement.where(feed_tokens.c.owner == owner)
        with writing(self.engine) as connection:
            done = connection.execute(statement.values(revoked=now_micros()))
        if done.rowcount == 0:
            raise NotOnRecord("feed token", token_id)


def _token(row: AnyRow) -> FeedToken:
    revoked = rfc3339(row.revoked) if row.revoked else None
    return FeedToken(row.id, row.name, row.owner, rfc3339(row.created), revoked)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
