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
from fittingroom.tryon.requests import TryOnRequest, parse
from fittingroom.tryon.sources import Inline

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
            told = getattr(error, "quota", None)
            request.state.quota = told or await rooms.limits.peek(asker.account_id, Bucket.TRYON)
            raise

    return submit


async def _accept(kind: Kind, request: Request, asker: Caller, rooms: Services) -> dict[str, Any]:
    body = await read_body(request, rooms.settings.max_body_bytes)
    accepted = await rooms.jobs.submit(asker, _submission(parse(kind, body)))
    request.state.quota = accepted.quota
    return {"ok": True, "id": accepted.id, "jobId": accepted.id, "error": None}


def _submission(asked: TryOnRequest) -> Submission:
    inline = {name: source.data for name, source in asked.sources().items() if isinstance(source, Inline)}
    return Submission(asked.kind, asked.record(), inline, asked.cost)


for _path, _kind in PATHS.items():
    router.add_api_route(_path, _submitting(_kind), methods=["POST"])
