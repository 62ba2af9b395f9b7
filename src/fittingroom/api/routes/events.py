"""`GET /status/{id}/events`: a job's life as Server-Sent Events, up to its end."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from fittingroom.accounts import Scope
from fittingroom.api.addresses import output_address
from fittingroom.api.auth import StatusAsker, needs
from fittingroom.api.job_ids import checked
from fittingroom.api.openapi import parameter
from fittingroom.api.services import Rooms
from fittingroom.jobs import Changes, Job, Output
from fittingroom.jobs.telling import status_body
from fittingroom.limits import Bucket

router = APIRouter()

#: Seconds of silence after which a comment is sent, so that nothing between takes the connection for dead.
KEEP_ALIVE = 15.0
#: Seconds after which a stream ends in any case; a client that comes back goes on where it was.
LONGEST = 3600.0
#: Id of the event after which nothing follows.
END = "end"

_STREAM = (
    "Events `status`, whose data is what `/status/{job_id}` answers, and `progress`, whose data is "
    '{"id", "done", "total", "step"}. The last has the id `end`.'
)
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get(
    "/status/{job_id}/events",
    operation_id="follow_status",
    summary="A job's life as Server-Sent Events",
    tags=["Jobs"],
    response_class=StreamingResponse,
    responses={
        200: {
            "content": {"text/event-stream": {"schema": {"type": "string", "description": _STREAM}}},
            "description": "The stream, up to the job's end.",
        },
        204: {"description": "The job has ended, and `Last-Event-ID` says that the client knows."},
    },
    openapi_extra=needs(Scope.STATUS)
    | {
        "parameters": [
            parameter("header", "Last-Event-ID", {"type": "string"}, "The id of the last event that was received.")
        ]
    },
)
async def events(job_id: str, request: Request, asker: StatusAsker, rooms: Rooms) -> Response:
    """A `status` event at once and at each change, `progress` between; the last tells how the job ended."""
    request.state.quota = await rooms.limits.admit(asker.account_id, Bucket.STATUS, asker.key_limits)
    job = await rooms.jobs.get(asker.account_id, checked(job_id))
    if job.status.ended and request.headers.get("Last-Event-ID") == END:
        return Response(status_code=204)  # tells an EventSource that has seen the end not to come back
    rooms.changes.ensure_room(asker.account_id)
    told = _tell(rooms.changes, job, output_address(request, rooms))
    return StreamingResponse(told, media_type="text/event-stream", headers=_HEADERS)


async def _tell(changes: Changes, job: Job, address: Callable[[Output], str]) -> AsyncIterator[str]:
    status, number = None, 0
    async with aclosing(changes.follow(job.account_id, job.id, LONGEST, KEEP_ALIVE)) as following:
        async for now in following:
            if now is None:
                yield ": still there\n\n"
                continue
            number += 1
            name = END if now.status.ended else str(number)
            if now.status.public != status:
                status = now.status.public
                yield _event("status", name, status_body(now, address))
            if now.progress and not now.status.ended:
                yield _event("progress", name, {"id": now.id, **now.progress})


def _event(kind: str, name: str, data: dict[str, Any]) -> str:
    return f"id: {name}\nevent: {kind}\ndata: {json.dumps(data)}\n\n"
