"""Fetch an image from a URL that a stranger chose, without letting them reach the host's own network.

Every hop's connection is guarded anew (`network`). Host header and TLS name stay those of the URL.
"""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpcore
import httpx

from fittingroom.errors import ImageLoadError
from fittingroom.network import (
    TROUBLE,
    GuardedBackend,
    Refused,
    Resolve,
    Unreachable,
    connection_trouble,
    read_url,
    resolve_by_system,
    trust,
)
from fittingroom.settings import Settings

log = logging.getLogger(__name__)

_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = (
    # Compressed answers could unfold to any size; pictures are compressed already.
    (b"Accept-Encoding", b"identity"),
    (b"Accept", b"image/*,*/*;q=0.5"),
    (b"User-Agent", b"fittingroom"),
    (b"Connection", b"close"),
)


class Fetcher:
    """Fetches images by URL; keeps no connection and no cookie from one fetch to the next."""

    def __init__(
        self, settings: Settings, resolve: Resolve = resolve_by_system, ssl_context: ssl.SSLContext | None = None
    ) -> None:
        self._settings = settings
        self._ssl_context = ssl_context or trust()
        self._backend = GuardedBackend(settings.fetch_allow, settings.fetch_timeout_seconds, resolve)

    async def fetch(self, url: str, what: str) -> bytes:
        """The bytes behind `url`. `what` names the image in errors, for example "Model image".

        Raises ImageLoadError, always within `settings.fetch_timeout_seconds`.
        """
        host = "?"
        try:
            async with asyncio.timeout(self._settings.fetch_timeout_seconds):
                target = read_url(url)
                host = target.host
                return await self._follow(target)
        except Unreachable as refused:
            reason = f"could not be fetched: {refused}"
        except Refused as refused:
            reason = str(refused)
        except TimeoutError:
            reason = f"took longer than {self._settings.fetch_timeout_seconds:g} seconds to arrive"
        except TROUBLE as error:
            reason = "could not be fetched: " + connection_trouble(error)
        log.info("fetch from %r refused: %s", host, reason)
        raise ImageLoadError(f"{what} {reason}.")

    async def _follow(self, target: httpx.URL) -> bytes:
        for _ in range(_MAX_REDIRECTS + 1):
            async with self._get(target) as response:
                location = _header(response, b"location")
                if response.status not in _REDIRECTS or not location:
                    return await self._read(response)
            target = read_url(location, base=target)
        raise Refused(f"was redirected more than {_MAX_REDIRECTS} times")

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
            raise Refused(f"could not be fetched: its server answered {response.status}")
        if _header(response, b"content-encoding").lower() not in ("", "identity"):
            raise Refused("was sent compressed, which is not accepted")
        declared = _header(response, b"content-length")
        if declared.isdecimal() and int(declared) > limit:
            raise Refused(_too_large(limit))
        body = bytearray()
        async for chunk in response.aiter_stream():
            body += chunk
            if len(body) > limit:
                raise Refused(_too_large(limit))
        return bytes(body)


def _header(response: httpcore.Response, name: bytes) -> str:
    return next((value for key, value in response.headers if key.lower() == name), b"").decode("latin-1").strip()


def _too_large(limit: int) -> str:
    return f"is larger than {limit / 2**20:g} MiB"
