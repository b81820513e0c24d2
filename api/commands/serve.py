"""The server."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.ledgers import AnyDatabase
from api.console import CommandFailed, progress, say

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.settings import Settings

GRACE_SECONDS = 4
"""How long requests may take to end after a SIGTERM."""
DEMO_DATABASE = "sqlite:///servanda-demo.db"


def serve(
    database: AnyDatabase = None,
    host: Annotated[
        str | None, typer.Option(envvar="SERVANDA_HOST", help="The address to listen on. Default: 127.0.0.1.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            envvar="SERVANDA_PORT", min=0, max=65_535, help="The port. Default: 8000; 0: any free one."
        ),
    ] = None,
    demo: Annotated[
        bool,
        typer.Option(
            "--demo", help="Load the demonstration ledger into an empty database, and show what to ask."
        ),
    ] = False,
) -> None:
    """Serve the REST API and its documentation, on this machine alone unless --host says otherwise."""
    from adapters.keys import Keys
    from adapters.rebuild import catch_up
    from api.commands.demo import prepare, show
    from api.commands.ledgers import open_migrated
    from api.settings import Settings

    given = {"database": database or (DEMO_DATABASE if demo else None), "host": host, "port": port}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    engine = open_migrated(settings.database)
    with progress() as shown:
        catch_up(engine, shown)  # An import that was killed leaves promises to be judged.
    key = prepare(engine, Keys(engine)) if demo else None
    there_are_keys = Keys(engine).any()
    if not settings.loopback and not there_are_keys:
        raise CommandFailed(
            f"{settings.host} can be reached from elsewhere and this ledger has no key: make one first with "
            "`servanda keys create NAME --scope report --database URL`, or listen on 127.0.0.1"
        )
    listener = _listen(settings)
    address = _address(settings.host, listener.getsockname()[1])
    say(f"Servanda listens on {address} (the REST API: {address}/docs). Stop it with Ctrl+C.")
    if not there_are_keys:
        how = "servanda keys create NAME --scope report --database URL"
        say(f"There is no key yet, and recording takes one: {how}")
    if key is not None:
        show(address, key, engine)
    _run(settings, engine, listener)


def _listen(settings: Settings) -> socket.socket:
    """A socket that takes connections from now on; they wait until the server answers them."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(2048)
    except OSError as error:
        raise CommandFailed(
            f"cannot listen on {settings.host}:{settings.port}: {error.strerror or error}"
        ) from None
    return listener


def _address(host: str, port: int) -> str:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{reachable}:{port}"


def _run(settings: Settings, engine: Engine, listener: socket.socket) -> None:
    import gc
    import logging
    import signal
    import sys

    import uvicorn

    from api.app import create_app

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = uvicorn.Config(
        create_app(settings, engine),
        log_config=None,
        access_log=settings.access_log,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=30,
    )
    # Looking for garbage makes requests wait, and most of what there is stays: modules, and dockets in memory.
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    # After its own clean end uvicorn sends itself the signal again: that is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        engine.dispose()
