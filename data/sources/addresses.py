"""Addresses that may be asked: http(s), to hosts of the public internet, or to hosts that the editor allowed by name."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Iterable
from urllib.parse import SplitResult, urlsplit, urlunsplit

from errors import SourceError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_NUMBER = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)")  # a host whose last label is one is taken for IPv4 by browsers
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # holds an IPv4 address in its last 32 bits, RFC 6052
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


def checked_url(url: str, allowed: Collection[str] = ()) -> SplitResult:
    """The parts of `url`, where it may be asked. Raises SourceError (`refused_address`) where it may not.

    A name is not looked up here: `checked_addresses` judges what it resolves to, at the moment of connecting.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, host_of(parts)
    except ValueError as error:
        raise refused(url, f"it is no address: {error}") from None
    if parts.scheme not in _PORTS:
        raise refused(url, f"it begins with {parts.scheme or 'no scheme'}; only http and https are read")
    if not host or _UNSAFE.search(url) or port == 0:
        raise refused(url, "it is no whole address; it must look like https://news.example/feed.xml")
    if host in allowed:
        return parts
    literal = _literal(host)
    if literal is None and _NUMBER.fullmatch(host):
        raise refused(url, "its host is a number in an unusual spelling")
    if literal is not None and is_inside(literal):
        raise refused(url, f"{literal} is inside, not on the public internet; {_hint(host)}")
    return parts


def checked_addresses(host: str, found: Iterable[str], allowed: Collection[str] = ()) -> list[str]:
    """`found`, the addresses that `host` resolves to, where all may be asked. Raises SourceError where one may not."""
    addresses = list(dict.fromkeys(found))
    if _bare(host) not in allowed:
        for address in addresses:
            if is_inside(ipaddress.ip_address(address.partition("%")[0])):
                told = f"{host} is not read: it resolves to {address}, which is inside, not on the public internet; "
                raise SourceError(told + _hint(host), host, "refused_address")
    return addresses


def is_inside(address: Address) -> bool:
    """Whether `address` is anything but one public host: loopback, private, link-local, multicast, reserved, ...

    An IPv6 address that carries an IPv4 one (mapped, 6to4, Teredo, NAT64) is inside where that one is.
    """
    if isinstance(address, ipaddress.IPv6Address):
        carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(inner is not None and is_inside(inner) for inner in carried):
            return True
        if address.ipv4_mapped is not None:
            return False
    return not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified


def shown_url(url: str) -> str:
    """`url` for messages: without password, query and fragment, where tokens stand."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that can't be read"
    netloc = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, netloc, parts.path, "…" if parts.query else "", ""))[:500]


def origin_of(parts: SplitResult) -> tuple[str, str, int]:
    """Scheme, host and port: a token for one origin is sent to no other."""
    return parts.scheme, host_of(parts), parts.port or _PORTS[parts.scheme]


def host_of(parts: SplitResult) -> str:
    """The host in lower case, without the dot that may end it."""
    return _bare(parts.hostname or "")


def refused(url: str, why: str) -> SourceError:
    """The error for an address that may not be asked."""
    return SourceError(f"{shown_url(url)} is not read: {why}", shown_url(url), "refused_address")


def _bare(host: str) -> str:
    return host.lower().removesuffix(".")


def _hint(host: str) -> str:
    return f"put {_bare(host)} into allow_hosts if it is meant"


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
