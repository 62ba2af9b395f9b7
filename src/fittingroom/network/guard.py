"""Opens connections only to addresses that were checked.

A name is resolved once, all of its addresses are checked, and the connection goes to one of exactly those: there is no
second look-up that could answer otherwise (DNS rebinding). Proxies and other settings of the environment play no part.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from ipaddress import ip_address

import certifi
import httpcore

from fittingroom.network.addresses import Address, Network, may_connect

# At DEBUG the HTTP library writes each answer's headers down, and with them the query strings of redirects.
logging.getLogger("httpcore").setLevel(logging.INFO)

#: Answers every address of a host name.
Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]

#: What an httpcore pool on a guarded backend may raise, besides Refused and TimeoutError.
TROUBLE = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError)


class Refused(Exception):
    """Why an address is not connected to, in words that are safe to show."""


class Unreachable(Refused):
    """Refused, in words that go after "could not be fetched: " or the like."""


async def resolve_by_system(host: str, port: int) -> Sequence[Address]:
    """The addresses that the machine's own resolver gives for `host`. Raises OSError where there is none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(sockaddr[0]) for *_, sockaddr in found]


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses, and to those inside a network of `allow`; `seconds` are for all tries together."""

    def __init__(self, allow: Sequence[Network], seconds: float, resolve: Resolve = resolve_by_system) -> None:
        self._allow = allow
        self._seconds = seconds
        self._resolve = resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check every answer, connect to the first that listens. Raises Unreachable."""
        addresses = await self._checked(host, port)
        # One address that swallows packets must not use up the time of the others.
        timeout = self._seconds / (len(addresses) + 1)
        failure: Exception = OSError("no address")
        for address in addresses:
            try:
                stream = await self._network.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            await _verify_peer(stream, address)
            return stream
        raise failure

    async def _checked(self, host: str, port: int) -> Sequence[Address]:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError, ValueError):
            raise Unreachable("its host name was not found") from None
        # One refused address refuses the name: a name that mixes public and private ones means no good.
        if not addresses or not all(may_connect(each, port, self._allow) for each in addresses):
            raise Unreachable("its URL does not lead to a public web address")
        return addresses


async def _verify_peer(stream: httpcore.AsyncNetworkStream, address: Address) -> None:
    peer = stream.get_extra_info("server_addr")
    if not peer or ip_address(peer[0]) != address:
        await stream.aclose()
        raise Unreachable("the connection went astray")


def trust() -> ssl.SSLContext:
    """The machine's certificate authorities, and the usual public ones for machines that have none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def connection_trouble(error: Exception) -> str:
    """Words for one of `TROUBLE`."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ssl.SSLError):
            return "its server's certificate or encryption was not accepted"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ProtocolError):
        return "its server broke off or did not speak HTTP"
    return "its server could not be reached"
