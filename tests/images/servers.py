"""Web servers that misbehave in one way each, on real sockets."""

import asyncio
import datetime
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

#: Writes an answer to a request whose head has been read.
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """Where it listens, and the heads of the requests that came."""

    host: str
    port: int
    requests: list[str] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str = "/picture.png", host: str | None = None, scheme: str = "http") -> str:
        return f"{scheme}://{host or self.host}:{self.port}{path}"


@asynccontextmanager
async def serving(
    answer: Answer, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """A server on `host` that gives every request the same answer."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.connections += 1
        try:
            found.requests.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
            await answer(writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, host, port, ssl=tls)
    found = Server(host, server.sockets[0].getsockname()[1])
    try:
        yield found
    finally:
        server.close()


def says(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> Answer:
    """An answer with this body; `length` is what it claims to be."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers, "", ""]
        writer.write("\r\n".join(lines).encode() + body)

    return answer


def redirects(to: str, status: str = "302 Found") -> Answer:
    """An answer that sends the client elsewhere."""
    return says(b"", f"Location: {to}", status=status)


def raw(data: bytes) -> Answer:
    """An answer of just these bytes."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return answer


async def trickles(writer: asyncio.StreamWriter) -> None:
    """Promise a body, send one byte of it, and stay silent until the client goes."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")
    await writer.drain()
    await writer.wait_closed()


async def never_ends(writer: asyncio.StreamWriter) -> None:
    """Send a body of chunks until the client goes."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"2000\r\n" + bytes(0x2000) + b"\r\n")
        await writer.drain()


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's TLS with a certificate for `name`, and a client's that trusts it and nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain)
    return server, ssl.create_default_context(cafile=str(chain))
