"""The application: routes and middleware, on services that live as long as it runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from fittingroom.api.body import Linger
from fittingroom.api.envelope import Envelope
from fittingroom.api.errors import register_error_handlers
from fittingroom.api.routes import credits, events, health, jobs, metrics, openapi, outputs, status, tryon
from fittingroom.api.services import open_services
from fittingroom.clock import Clock
from fittingroom.dashboard import mount_dashboard, open_dashboard
from fittingroom.documentation import Library
from fittingroom.documentation import router as documentation
from fittingroom.settings import Settings

_BASE = "/api/v1"


def create_app(settings: Settings, *, clock: Clock | None = None) -> FastAPI:
    """The TryItOn API over `settings`, and the dashboard beside it.

    Database and storage are opened when it starts and closed when it stops.

    `clock` None: the database server's own, which all machines share.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_services(settings, clock) as services:
            app.state.services = services
            app.state.library = await Library.open(services.database)
            open_dashboard(pages, services.database, services.changes)
            yield

    app = FastAPI(lifespan=lifespan, openapi_url=None, redirect_slashes=False)
    app.add_middleware(Linger, most=settings.max_body_bytes)
    app.add_middleware(Envelope)  # added last, so outermost
    register_error_handlers(app)
    for router in (tryon.router, status.router, events.router, jobs.router, credits.router):
        app.include_router(router, prefix=_BASE)
    app.include_router(outputs.router)
    app.include_router(health.router)
    app.include_router(metrics.router)
    app.include_router(openapi.router)
    app.include_router(documentation)
    pages = mount_dashboard(app)
    return app
