"""Messages to chats and mailboxes through apprise: one address for each of its services.

The address is written by whoever subscribes, so it is not trusted: what would reach this machine or the
network inside is refused, by its scheme, by its parameters, and at every connection that is opened while a
message is on its way. An address holds secrets (a bot's token, a mailbox's password): no log and no error
shows it, `shown` has what may be.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from urllib.parse import parse_qsl, unquote

from adapters.messages import Message
from domain.errors import BadQuestion, DomainError

if TYPE_CHECKING:
    from apprise import AppriseAsset, NotifyBase

Guard: TypeAlias = Callable[[str], None]
"""Raises where a connection to an IP address must not be opened."""

CONNECT_SECONDS = 10
READ_SECONDS = 15
MOST_SECONDS = 45
"""How long a message may take in all."""
LONGEST_ADDRESS = 2_000
MAIL_HEADER = "X-Servanda-Message"
"""Stands beside the Message-ID, which apprise makes anew for each try."""

# What acts on this machine; and what opens connections in threads of its own, where nobody watches them.
_REFUSED = frozenset(
    {
        *("blink1", "dbus", "kde", "qt", "glib", "gio", "gnome", "macosx", "windows"),
        *("syslog", "rsyslog", "growl", "aprs", "file", "memory", "fcm", "vapid"),
        *("amqp", "amqps", "irc", "ircs", "mqtt", "mqtts", "nostr", "nostrs", "smpp", "smpps", "xmpp", "xmpps"),
    }
)
# Parameters that name files of this machine, or undo what is set here.
_REFUSED_PARAMETERS = frozenset(
    {"template", "keyfile", "subfile", "attach", "attachment", "redirect", "retry", "wait", "store", "config"}
)
_REFUSED_STARTS = ("file:", "/", "~", "\\")


class ChatRefused(BadQuestion):
    """The address cannot be used, now or later."""

    def __init__(self, detail: str) -> None:
        super().__init__("url", detail)


class ChatFailed(DomainError):
    """The service did not take the message; it can be tried again."""


def public_only(ip: str) -> None:
    """Refuse all but the internet's own addresses. Raises ValueError, PermissionError."""
    found = ipaddress.ip_address(ip.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if inner is not None:
        public_only(str(inner))
    if not found.is_global or found.is_multicast or found.is_reserved:
        raise PermissionError("no address of the internet")


def check(url: str, allowed: Guard = public_only) -> None:
    """Refuse an address that cannot be used, before it is stored. Raises ChatRefused."""
    plugin = _plugin(url)
    for host in _hosts(plugin):
        try:
            found = {str(answer[4][0]) for answer in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
        except (OSError, UnicodeError):
            raise ChatRefused("names a host that cannot be found") from None
        if not all(_may(allowed, ip) for ip in found):
            raise ChatRefused("leads to an address inside the network, which is not allowed")


def shown(url: str) -> str:
    """The address as it may be shown: the service, and the host where it is no part of the secret."""
    return f"{_scheme(url)}://" + "".join(f"{host}/" for host in _hosts(_plugin(url))[:1]) + "…"


def send(url: str, message: Message, allowed: Guard = public_only, message_id: str = "") -> None:
    """Send a message, which blocks for up to MOST_SECONDS. Raises ChatRefused for good, ChatFailed for now.

    A mail carries the `message_id` in a header, so that one that had to be sent twice is known by it.
    """
    from apprise import Apprise, NotifyFormat

    plugin = _plugin(url)
    apprise = Apprise(asset=plugin.asset)
    apprise.add(plugin)
    mail = _scheme(url) in ("mailto", "mailtos")
    if mail and message_id:
        cast("Any", plugin).headers[MAIL_HEADER] = message_id  # Of mail alone.
    with _watched(allowed) as refused:
        result = apprise.notify(
            title=message.subject,
            body=message.html if mail else message.text,
            body_format=NotifyFormat.HTML if mail else NotifyFormat.TEXT,
            timeout=MOST_SECONDS,
        )
    if result:
        return
    if refused:
        raise ChatRefused("leads to an address inside the network, which is not allowed")
    words = "did not answer in time" if result.status.name == "TIMEOUT" else "did not take the message"
    raise ChatFailed(f"{plugin.service_name} {words}")


# ---------------------------------------------------------------- the address
def _scheme(url: str) -> str:
    return url.partition("://")[0].strip().lower()


def _plugin(url: str) -> NotifyBase:
    """What apprise makes of an address, with our limits set. Raises ChatRefused."""
    from apprise import Apprise

    _quiet()
    if len(url) > LONGEST_ADDRESS or not url.isprintable() or any(char.isspace() for char in url):
        raise ChatRefused("must be one address without spaces, of at most 2,000 characters")
    if "://" not in url:
        raise ChatRefused("must be an address of apprise, such as mailtos://user:secret@example.org")
    if _scheme(url) in _REFUSED:
        raise ChatRefused(f"{_scheme(url)}:// acts inside this machine or its network, and is not allowed")
    for name, value in parse_qsl(url.partition("?")[2], keep_blank_values=True):
        bare = name.lower().lstrip("+-:")
        if bare in _REFUSED_PARAMETERS or bare.startswith(("pgp", "wkd", "smime")):
            raise ChatRefused(f"the parameter {bare} is not allowed")
        if unquote(value).lower().startswith(_REFUSED_STARTS):
            raise ChatRefused(f"the parameter {bare[:40]} names a file, which is not allowed")
    try:
        plugin = Apprise.instantiate(url, asset=_asset(), suppress_exceptions=True)
    except Exception:
        plugin = None
    if plugin is None:
        raise ChatRefused("is no address that apprise understands, or its service is not offered here")
    plugin.socket_connect_timeout = min(plugin.socket_connect_timeout, CONNECT_SECONDS)
    plugin.socket_read_timeout = min(max(plugin.socket_read_timeout, 1.0), READ_SECONDS)
    if "overflow=" not in url:
        from apprise.common import OverflowMode

        plugin.overflow_mode = OverflowMode.SPLIT
    return plugin


@cache
def _asset() -> AppriseAsset:
    from apprise import AppriseAsset, PersistentStoreMode

    return AppriseAsset(
        app_id="Servanda",
        app_desc="Servanda: were the promises kept?",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        async_mode=False,
        secure_logging=True,
        http_redirects=False,
        interpret_escapes=False,
        storage_mode=PersistentStoreMode.MEMORY,
        service_timeout=MOST_SECONDS,
        allow_templates=False,
        pgp_autogen=False,
        pem_autogen=False,
    )


def _hosts(plugin: NotifyBase) -> list[str]:
    """The hosts that an address names by itself; a service's own are left to the watch at the connection."""
    templates: tuple[str, ...] = plugin.templates
    own = any("{host}" in template for template in templates)
    named = [getattr(plugin, "smtp_host", None), plugin.host if own else None]
    return list(dict.fromkeys(str(host).strip("[]") for host in named if host))


@cache
def _quiet() -> None:
    """Keep the addresses that libraries would log out of the logs."""
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    sys.addaudithook(_on_connect)


# ---------------------------------------------------------------- at the connection
_WATCHED = frozenset(
    {"socket.connect", "socket.sendto", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"}
)


class _Watch:
    """What may be connected to while a message is sent, and what was refused."""

    def __init__(self, allowed: Guard) -> None:
        self.allowed = allowed
        self.refused: list[str] = []


# A context variable: apprise hands it on to the threads in which it sends.
_watch: ContextVar[_Watch | None] = ContextVar("chat_watch", default=None)


@contextmanager
def _watched(allowed: Guard) -> Iterator[list[str]]:
    """Every connection of this context is looked at once its address is known, and before it is opened."""
    watch = _Watch(allowed)
    token = _watch.set(watch)
    try:
        yield watch.refused
    finally:
        _watch.reset(token)


def _may(allowed: Guard, ip: str) -> bool:
    try:
        allowed(ip)
    except Exception:
        return False
    return True


def _on_connect(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook; Python calls it before it connects, sends a datagram or starts a program."""
    if event not in _WATCHED:
        return
    watch = _watch.get()
    if watch is None:
        return
    if not event.startswith("socket."):
        watch.refused.append(event)
        raise PermissionError("a message must not start programs")
    made, where = arguments
    ip = str(where[0]) if isinstance(where, tuple) else str(where)
    if made.family not in (socket.AF_INET, socket.AF_INET6) or not _may(watch.allowed, ip):
        watch.refused.append(ip)
        raise PermissionError("this address is not allowed")
