"""`GET /status/{id}`: what became of a job."""

from typing import Any

from fastapi import APIRouter, Request

from fittingroom.accounts import Scope
from fittingroom.api.addresses import output_address
from fittingroom.api.answers import Completed, Failed, Processing
from fittingroom.api.auth import StatusAsker, needs
from fittingroom.api.job_ids import checked
from fittingroom.api.services import Rooms
from fittingroom.jobs.telling import status_body
from fittingroom.limits import Bucket

router = APIRouter()


@router.api_route(
    "/status/{job_id}",
    methods=["GET", "HEAD"],
    operation_id="get_status",
    summary="What became of a job",
    tags=["Jobs"],
    response_model=None,
    responses={200: {"model": Processing | Completed | Failed, "description": "The job, in one of three states."}},
    openapi_extra=needs(Scope.STATUS),
)
async def status(job_id: str, request: Request, asker: StatusAsker, rooms: Rooms) -> dict[str, Any]:
    """The job's state; once it is completed, where its pictures are."""
    request.state.quota = await rooms.limits.admit(asker.account_id, Bucket.STATUS, asker.key_limits)
    job = await rooms.jobs.get(asker.account_id, checked(job_id))
    return status_body(job, output_address(request, rooms))
