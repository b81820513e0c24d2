"""No way into the inside network: which addresses may be connected to on behalf of those who subscribe.

An address is judged where it is connected to, after resolution, so a name that changes its mind between two
look-ups gains nothing. Refused are loopback, private, link-local, unique-local and all other addresses that are
not the internet's, those that carry such an IPv4 address within (mapped, 6to4, Teredo, NAT64), and this
machine's own, unless an administrator allows a network by name.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import urlsplit

from domain.errors import BadQuestion

Network: TypeAlias = IPv4Network | IPv6Network
Address: TypeAlias = IPv4Address | IPv6Address

LONGEST_URL = 2_000
NAMED = {
    "loopback": ("127.0.0.0/8", "::1/128"),
    "private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
}
"""Networks that can be allowed by a word."""
_NAT64 = IPv6Network("64:ff9b::/96")


class Refused(OSError):
    """An address that is not connected to."""


def networks(text: str) -> tuple[Network, ...]:
    """`loopback,10.1.0.0/16` as networks. Raises ValueError."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    return tuple(ip_network(net) for word in words for net in NAMED.get(word.lower(), (word,)))


class Outside:
    """What may be connected to. `allowed`: networks that an administrator named."""

    def __init__(self, allowed: Iterable[Network] = ()) -> None:
        self.allowed = tuple(allowed)

    def check(self, ip: str, *, plain: bool = False) -> None:
        """Refuse an address of the inside; with `plain` (unencrypted) all but allowed ones. Raises Refused."""
        address = ip_address(ip.partition("%")[0])
        if self._is_allowed(address):
            return
        if plain:
            raise Refused("http:// is for networks that the administrator allowed; use https://")
        if not all(_is_of_the_internet(inner) for inner in (address, *_within(address))) or _is_own(address):
            raise Refused("the address leads inside the network, which the administrator has not allowed")

    def check_url(self, url: str) -> None:
        """Refuse a webhook's address that cannot be used, and look where it leads. Raises BadQuestion."""
        if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
            raise BadQuestion("url", f"must be an address of at most {LONGEST_URL:,} ASCII characters")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise BadQuestion("url", "is no address") from None
        if parts.scheme not in ("https", "http") or not host:
            raise BadQuestion("url", "must begin with https:// and name a host")
        if parts.username or parts.password:
            raise BadQuestion("url", "must not hold a user name or a password")
        try:
            found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise BadQuestion("url", f"there is no host {host[:100]!r}") from None
        for answer in found:
            try:
                self.check(str(answer[4][0]), plain=parts.scheme == "http")
            except Refused as error:
                raise BadQuestion("url", str(error)) from None

    def _is_allowed(self, address: Address) -> bool:
        inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        return any((inner or address) in network for network in self.allowed)


def _within(address: Address) -> Sequence[Address]:
    """The IPv4 addresses that an IPv6 address carries."""
    if isinstance(address, IPv4Address):
        return ()
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or int(address) < 2**32:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


def _is_of_the_internet(address: Address) -> bool:
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _is_own(address: Address) -> bool:
    """Whether it is one of this machine's: only to those can a socket be bound."""
    family = socket.AF_INET if isinstance(address, IPv4Address) else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True
