"""The databases of the store tests."""

from __future__ import annotations

from tests.adapters.conftest import databases, postgresql_databases, sqlite_databases

__all__ = ["databases", "postgresql_databases", "sqlite_databases"]
