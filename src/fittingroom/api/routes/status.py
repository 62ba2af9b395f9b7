"""`GET /status/{id}`: what became of a job."""

import re
from typing import Any

from fastapi import APIRouter, Request

from fittingroom.api.auth import Asker
from fittingroom.api.services import Rooms, Services
from fittingroom.errors import NotFound
from fittingroom.jobs import Job, Status
from fittingroom.limits import Bucket

router = APIRouter()
_JOB_ID = re.compile(r"[0-9a-f]{24}")


@router.api_route("/status/{job_id}", methods=["GET", "HEAD"])
async def status(job_id: str, request: Request, asker: Asker, rooms: Rooms) -> dict[str, Any]:
    """The job's state; once it is completed, where its pictures are."""
    request.state.quota = await rooms.limits.admit(asker.account_id, Bucket.STATUS)
    if not _JOB_ID.fullmatch(job_id):  # so that nothing odd reaches the database
        raise NotFound("There is no such job in this account.")
    job = await rooms.jobs.get(asker.account_id, job_id)
    return {"ok": True, "id": job.id, "status": job.status.public, **_outcome(job, request, rooms)}


def _outcome(job: Job, request: Request, rooms: Services) -> dict[str, Any]:
    match job.status:
        case Status.COMPLETED:
            base = (rooms.settings.public_url or str(request.base_url)).rstrip("/")
            return {"output": [base + rooms.signed_paths.path(output.name) for output in job.outputs], "error": None}
        case Status.FAILED | Status.CANCELLED:
            return {"output": [], "error": {"name": job.error_name, "message": job.error_message}}
        case _:
            return {"error": None}
