"""The HTTP server that carries the application."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from fittingroom.api.services import Services
from fittingroom.errors import FittingroomError

_STOP_SECONDS = 5  # for answers under way; all of `serve` has ten


class CannotListen(FittingroomError):
    """The address and port can't be had; the message says why."""


def take_address(host: str, port: int) -> socket.socket:
    """A socket that has the address, so that a port in use is known before anything else is begun.

    It does not listen yet: nobody is kept waiting. Raises CannotListen.
    """
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        raise CannotListen(f"Can't listen on {host}, port {port}: {error.strerror}. See --host and --port.") from None
    return taken


class Server(uvicorn.Server):
    """Stops when `should_exit` is set. Signals are left to the command, which may have more to stop than this."""

    def __init__(self, app: FastAPI, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._app = app

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop, without waiting for answers that are held back until jobs change."""
        services: Services | None = getattr(self._app.state, "services", None)
        if services:
            services.changes.close()
        await super().shutdown(sockets)

    @property
    def port(self) -> int:
        """The port that it listens on, once it is `started`; of use where port 0 was asked for."""
        port: int = self.servers[0].sockets[0].getsockname()[1]
        return port


def make_server(app: FastAPI, host: str, port: int) -> Server:
    """A server whose `serve()` runs until `should_exit` is set.

    Its own access log is off: it would write whole addresses, and those of outputs carry their signature.
    """
    return Server(
        app,
        uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
        ),
    )
