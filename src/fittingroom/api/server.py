"""The HTTP server that carries the application."""

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

_STOP_SECONDS = 5  # for answers under way; all of `serve` has ten


class Server(uvicorn.Server):
    """Stops when `should_exit` is set. Signals are left to the command, which may have more to stop than this."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

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
        uvicorn.Config(
            app,
            host=host,
            port=port,
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
    )
