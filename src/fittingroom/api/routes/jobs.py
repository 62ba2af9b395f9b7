"""`GET /jobs`: the account's jobs; `POST /jobs/{id}/cancel`: end one early."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request

from fittingroom.accounts import Scope
from fittingroom.api.addresses import output_address
from fittingroom.api.answers import Failed, JobsPage
from fittingroom.api.auth import StatusAsker, TryOnAsker, needs
from fittingroom.api.job_ids import checked
from fittingroom.api.openapi import parameter
from fittingroom.api.services import Rooms
from fittingroom.errors import BadRequest, Conflict
from fittingroom.jobs import Place, Status
from fittingroom.jobs.telling import status_body, summary
from fittingroom.limits import Bucket
from fittingroom.tryon.kinds import Kind
from fittingroom.tryon.refusals import list_words

router = APIRouter()

MOST = 100
_LIMIT = 20
_LIMIT_SCHEMA = {"type": "integer", "minimum": 1, "maximum": MOST, "default": _LIMIT}
_PARAMETERS = ("limit", "cursor", "status", "kind")
_STATUSES: dict[str, list[Status]] = {}
for _status in Status:
    _STATUSES.setdefault(_status.public, []).append(_status)


@router.api_route(
    "/jobs",
    methods=["GET", "HEAD"],
    operation_id="list_jobs",
    summary="The account's jobs",
    tags=["Jobs"],
    response_model=None,
    responses={200: {"model": JobsPage, "description": "A page of them, newest first."}},
    openapi_extra=needs(Scope.STATUS)
    | {
        "parameters": [
            parameter("query", "limit", _LIMIT_SCHEMA, "How many to a page."),
            parameter("query", "cursor", {"type": "string"}, "The `next_cursor` of another answer."),
            parameter("query", "status", {"type": "string", "enum": list(_STATUSES)}, "Only those in this state."),
            parameter("query", "kind", {"type": "string", "enum": list(Kind)}, "Only those of this kind."),
        ]
    },
)
async def list_jobs(request: Request, asker: StatusAsker, rooms: Rooms) -> dict[str, Any]:
    """A page of jobs, newest first; `next_cursor` leads to the next one."""
    request.state.quota = await rooms.limits.admit(asker.account_id, Bucket.STATUS, asker.key_limits)
    asked = _parameters(request)
    limit = _limit(asked)
    found = await rooms.jobs.list_jobs(
        asker.account_id,
        limit + 1,
        _place(asked["cursor"]) if "cursor" in asked else None,
        statuses=_STATUSES[_one_of("status", _STATUSES, asked)] if "status" in asked else (),
        kinds=[Kind(_one_of("kind", Kind, asked))] if "kind" in asked else (),
    )
    page, more = found[:limit], found[limit:]
    address = output_address(request, rooms)
    return {
        "ok": True,
        "jobs": [summary(job, address) for job in page],
        "next_cursor": _cursor(page[-1].place) if more else None,
        "error": None,
    }


@router.post(
    "/jobs/{job_id}/cancel",
    operation_id="cancel_job",
    summary="End a job early",
    tags=["Jobs"],
    response_model=None,
    responses={200: {"model": Failed, "description": "It is cancelled, which counts as failed."}},
    openapi_extra=needs(Scope.TRYON),
)
async def cancel(job_id: str, request: Request, asker: TryOnAsker, rooms: Rooms) -> dict[str, Any]:
    """End a job that is queued or under way and give its credits back; a cancelled one stays cancelled."""
    request.state.quota = await rooms.limits.admit(asker.account_id, Bucket.STATUS, asker.key_limits)
    await rooms.jobs.get(asker.account_id, checked(job_id))
    await rooms.jobs.cancel(asker.account_id, job_id)
    job = await rooms.jobs.get(asker.account_id, job_id)
    if job.status is not Status.CANCELLED:
        raise Conflict(f"The job has already {job.status.public}; only one that has not ended can be cancelled.")
    return status_body(job, output_address(request, rooms))


def _parameters(request: Request) -> dict[str, str]:
    for name in request.query_params:
        if name not in _PARAMETERS:
            raise BadRequest(f"Unknown parameter. Known are {list_words(_PARAMETERS, 'and')}.")
    return dict(request.query_params)


def _limit(asked: dict[str, str]) -> int:
    text = asked.get("limit", str(_LIMIT))
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MOST):
        raise BadRequest(f"limit takes a whole number from 1 to {MOST}.")
    return int(text)


def _one_of(name: str, known: Any, asked: dict[str, str]) -> str:
    if asked[name] not in list(known):
        raise BadRequest(f"{name} takes one of {list_words(known, 'or')}.")
    return asked[name]


def _cursor(place: Place) -> str:
    return urlsafe_b64encode(f"{place.created_at.isoformat()} {place.id}".encode()).decode()


def _place(cursor: str) -> Place:
    try:
        moment, job_id = urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").split()
        created_at = datetime.fromisoformat(moment)
        if created_at.tzinfo is not None:
            return Place(created_at, job_id)
    except (ValueError, binascii.Error, OverflowError):
        pass
    raise BadRequest("cursor takes the next_cursor of another answer, as it is.")
