"""Ids that are made of what they name, so the same thing has the same id wherever it is entered."""

from __future__ import annotations

import hashlib
from base64 import b32encode


def content_id(letter: str, content: bytes) -> str:
    """A letter for the kind of thing, and 26 of base32 in lower case: the first 128 bits of a SHA-256."""
    digest = hashlib.sha256(content).digest()
    return letter + b32encode(digest[:16]).decode().rstrip("=").lower()
