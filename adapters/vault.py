"""Secrets that must be read again, since signing takes them: encrypted with a key that is not in the database.

The key comes from the setting `secret_key`, or lies in a file beside the SQLite database that only its owner
can read; it is made when the first secret is stored. A copy of the database alone gives no secret away. Who
loses the key loses the secrets: the subscriptions must be made anew.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Engine

from domain.errors import DomainError

SHORTEST_KEY = 16


class NoSecretKey(DomainError):
    """Secrets cannot be kept, or cannot be read."""


class Vault:
    """Seals and opens JSON. `key`: a text of at least 16 characters; default: the file beside the database."""

    def __init__(self, engine: Engine, key: str = "") -> None:
        self._engine, self._key = engine, key
        self._fernet: Fernet | None = None

    def seal(self, content: Any) -> bytes:
        """Encrypt. Raises NoSecretKey."""
        return self._cipher(make=True).encrypt(orjson.dumps(content))

    def open(self, sealed: bytes) -> Any:
        """Decrypt. Raises NoSecretKey where the key is another one."""
        try:
            return orjson.loads(self._cipher(make=False).decrypt(sealed))
        except InvalidToken:
            raise NoSecretKey("the secret key is not the one with which these secrets were stored") from None

    def _cipher(self, *, make: bool) -> Fernet:
        if self._fernet is None:
            text = self._key or self._from_file(make=make)
            if len(text) < SHORTEST_KEY:
                raise NoSecretKey(f"SERVANDA_SECRET_KEY must have at least {SHORTEST_KEY} characters")
            digest = hashlib.sha256(b"servanda:" + text.encode()).digest()
            self._fernet = Fernet(base64.urlsafe_b64encode(digest))
        return self._fernet

    def _from_file(self, *, make: bool) -> str:
        if self._engine.dialect.name != "sqlite" or not self._engine.url.database:
            raise NoSecretKey("set SERVANDA_SECRET_KEY: subscriptions have secrets that are stored encrypted")
        file = Path(self._engine.url.database + ".secret-key")
        if make and not file.exists():
            _write_once(file, base64.urlsafe_b64encode(os.urandom(32)).decode())
        try:
            return file.read_text().strip()
        except FileNotFoundError:
            raise NoSecretKey(f"the file {file.name} with the secret key is missing") from None


def _write_once(file: Path, text: str) -> None:
    """Let the file appear with all of its text, and the first of two writers win."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, text.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
