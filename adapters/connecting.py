"""Connections to the outside: every address is judged after resolution, at the moment it is connected to."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from adapters.outside import Outside, Refused


def judged(
    outside: Outside, names: ThreadPoolExecutor, *, plain: bool = False, limit: int = 0
) -> aiohttp.TCPConnector:
    """A connector that reaches only what may be reached. `plain`: as `Outside.check` has it."""

    def judged_socket(address: Any) -> socket.socket:
        family, kind, protocol, _, where = address
        outside.check(str(where[0]), plain=plain)
        return socket.socket(family, kind, protocol)

    return aiohttp.TCPConnector(
        limit=limit,
        resolver=Names(names),
        use_dns_cache=False,
        keepalive_timeout=30,
        socket_factory=judged_socket,
    )


def reason(error: BaseException) -> str:
    """Why there was no answer, in plain words."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, Refused):
            return str(cause)
        if isinstance(cause, ExceptionGroup):
            cause = cause.exceptions[0]
            continue
        cause = getattr(cause, "os_error", None) or cause.__cause__ or cause.__context__
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientSSLError):
        return "no safe connection: the certificate or the encryption is wrong"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "there is no such host"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "no connection"
    return "the connection broke off, or what came was no HTTP"


class Names(AbstractResolver):
    """Looks names up in threads of its own."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self._threads = threads

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All addresses of a host."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
        )
        return [
            ResolveResult(
                hostname=host,
                host=str(where[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, where in found
        ]

    async def close(self) -> None:
        """Nothing is held."""
