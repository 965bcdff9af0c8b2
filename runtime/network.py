"""Connections: which IP addresses a host may have, what a whole answer may take, and why there is no connection.

A host's addresses are looked up here, checked, and the checked one is connected to, so that no second look-up can
give another (G-21, A-22); TLS still checks the certificate against the host's name. Nothing of the environment is
used: no proxy, no netrc, no SSL_CERT_FILE, no SSLKEYLOGFILE (A-29).
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import lru_cache

import certifi
import httpcore
import httpx

__all__ = ["Deadline", "Forbidden", "Reach", "Resolve", "connect_trouble", "looked_up", "transport"]

Resolve = Callable[[str, int], list[str]]
"""The IP addresses of a host for a port, as text; OSError where there are none."""

_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
# Cloud machines answer requests for their own credentials at these; link-local ones are refused as a whole.
_METADATA = frozenset({"fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"})
_METADATA_NAMES = frozenset({"metadata", "metadata.google.internal", "metadata.goog", "instance-data"})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Reach(Enum):
    """Where the addresses of a host may lie."""

    LOOPBACK = "loopback"  # a host of this machine by its name
    CHOSEN = "chosen"  # written in flowc.toml by the user: anywhere but where clouds hand out credentials
    PUBLIC = "public"  # named by a profile: the public internet


class Forbidden(Exception):
    """A host has an address that it may not have; nothing was connected to."""


class Deadline(threading.local):
    """When the answer that this thread waits for must be complete (`time.monotonic`); None: no such time."""

    at: float | None = None

    def left(self, timeout: float | None) -> float | None:
        """The timeout of one read or write, cut to what is left. `httpcore.ReadTimeout` where nothing is."""
        if self.at is None:
            return timeout
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the answer took too long")
        return left if timeout is None else min(left, timeout)


def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a host, as the machine's resolver gives them. OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def transport(
    reach: Mapping[str, Reach], resolve: Resolve, deadline: Deadline, keepalive: float
) -> httpx.BaseTransport:
    """HTTP/1.1 over checked connections. `reach` is by host; a host that is not in it counts as PUBLIC."""
    made = httpx.HTTPTransport(verify=_tls(), trust_env=False)
    # httpx has no public way to hand httpcore a network backend; a test notices if this stops working.
    made._pool = httpcore.ConnectionPool(
        ssl_context=_tls(), keepalive_expiry=keepalive, network_backend=_Checked(reach, resolve, deadline)
    )
    return made


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """TLS as a client, with certificates and names checked against the bundled authorities."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(certifi.where())
    return context


class _Checked(httpcore.NetworkBackend):
    """Looks a host up, checks every address it has, and connects to one of those."""

    def __init__(self, reach: Mapping[str, Reach], resolve: Resolve, deadline: Deadline) -> None:
        self._reach, self._resolve, self._deadline = reach, resolve, deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        reach = self._reach.get(host.strip("[]").lower(), Reach.PUBLIC)
        try:
            addresses = self._resolve(host.strip("[]"), port)
        except OSError as unknown:
            raise httpcore.ConnectError(str(unknown)) from unknown
        for address in addresses:
            _check(host, address, reach)
        failed: Exception = httpcore.ConnectError("the host has no address")
        for address in addresses:
            try:
                stream = self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
                return _Timed(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as broken:
                failed = broken
        raise failed


class _Timed(httpcore.NetworkStream):
    """A stream whose reads and writes end with the deadline: each timeout alone starts anew at every byte (F-42)."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Timed(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _check(host: str, address: str, reach: Reach) -> None:
    """Forbidden unless the host may have this address."""
    ip = _embedded(ipaddress.ip_address(address.partition("%")[0]))
    if host.rstrip(".").lower() in _METADATA_NAMES or ip.is_link_local or str(ip) in _METADATA:
        raise Forbidden(f"{host} is at {address}, where clouds hand out credentials; no system is asked there")
    if reach is Reach.LOOPBACK and not ip.is_loopback:
        raise Forbidden(f"{host} should be this machine, but is at {address}")
    if ip.is_multicast or ip.is_unspecified or ip.is_reserved:
        raise Forbidden(f"{host} is at {address}, which is no address of a server")
    if reach is Reach.PUBLIC and not ip.is_global:
        raise Forbidden(
            f"{host} is at {address}, inside a private network, though the profile names it as a public address; "
            "write the address in flowc.toml if that is meant"
        )


def _embedded(ip: _Ip) -> _Ip:
    """The IPv4 address that an IPv6 one stands for, where it does; else the address."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)


def connect_trouble(host: str, broken: BaseException) -> str:
    """Why there is no connection, for a person, in one line."""
    causes = _causes(broken)
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return f"the host {host} is not known: is the address right?"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of {host} is not trusted: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return f"{host} does not speak TLS as expected: is it https, and is the port right?"
        if isinstance(cause, ConnectionRefusedError):
            return f"{host} refuses the connection: does it run, and is the port right?"
    if isinstance(broken, httpx.TimeoutException):
        return f"{host} did not answer the connection in time"
    return f"no connection to {host}: {broken}"


def _causes(broken: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = broken
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found
