"""A server that receives webhooks, on a real socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """What came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """What came so far, and with which statuses to answer: the last of them from then on."""

    port: int
    statuses: list[int]
    messages: list[Message] = field(default_factory=list)

    def url(self, path: str = "/hooks?token=hush", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@asynccontextmanager
async def receiving(*statuses: int, silent: bool = False) -> AsyncIterator[Receiver]:
    """A receiver on 127.0.0.1; `silent`: it takes messages and doesn't answer."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            body = await reader.readexactly(int(headers["content-length"]))
            found.messages.append(Message(head[0].split()[1], headers, body))
            if silent:
                await reader.read()
                return
            status = found.statuses[min(len(found.messages), len(found.statuses)) - 1]
            location = f"Location: {found.url('/elsewhere')}\r\n" if status == 302 else ""
            writer.write(f"HTTP/1.1 {status} So\r\n{location}Content-Length: 0\r\n\r\n".encode())
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    found = Receiver(server.sockets[0].getsockname()[1], list(statuses) or [200])
    try:
        yield found
    finally:
        server.close()
