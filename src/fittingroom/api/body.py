"""Reading a body no further than its limit, and hanging up on the rest without losing the answer."""

import asyncio
from contextlib import suppress

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fittingroom.errors import PayloadTooLarge

_LINGER_SECONDS = 5.0


async def read_body(request: Request, limit: int) -> bytearray:
    """The whole body. Raises PayloadTooLarge as soon as it is known to pass `limit` bytes, before reading on."""
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise _too_large(limit)
    body = bytearray()
    async for chunk in request.stream():
        if len(body) + len(chunk) > limit:
            raise _too_large(limit)
        body += chunk
    return body


def _too_large(limit: int) -> PayloadTooLarge:
    return PayloadTooLarge(f"The body is larger than {limit / 2**20:g} MiB. Send large images by URL.")


class Linger:
    """ASGI middleware for answers that are given before the body was read.

    Closing a connection on a client that is still sending makes it lose the answer. So the answer goes out at once,
    then what the client still sends is thrown away, up to `most` bytes and for some seconds, then the connection ends.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            return await self._app(scope, receive, send)
        unread = True

        async def receive_noting_the_end() -> Message:
            nonlocal unread
            message = await receive()
            unread = unread and message["type"] == "http.request" and bool(message.get("more_body"))
            return message

        async def send_lingering(message: Message) -> None:
            if unread and message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Connection"] = "close"
            ends = message["type"] == "http.response.body" and not message.get("more_body")
            if unread and ends:
                await send({**message, "more_body": True})
                await self._discard(receive)
                message = {"type": "http.response.body"}
            await send(message)

        await self._app(scope, receive_noting_the_end, send_lingering)

    async def _discard(self, receive: Receive) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_LINGER_SECONDS):
                left, message = self._most, await receive()
                while left > 0 and message["type"] == "http.request" and message.get("more_body"):
                    left -= len(message["body"])
                    message = await receive()


def _has_body(headers: Headers) -> bool:
    return "Transfer-Encoding" in headers or headers.get("Content-Length", "0") != "0"
