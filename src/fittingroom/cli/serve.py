"""`fittingroom serve`, `api` and `worker`: the service, whole or in parts."""

import asyncio
import os
import resource
import signal
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from socket import socket

    from fittingroom.db import Database
    from fittingroom.settings import Settings

#: Something that runs until the event is set.
Part = Callable[["Settings", asyncio.Event], Awaitable[None]]

#: Seconds from the signal to stop until the process ends, whatever it is doing.
_PATIENCE = 9.0

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 for any that is free.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (serve, api, worker):
        app.command()(command)


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Run everything: the API, a worker and the periodic work.

    It is ready when GET /healthz answers 200. SIGTERM or Ctrl-C stops it within 10 seconds; jobs that are running go
    back to the queue and are done after the next start.

    Example: fittingroom serve --host 0.0.0.0 --port 8000
    """

    async def everything(settings: "Settings", stop: asyncio.Event) -> None:
        from fittingroom.api.server import take_address
        from fittingroom.worker.service import Worker

        with take_address(host, port) as address:
            async with Worker(settings) as working, asyncio.TaskGroup() as group:
                group.create_task(working.run(stop))
                group.create_task(_serve_api(settings, stop, address))

    _run(everything)


def api(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Run the API alone. Jobs wait until a worker runs.

    Example: fittingroom api --port 8000
    """

    async def answer(settings: "Settings", stop: asyncio.Event) -> None:
        from fittingroom.api.server import take_address
        from fittingroom.db import Database

        with take_address(host, port) as address:
            # The application opens it again; but only here can be said in words what is wrong with it.
            async with await Database.open(settings):
                await _serve_api(settings, stop, address)

    _run(answer)


def worker(
    metrics_port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port that tells Prometheus.")] = None,
    metrics_host: Annotated[str, typer.Option(help="Address to tell it on; 0.0.0.0 for all.")] = "127.0.0.1",
) -> None:
    """Run a worker and the periodic work alone.

    Any number of them may share one database, which FITTINGROOM_DATABASE_URL names where it isn't the embedded one.

    Example: fittingroom worker --metrics-port 9100
    """

    async def work(settings: "Settings", stop: asyncio.Event) -> None:
        from prometheus_client import start_http_server

        from fittingroom.metrics import REGISTRY
        from fittingroom.worker.service import Worker

        if metrics_port is not None:
            start_http_server(metrics_port, metrics_host, REGISTRY)
        async with Worker(settings) as working:
            await working.run(stop)

    _run(work)


async def _serve_api(settings: "Settings", stop: asyncio.Event, address: "socket") -> None:
    from fittingroom.api.app import create_app
    from fittingroom.api.server import make_server

    host, port = address.getsockname()[:2]
    app = create_app(settings)
    server = make_server(app, host, port)
    serving = asyncio.create_task(server.serve([address]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    if server.started:
        shown = "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host
        typer.echo(f"fittingroom serves on http://{shown}:{port} (stop with Ctrl-C)")
        await _invite(settings, app.state.services.database, f"http://{shown}:{port}")
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({stopping, serving}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stop.set()
    await serving


async def _invite(settings: "Settings", database: "Database", url: str) -> None:
    """As long as there is nobody, print the link by which the first administrator signs in."""
    from fittingroom.dashboard import link_path
    from fittingroom.users import Users

    users = Users(database)
    if not await users.any_exist():
        address = (settings.public_url or url).rstrip("/") + link_path(await users.first_link())
        typer.echo(f"Nobody can sign in yet. Open this once to become its administrator:\n{address}")


def _run(part: Part) -> None:
    from fittingroom.engines.registry import UnknownEngine
    from fittingroom.errors import FittingroomError
    from fittingroom.logs import configure_logs
    from fittingroom.settings import Settings
    from fittingroom.tracing import configure_tracing

    settings = Settings()
    configure_logs(form=settings.log_format)
    # A core dump would put strangers' photos on disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        configure_tracing(settings)
        asyncio.run(_until_signal(part, settings))
    except (FittingroomError, UnknownEngine) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


async def _until_signal(part: Part, settings: "Settings") -> None:
    stop = asyncio.Event()

    def on_signal() -> None:
        _end_after(_PATIENCE)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, on_signal)
    await part(settings, stop)


def _end_after(seconds: float) -> None:
    """End the process even if its event loop hangs. No job is lost by that: a silent worker's jobs are tried again."""
    timer = threading.Timer(seconds, os._exit, (1,))
    timer.daemon = True
    timer.start()
