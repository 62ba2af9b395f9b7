"""The playground: the same requests as the API's, asked for in the browser, at the account's cost."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import aclosing
from enum import StrEnum
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from fittingroom.accounts import Caller
from fittingroom.dashboard.abilities import Abilities, Trial
from fittingroom.dashboard.advice import advice
from fittingroom.dashboard.forms import read_body
from fittingroom.dashboard.pages import address_of, go, render
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.dashboard.visitors import SignedIn
from fittingroom.errors import NotFound
from fittingroom.jobs import Job, Status, Submission
from fittingroom.tryon.kinds import KEEP, GarmentPhotoType, Kind, Mode, ModerationLevel, OutputFormat
from fittingroom.tryon.requests import parse

router = APIRouter()
T = TypeVar("T", bound=StrEnum)

#: Seconds of silence after which a comment is sent, so that nothing between takes the connection for dead.
KEEP_ALIVE = 15.0
#: Seconds after which a stream ends in any case; a browser comes back by itself.
LONGEST = 3600.0
#: Colours to begin with, as the API takes them, each with what a swatch shows of it.
HAIR_COLOURS = (
    ("black", "#1d1a1b"),
    ("chestnut", "#5a3222"),
    ("auburn", "#7a2f1d"),
    ("copper", "#b4592b"),
    ("honey blonde", "#c99a52"),
    ("ash blonde", "#b7a585"),
    ("platinum", "#e8e0cf"),
    ("silver", "#b4b7bb"),
    ("burgundy", "#5c1627"),
    ("rose gold", "#d9978c"),
    ("lavender", "#a893cf"),
    ("teal", "#1f7f86"),
)
#: Pictures to begin with: file, what it shows.
PEOPLE = (("astronaut.jpg", "An astronaut"),)
GARMENTS = (("jumper.jpg", "A jumper"), ("tshirt.jpg", "A long-sleeved T-shirt"))


@router.get("/playground")
async def show_playground() -> Response:
    """Clothes first."""
    return go("/playground/fashion")


@router.get("/playground/{trial}")
async def show_trial(request: Request, visitor: SignedIn, rooms: Opened, trial: str) -> Response:
    """The form for one kind of try-on."""
    abilities = await rooms.abilities.find()
    shown = _one_of(Trial, trial)
    balance = await rooms.credits.balance(visitor.account_id)
    return render(
        request,
        "playground.html",
        trial=shown,
        trials=Trial,
        able=abilities.can(shown),
        abilities=abilities,
        balance=balance,
        people=PEOPLE,
        garments=GARMENTS,
        photo_types=GarmentPhotoType,
        address=address_of(request),
        haircuts=_tiles(abilities),
        hair_colours=HAIR_COLOURS,
        modes=Mode,
        formats=OutputFormat,
        levels=ModerationLevel,
    )


@router.post("/playground/{kind}")
async def submit(request: Request, visitor: SignedIn, rooms: Opened, kind: str) -> dict[str, Any]:
    """Take on a job: the body is the API's, and so are its limits and its price."""
    asked = parse(_one_of(Kind, kind), bytearray(await read_body(request, rooms.settings.max_body_bytes)))
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


def _tiles(abilities: Abilities) -> list[tuple[str, str, bool]]:
    """Haircuts to choose from: the API's word, ours, whether the engine can. First the one that stays as it is."""
    return [(KEEP, "As it is", True), *((cut, _words(cut), can) for cut, can in abilities.haircuts)]


def _words(name: str) -> str:
    """LongWavyCurtainBangs in words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


def _one_of(words: type[T], text: str) -> T:
    try:
        return words(text)
    except ValueError:
        raise NotFound("There is no such page.") from None
