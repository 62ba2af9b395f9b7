"""The playground: the same requests as the API's, asked for in the browser, at the account's cost."""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from fittingroom.accounts import Caller
from fittingroom.dashboard.advice import advice
from fittingroom.dashboard.forms import read_body
from fittingroom.dashboard.pages import address_of, go, render
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.dashboard.visitors import SignedIn
from fittingroom.errors import NotFound
from fittingroom.jobs import Job, Status, Submission
from fittingroom.tryon.kinds import GarmentPhotoType, Haircut, Kind, Mode, ModerationLevel, OutputFormat
from fittingroom.tryon.requests import parse

router = APIRouter()

#: Seconds of silence after which a comment is sent, so that nothing between takes the connection for dead.
KEEP_ALIVE = 15.0
#: Seconds after which a stream ends in any case; a browser comes back by itself.
LONGEST = 3600.0
#: Pictures to begin with: file, what it shows.
PEOPLE = (("astronaut.jpg", "An astronaut"),)
GARMENTS = (("jumper.jpg", "A jumper"), ("tshirt.jpg", "A T-shirt"))


@router.get("/playground")
async def show_playground() -> Response:
    """Clothes first."""
    return go("/playground/fashion")


@router.get("/playground/{kind}")
async def show_kind(request: Request, visitor: SignedIn, rooms: Opened, kind: str) -> Response:
    """The form for one kind of try-on."""
    abilities = await rooms.abilities.find()
    balance = await rooms.credits.balance(visitor.account_id)
    return render(
        request,
        "playground.html",
        kind=_kind(kind),
        kinds=Kind,
        abilities=abilities,
        balance=balance,
        people=PEOPLE,
        garments=GARMENTS,
        photo_types=GarmentPhotoType,
        address=address_of(request),
        haircuts=Haircut,
        modes=Mode,
        formats=OutputFormat,
        levels=ModerationLevel,
    )


@router.post("/playground/{kind}")
async def submit(request: Request, visitor: SignedIn, rooms: Opened, kind: str) -> dict[str, Any]:
    """Take on a job: the body is the API's, and so are its limits and its price."""
    asked = parse(_kind(kind), bytearray(await read_body(request, rooms.settings.max_body_bytes)))
    accepted = await rooms.jobs.submit(Caller(visitor.account_id), Submission.of(asked, address_of(request)))
    return {"id": accepted.id}


@router.get("/playground/jobs/{job_id}")
async def look(visitor: SignedIn, rooms: Opened, job_id: str) -> dict[str, Any]:
    """How a job stands, for a page that waits for it."""
    return _state(await rooms.jobs.get(visitor.account_id, job_id), rooms)


@router.get("/playground/jobs/{job_id}/events")
async def follow(visitor: SignedIn, rooms: Opened, job_id: str) -> StreamingResponse:
    """The same as Server-Sent Events: at once, and at each change up to the job's end."""
    job = await rooms.jobs.get(visitor.account_id, job_id)
    rooms.changes.ensure_room(visitor.account_id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_tell(job, rooms), media_type="text/event-stream", headers=headers)


async def _tell(job: Job, rooms: Rooms) -> AsyncIterator[str]:
    async with aclosing(rooms.changes.follow(job.account_id, job.id, LONGEST, KEEP_ALIVE)) as following:
        async for now in following:
            yield f"data: {json.dumps(_state(now, rooms))}\n\n" if now else ": still there\n\n"


def _state(job: Job, rooms: Rooms) -> dict[str, Any]:
    error = None
    if job.error_name:
        cancelled = job.status is Status.CANCELLED
        error = {"name": job.error_name, "message": job.error_message, "advice": advice(job.error_name, cancelled)}
    return {
        "id": job.id,
        "status": job.status,
        "ended": job.status.ended,
        "progress": job.progress,
        "outputs": [rooms.signed_paths.path(output.name) for output in job.outputs],
        "error": error,
        "seconds": (job.timings or {}).get("total"),
        "cost": job.cost,
    }


def _kind(text: str) -> Kind:
    try:
        return Kind(text)
    except ValueError:
        raise NotFound("There is no such page.") from None
