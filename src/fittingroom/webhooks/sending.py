"""One message to one address that a stranger chose."""

import asyncio
import ssl
from collections.abc import Mapping

import httpcore

from fittingroom import __version__
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


class Unsent(Exception):
    """There was no answer; the message says why, in words safe to show."""


class Sender:
    """Posts messages. Follows no redirect, reads no answer's body, keeps no connection."""

    def __init__(
        self, settings: Settings, resolve: Resolve = resolve_by_system, ssl_context: ssl.SSLContext | None = None
    ) -> None:
        self._seconds = settings.webhook_timeout_seconds
        self._ssl_context = ssl_context or trust()
        self._backend = GuardedBackend(settings.fetch_allow, self._seconds, resolve)

    async def send(self, url: str, body: str, headers: Mapping[str, str]) -> int:
        """The status of the answer. Raises Unsent, always within `settings.webhook_timeout_seconds`."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._post(url, body.encode(), headers)
        except Unreachable as refused:
            reason = str(refused)
        except Refused as refused:
            reason = f"it {refused}"
        except TimeoutError:
            reason = f"its server took longer than {self._seconds:g} seconds to answer"
        except TROUBLE as error:
            reason = connection_trouble(error)
        raise Unsent(reason[0].upper() + reason[1:] + ".")

    async def _post(self, address: str, body: bytes, headers: Mapping[str, str]) -> int:
        url = read_url(address)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = [
            (b"Host", url.netloc),
            (b"Content-Type", b"application/json"),
            (b"Content-Length", str(len(body)).encode()),
            (b"User-Agent", f"fittingroom/{__version__}".encode()),
            (b"Connection", b"close"),
            *((name.encode(), value.encode()) for name, value in headers.items()),
        ]
        async with (
            httpcore.AsyncConnectionPool(
                ssl_context=self._ssl_context, network_backend=self._backend, max_connections=1
            ) as pool,
            pool.stream("POST", target, headers=sent, content=body) as response,
        ):
            return response.status
