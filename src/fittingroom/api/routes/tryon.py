"""`POST /tryon/…`: asking for pictures."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from fittingroom import tracing
from fittingroom.accounts import Caller, Scope
from fittingroom.api.addresses import base_url, output_address
from fittingroom.api.answers import Accepted, CompletedAtOnce, FailedAtOnce
from fittingroom.api.auth import TryOnAsker, needs
from fittingroom.api.body import read_body
from fittingroom.api.openapi import parameter, takes
from fittingroom.api.preferences import MOST_WAIT, wait_seconds
from fittingroom.api.services import Rooms, Services
from fittingroom.errors import BadRequest, RequestError
from fittingroom.jobs import Once, Submission
from fittingroom.jobs.telling import status_body
from fittingroom.limits import Bucket
from fittingroom.tryon.kinds import Kind
from fittingroom.tryon.requests import REQUESTS, parse

#: What is behind each path; clients of different ages spell them differently.
PATHS = {
    "/tryon/fashion": Kind.FASHION,
    "/tryon/clothes": Kind.FASHION,
    "/tryon/hairstyle": Kind.HAIRSTYLE,
    "/tryon/hairstyles": Kind.HAIRSTYLE,
    "/tryon/tattoo": Kind.TATTOO,
}

_SUMMARIES = {
    Kind.FASHION: "A person in a garment, or with an accessory",
    Kind.HAIRSTYLE: "A person with another haircut",
    Kind.TATTOO: "A person with a tattoo",
}

_LONGEST_KEY = 255
_PARAMETERS = [
    parameter(
        "header",
        "Prefer",
        {"type": "string", "examples": ["wait=30"]},
        f"`wait=N`: hold the answer back until the job has ended, for at most N seconds, and never over {MOST_WAIT}.",
    ),
    parameter(
        "header",
        "Idempotency-Key",
        {"type": "string", "minLength": 1, "maxLength": _LONGEST_KEY},
        "A text of the client's own choice: the same request sent again under it gives the same job.",
    ),
]
_ANSWER = {
    "model": CompletedAtOnce | FailedAtOnce | Accepted,
    "description": "Accepted: the job waits for its turn, or has ended already where the client preferred to wait.",
    "headers": {"Preference-Applied": {"$ref": "#/components/headers/Preference-Applied"}},
}

router = APIRouter()
_log = logging.getLogger(__name__)


def _submitting(kind: Kind) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def submit(request: Request, response: Response, asker: TryOnAsker, rooms: Rooms) -> dict[str, Any]:
        try:
            accepted = await _accept(kind, request, asker, rooms)
        except RequestError as error:
            if getattr(error, "quota", None) is None:  # a LimitError tells it itself
                request.state.quota = await rooms.limits.peek(asker.account_id, Bucket.TRYON, asker.key_limits)
            raise
        answer = {"ok": True, "id": accepted, "jobId": accepted, "error": None}
        if (seconds := wait_seconds(request)) is not None:
            response.headers["Preference-Applied"] = f"wait={seconds}"
            answer |= await _end(accepted, seconds, request, asker, rooms)
        return answer

    return submit


async def _accept(kind: Kind, request: Request, asker: Caller, rooms: Services) -> str:
    once_key = _once_key(request)
    body = await read_body(request, rooms.settings.max_body_bytes)
    submission = Submission.of(parse(kind, body), base_url(request, rooms))
    accepted = await rooms.jobs.submit(asker, submission, Once(once_key, body) if once_key else None)
    request.state.quota = accepted.quota
    tracing.note(job_id=accepted.id)
    _log.info("Job %s accepted: %s.", accepted.id, kind, extra={"job_id": accepted.id})
    return accepted.id


def _once_key(request: Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (0 < len(key) <= _LONGEST_KEY and key.isprintable()):
        raise BadRequest(f"Idempotency-Key takes 1 to {_LONGEST_KEY} printable characters.")
    return key


async def _end(job_id: str, seconds: int, request: Request, asker: Caller, rooms: Services) -> dict[str, Any]:
    """What `GET /status/{id}` answers of a job that ends within so many seconds, or else nothing."""
    job = await rooms.changes.end_of(asker.account_id, job_id, seconds)
    return status_body(job, output_address(request, rooms)) if job else {}


for _path, _kind in PATHS.items():
    router.add_api_route(
        _path,
        _submitting(_kind),
        methods=["POST"],
        operation_id=_path.strip("/").replace("tryon/", "try_on_"),
        summary=_SUMMARIES[_kind],
        description="Answers at once with the id of a job, which `/status/{job_id}` tells about.",
        tags=["Try-on"],
        response_model=None,
        responses={200: _ANSWER},
        openapi_extra=needs(Scope.TRYON) | {**takes(REQUESTS[_kind].__name__), "parameters": _PARAMETERS},
    )
