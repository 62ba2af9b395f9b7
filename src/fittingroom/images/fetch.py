"""Fetch an image from a URL that a stranger chose, without letting them reach the host's own network.

At every hop the name is resolved once, all of its addresses are checked, and the connection goes to one of exactly
those: there is no second look-up that could answer otherwise (DNS rebinding). Host header and TLS name stay those of
the URL. Proxies and other settings of the environment play no part.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address

import certifi
import httpcore
import httpx

from fittingroom.errors import ImageLoadError
from fittingroom.images.addresses import Address, may_connect
from fittingroom.settings import Settings

log = logging.getLogger(__name__)
# At DEBUG the HTTP library writes each answer's headers down, and with them the query strings of redirects.
logging.getLogger("httpcore").setLevel(logging.INFO)

#: Answers every address of a host name.
Resolve = Callable[[str, int], Awaitable[Sequence[Address]]]

_MAX_REDIRECTS = 5
_MAX_URL_LENGTH = 8192
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = (
    # Compressed answers could unfold to any size; pictures are compressed already.
    (b"Accept-Encoding", b"identity"),
    (b"Accept", b"image/*,*/*;q=0.5"),
    (b"User-Agent", b"fittingroom"),
    (b"Connection", b"close"),
)


class _Refused(Exception):
    """Why a fetch ended, in words that go after the name of the image."""


async def resolve_by_system(host: str, port: int) -> Sequence[Address]:
    """The addresses that the machine's own resolver gives for `host`. Raises OSError where there is none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(sockaddr[0]) for *_, sockaddr in found]


class Fetcher:
    """Fetches images by URL; keeps no connection and no cookie from one fetch to the next."""

    def __init__(
        self, settings: Settings, resolve: Resolve = resolve_by_system, ssl_context: ssl.SSLContext | None = None
    ) -> None:
        self._settings = settings
        self._ssl_context = ssl_context or _trust()
        self._backend = _GuardedBackend(settings, resolve)

    async def fetch(self, url: str, what: str) -> bytes:
        """The bytes behind `url`. `what` names the image in errors, for example "Model image".

        Raises ImageLoadError, always within `settings.fetch_timeout_seconds`.
        """
        host = "?"
        try:
            async with asyncio.timeout(self._settings.fetch_timeout_seconds):
                target = _parse(url)
                host = target.host
                return await self._follow(target)
        except _Refused as refused:
            reason = str(refused)
        except TimeoutError:
            reason = f"took longer than {self._settings.fetch_timeout_seconds:g} seconds to arrive"
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            reason = "could not be fetched: " + _connection_trouble(error)
        log.info("fetch from %r refused: %s", host, reason)
        raise ImageLoadError(f"{what} {reason}.")

    async def _follow(self, target: httpx.URL) -> bytes:
        for _ in range(_MAX_REDIRECTS + 1):
            async with self._get(target) as response:
                location = _header(response, b"location")
                if response.status not in _REDIRECTS or not location:
                    return await self._read(response)
            target = _parse(location, base=target)
        raise _Refused(f"was redirected more than {_MAX_REDIRECTS} times")

    @asynccontextmanager
    async def _get(self, target: httpx.URL) -> AsyncIterator[httpcore.Response]:
        url = httpcore.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path)
        headers = [(b"Host", target.netloc), *_HEADERS]
        # A pool for each hop: no hop can ride on a connection that was checked for another.
        async with (
            httpcore.AsyncConnectionPool(
                ssl_context=self._ssl_context, network_backend=self._backend, max_connections=1
            ) as pool,
            pool.stream("GET", url, headers=headers) as response,
        ):
            yield response

    async def _read(self, response: httpcore.Response) -> bytes:
        limit = self._settings.max_image_bytes
        if response.status != 200:
            raise _Refused(f"could not be fetched: its server answered {response.status}")
        if _header(response, b"content-encoding").lower() not in ("", "identity"):
            raise _Refused("was sent compressed, which is not accepted")
        declared = _header(response, b"content-length")
        if declared.isdecimal() and int(declared) > limit:
            raise _Refused(_too_large(limit))
        body = bytearray()
        async for chunk in response.aiter_stream():
            body += chunk
            if len(body) > limit:
                raise _Refused(_too_large(limit))
        return bytes(body)


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections only to addresses that were checked, and only to those."""

    def __init__(self, settings: Settings, resolve: Resolve) -> None:
        self._settings = settings
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
        """Resolve, check every answer, connect to the first that listens."""
        addresses = await self._checked(host, port)
        # One address that swallows packets must not use up the time of the others.
        timeout = self._settings.fetch_timeout_seconds / (len(addresses) + 1)
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
            raise _Refused("could not be fetched: its host name was not found") from None
        # One refused address refuses the name: a name that mixes public and private ones means no good.
        if not addresses or not all(may_connect(each, port, self._settings.fetch_allow) for each in addresses):
            raise _Refused("could not be fetched: its URL does not lead to a public web address")
        return addresses


async def _verify_peer(stream: httpcore.AsyncNetworkStream, address: Address) -> None:
    peer = stream.get_extra_info("server_addr")
    if not peer or ip_address(peer[0]) != address:
        await stream.aclose()
        raise _Refused("could not be fetched: the connection went astray")


def _trust() -> ssl.SSLContext:
    """The machine's certificate authorities, and the usual public ones for machines that have none."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _parse(text: str, base: httpx.URL | None = None) -> httpx.URL:
    if len(text) > _MAX_URL_LENGTH:
        raise _Refused(f"has a URL of more than {_MAX_URL_LENGTH} characters")
    try:
        url = base.join(text) if base else httpx.URL(text)
        url.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError, TypeError):
        raise _Refused("has a URL that cannot be read") from None
    if url.port is not None and not 0 < url.port < 2**16:
        raise _Refused("has a URL whose port is not 1 to 65535")
    if url.scheme not in ("http", "https") or not url.host:
        raise _Refused("needs a URL that starts with http:// or https://")
    if url.userinfo:
        raise _Refused("has a URL with a user name or password in it, which is not accepted")
    return url


def _header(response: httpcore.Response, name: bytes) -> str:
    return next((value for key, value in response.headers if key.lower() == name), b"").decode("latin-1").strip()


def _too_large(limit: int) -> str:
    return f"is larger than {limit / 2**20:g} MiB"


def _connection_trouble(error: Exception) -> str:
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ssl.SSLError):
            return "its server's certificate or encryption was not accepted"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ProtocolError):
        return "its server broke off or did not speak HTTP"
    return "its server could not be reached"
