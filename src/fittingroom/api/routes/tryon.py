"""`POST /tryon/…`: asking for pictures."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request

from fittingroom.accounts import Caller
from fittingroom.api.auth import Asker
from fittingroom.api.body import read_body
from fittingroom.api.services import Rooms, Services
from fittingroom.errors import RequestError
from fittingroom.jobs import Submission
from fittingroom.limits import Bucket
from fittingroom.tryon.kinds import Kind
from fittingroom.tryon.requests import parse

#: What is behind each path; clients of different ages spell them differently.
PATHS = {
    "/tryon/fashion": Kind.FASHION,
    "/tryon/clothes": Kind.FASHION,
    "/tryon/hairstyle": Kind.HAIRSTYLE,
    "/tryon/hairstyles": Kind.HAIRSTYLE,
    "/tryon/tattoo": Kind.TATTOO,
}

router = APIRouter()


def _submitting(kind: Kind) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def submit(request: Request, asker: Asker, rooms: Rooms) -> dict[str, Any]:
        try:
            return await _accept(kind, request, asker, rooms)
        except RequestError as error:
            if getattr(error, "quota", None) is None:  # a LimitError tells it itself
                request.state.quota = await rooms.limits.peek(asker.account_id, Bucket.TRYON)
            raise

    return submit


async def _accept(kind: Kind, request: Request, asker: Caller, rooms: Services) -> dict[str, Any]:
    asked = parse(kind, await read_body(request, rooms.settings.max_body_bytes))
    accepted = await rooms.jobs.submit(asker, Submission.of(asked))
    request.state.quota = accepted.quota
    return {"ok": True, "id": accepted.id, "jobId": accepted.id, "error": None}


for _path, _kind in PATHS.items():
    router.add_api_route(_path, _submitting(_kind), methods=["POST"])
