"""How the server is, for administrators: queue, workers, engine, models, storage, ledger."""

import asyncio

from fastapi import APIRouter, Request, Response

from fittingroom.dashboard.pages import render
from fittingroom.dashboard.rooms import Opened
from fittingroom.dashboard.visitors import Administrator
from fittingroom.engines.registry import ENGINES
from fittingroom.models.store import open_store
from fittingroom.tryon.kinds import Category

router = APIRouter()


@router.get("/server")
async def show_server(request: Request, visitor: Administrator, rooms: Opened) -> Response:
    """All of it at this moment."""
    store = open_store(rooms.settings)
    states = await asyncio.to_thread(lambda: [(model, store.state(model)) for model in store.models.values()])
    count, size = await rooms.outputs.size()
    return render(
        request,
        "server.html",
        crowd=await rooms.jobs.crowd(),
        stale=rooms.settings.stale_seconds,
        abilities=await rooms.abilities.find(),
        engines=ENGINES,
        auto=Category.AUTO,
        models=states,
        outputs=count,
        bytes=size,
        hours=rooms.settings.output_hours,
        where=(rooms.settings.storage_url or "file").partition(":")[0],
        database="external" if rooms.settings.database_url else "embedded",
        disagreements=await rooms.credits.audit(),
    )
