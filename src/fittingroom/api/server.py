"""The HTTP server that carries the application."""

import uvicorn
from fastapi import FastAPI

_STOP_SECONDS = 5  # for answers under way; all of `serve` has ten


def make_server(app: FastAPI, host: str, port: int) -> uvicorn.Server:
    """A server whose `serve()` runs until it is told to stop.

    Its own access log is off: it would write whole addresses, and those of outputs carry their signature.
    """
    return uvicorn.Server(
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
