"""The account's jobs: found, looked at, cancelled, run again."""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response

from fittingroom.accounts import Caller
from fittingroom.dashboard.advice import advice
from fittingroom.dashboard.pages import address_of, go, render
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.dashboard.visitors import SignedIn
from fittingroom.errors import BadRequest, NotFound
from fittingroom.jobs import Job, Place, Status, Submission
from fittingroom.tryon.kinds import Kind
from fittingroom.tryon.requests import restore
from fittingroom.tryon.sources import Withheld

router = APIRouter()
T = TypeVar("T", bound=StrEnum)

_PAGE = 30
_JOB_ID = re.compile(r"[0-9a-f]{24}")
_STAGES = {
    name: place
    for place, name in enumerate(
        (
            "waiting for the engine",
            "loading the engine",
            "images",
            "moderation",
            "engine",
            "moderation of the result",
            "storing",
        )
    )
}
#: In the filter: jobs that were asked for in the dashboard, by no key.
_PLAYGROUND = "playground"


@router.get("/jobs")
async def show_jobs(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """A page of jobs, newest first, of those that the filter lets through."""
    asked = {name: request.query_params.get(name, "") for name in ("status", "kind", "key")}
    keys = await rooms.accounts.list_keys(visitor.account_id)
    found = await rooms.jobs.list_jobs(
        visitor.account_id,
        _PAGE + 1,
        _place(request.query_params.get("before", "")),
        statuses=_one(Status, asked["status"]),
        kinds=_one(Kind, asked["kind"]),
        keys=_key(asked["key"]),
    )
    page = found[:_PAGE]
    return render(
        request,
        "jobs.html",
        jobs=[(job, await _pictures(job, rooms)) for job in page],
        names={key.id: key.name or f"{key.prefix}…" for key in keys},
        asked=asked,
        statuses=Status,
        kinds=Kind,
        filtered=any(asked.values()),
        older=f"{page[-1].created_at.isoformat()} {page[-1].id}" if len(found) > _PAGE else None,
    )


@router.get("/jobs/{job_id}")
async def show_job(request: Request, visitor: SignedIn, rooms: Opened, job_id: str) -> Response:
    """One job, with all that is kept of it."""
    job = await _find(rooms, visitor.account_id, job_id)
    keys = {key.id: key for key in await rooms.accounts.list_keys(visitor.account_id)}
    return render(
        request,
        "job.html",
        job=job,
        pictures=await _pictures(job, rooms),
        key=keys.get(job.key_id or 0),
        repeatable=_repeatable(job),
        advice=advice(job.error_name, job.status is Status.CANCELLED),
        stages=_in_order(job.timings or {}),
        steps=(job.timings or {}).get("steps", []),
        total=(job.timings or {}).get("total"),
    )


@router.post("/jobs/{job_id}/cancel")
async def cancel(visitor: SignedIn, rooms: Opened, job_id: str) -> Response:
    """End a job that is queued or under way."""
    await _find(rooms, visitor.account_id, job_id)
    cancelled = await rooms.jobs.cancel(visitor.account_id, job_id)
    return go(f"/jobs/{job_id}", done="cancelled" if cancelled else "ended")


@router.post("/jobs/{job_id}/again")
async def run_again(request: Request, visitor: SignedIn, rooms: Opened, job_id: str) -> Response:
    """The same request as a new job, where its pictures came by address: others aren't kept."""
    job = await _find(rooms, visitor.account_id, job_id)
    if not _repeatable(job):
        raise BadRequest("The pictures of this job came with the request and aren't kept; send them again.")
    submission = Submission.of(restore(job.kind, job.request), address_of(request))
    accepted = await rooms.jobs.submit(Caller(visitor.account_id), submission)
    return go(f"/jobs/{accepted.id}", done="again")


async def _find(rooms: Rooms, account_id: int, job_id: str) -> Job:
    if not _JOB_ID.fullmatch(job_id):
        raise NotFound("There is no such job in this account.")
    return await rooms.jobs.get(account_id, job_id)


async def _pictures(job: Job, rooms: Rooms) -> list[str]:
    """The addresses of its pictures, as long as they live."""
    alive = job.outputs_expire_at is not None and job.outputs_expire_at > await rooms.now()
    return [rooms.signed_paths.path(output.name) for output in job.outputs] if alive else []


def _in_order(timings: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Stages as they follow one another, which the database doesn't keep; ones that aren't known come last."""
    known = [name for name in timings if name not in ("total", "steps")]
    return [(name, timings[name]) for name in sorted(known, key=lambda name: (_STAGES.get(name, len(_STAGES)), name))]


def _repeatable(job: Job) -> bool:
    return not any(isinstance(source, Withheld) for source in restore(job.kind, job.request).sources().values())


def _one(words: type[T], asked: str) -> list[T]:
    return [word for word in words if word == asked]


def _key(asked: str) -> list[int | None]:
    if asked == _PLAYGROUND:
        return [None]
    return [int(asked)] if asked.isascii() and asked.isdecimal() and len(asked) < 18 else []


def _place(text: str) -> Place | None:
    moment, _, job_id = text.partition(" ")
    try:
        created_at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return Place(created_at, job_id) if created_at.tzinfo and _JOB_ID.fullmatch(job_id) else None
