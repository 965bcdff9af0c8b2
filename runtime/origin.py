"""Where requests may go: addresses and links as text, decided without asking the network. Pure.

A system's secrets go to its own origin and below its own path only (G-20). `network` checks what names resolve to.
"""

from __future__ import annotations

import ipaddress
import re
import urllib.parse

import httpx

from .errors import UsageError

__all__ = ["checked_address", "is_local", "protected_address", "same_origin"]

_PORTS = {"https": 443, "http": 80}
_FILES = frozenset({"sqlite", "file"})
_DATABASES = frozenset({"postgresql", "postgres", "mysql", "mariadb"})  # without a host they use a local socket


def same_origin(address: str, link: str) -> str:
    """The absolute link, if it lies below the address: same scheme, host and port, path under the address's.

    ValueError otherwise, and for anything a parser could read in two ways: other than printable ASCII,
    backslashes, a user part, a trailing dot, encoded dots and slashes, `.` and `..` segments (A-20).
    """
    if any(not "!" <= char <= "~" or char == "\\" for char in link):
        raise ValueError("it has characters that do not belong in an address")
    path = link.partition("://")[2].partition("?")[0].partition("#")[0].partition("/")[2]
    if re.search(r"%(2e|2f|5c)", path, re.I) or {".", ".."} & set(path.split("/")):
        raise ValueError("its path climbs or hides separators")
    try:
        base, url = httpx.URL(address), httpx.URL(link)
    except httpx.InvalidURL:
        raise ValueError("it is no address") from None
    if url.userinfo or _origin(url) != _origin(base):
        raise ValueError("it leads to another server")
    prefix = base.path.rstrip("/")
    if url.path != prefix and not url.path.startswith(f"{prefix}/"):
        raise ValueError("it leads out of the system's address")
    return str(url)


def _origin(url: httpx.URL) -> tuple[str, bytes, int | None]:
    return url.scheme, url.raw_host, url.port or _PORTS.get(url.scheme)


def checked_address(system: str, address: str) -> str:
    """The address without a slash at its end. UsageError unless it is plain http or https with a host."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    odd = re.search(r"[\s\\@]", address)  # parsers differ on what the host is
    if odd or url.scheme not in _PORTS or not url.host or url.userinfo or url.query or url.fragment:
        raise UsageError(f"{system}: an address must look like https://host/path, without user or query")
    return address.rstrip("/")


def protected_address(system: str, address: str, insecure: bool) -> str:
    """The address again. UsageError where secrets would travel unencrypted over a network."""
    if not insecure and httpx.URL(address).scheme == "http" and not is_local(address):
        raise UsageError(
            f"{system}: {httpx.URL(address).host} is asked by plain http, so everyone on the way can read the secrets "
            f"and change the answers; use https, or say `insecure = true` in [systems.{system}] if you know the network"
        )
    return address


def is_local(address: str) -> bool:
    """Whether an address is on this machine by its own words: a loopback host, a database file, a local socket.

    Nothing is looked up: a name is local only if it is `localhost`. False for what is no address.
    """
    if re.search(r"[\s\\]", address) or address.count("@") > 1:  # parsers differ on what the host is
        return False
    try:
        url = urllib.parse.urlsplit(address)
        host = url.hostname or ""
        asked = urllib.parse.parse_qs(url.query).get("host", [])
    except ValueError:
        return False
    scheme = url.scheme.partition("+")[0]
    if scheme in _FILES:
        return not host or _is_loopback(host)
    if scheme in _DATABASES:
        return all(not name or name.startswith("/") or _is_loopback(name) for name in (host, *asked))
    return scheme in _PORTS and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
