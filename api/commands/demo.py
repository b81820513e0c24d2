"""`servanda serve --demo`: a ledger to try, a key, and three questions."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from api.console import CommandFailed, out

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from adapters.keys import Keys

NAME = "demo"
SCOPE = "admin"
"""So that every page can be seen; a real ledger gives each key what it needs."""


def prepare(engine: Engine, keys: Keys) -> str:
    """Fill an empty ledger with the demonstration, and make a key; those of earlier starts stay good."""
    from adapters import demo
    from adapters.ledger import Ledger
    from adapters.queries import Queries

    if Queries(engine).position() == 0:
        result = Ledger(engine).record_batch(list(enumerate(demo.lines(), 1)), NAME, atomic=True)
        if result.rejected:
            raise CommandFailed(f"the demonstration ledger was not taken: {result.rejected[:3]}")
    earlier = sum(key.name.startswith(NAME) for key in keys.list())
    return keys.create(f"{NAME} {earlier + 1}", SCOPE)


def show(address: str, key: str, engine: Engine) -> None:
    """The address, the key and what to ask, ready to paste."""
    command = Path(sys.executable).with_name("servanda")
    servanda = shlex.quote(str(command)) if command.exists() else "servanda"
    ask = f'{servanda} ask "Vladimir Putin" PRK --as-of 2024-01-17 --database {shlex.quote(_url(engine))}'
    lines = (
        f"\nAddress: {address}",
        f"Key:     {key}",
        f"         It has the scope {SCOPE}: it may do everything, such as make keys and watch feeds.",
        f"         Sign in with it at {address}/sign-in",
        "\nDid Lavrov's visit to Pyongyang of October 2023 happen?",
        f'  curl "{address}/v1/verdict?visitor=Lavrov&host=PRK&as_of=2023-10-20"',
        "\nWhat was known of North Korea and Russia on 10 October 2023?",
        f'  curl "{address}/v1/promises?relationship=PRK-RUS&as_of=2023-10-10"',
        "\nHad Putin honoured his accepted invitation by 17 January 2024?",
        f"  {ask}\n",
    )
    for line in lines:
        out.print(line)
    sys.stdout.flush()


def _url(engine: Engine) -> str:
    url = engine.url
    if url.get_backend_name() == "sqlite" and url.database:
        url = url.set(database=str(Path(url.database).absolute()))
    return url.render_as_string(hide_password=True)
