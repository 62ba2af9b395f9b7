"""`GET /outputs/…`: the pictures, for whoever was told their address, until it ends."""

from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from fittingroom.api.answers import Refusal
from fittingroom.api.services import Rooms, Services
from fittingroom.errors import NotFound
from fittingroom.storage.names import end_of
from fittingroom.storage.outputs import OutputMissing
from fittingroom.storage.signing import ROUTE

router = APIRouter()


_PICTURE = {"schema": {"type": "string", "format": "binary"}}


@router.api_route(
    ROUTE,
    methods=["GET", "HEAD"],
    operation_id="get_output",
    summary="A picture",
    tags=["Service"],
    response_class=StreamingResponse,
    responses={
        200: {"content": {"image/png": _PICTURE, "image/jpeg": _PICTURE}, "description": "The picture's file."},
        404: {"model": Refusal, "description": "There is no such picture, or its time is over."},
    },
)
async def output(signature: str, name: str, rooms: Rooms) -> StreamingResponse:
    """One picture. A wrong address, an ended one and one that never was are told apart by nobody."""
    missing = NotFound("There is no such output, or its time is over.")
    if not rooms.signed_paths.is_ours(signature, name) or end_of(name) <= await _now(rooms):
        raise missing
    try:
        stored = await rooms.outputs.open(name)
    except OutputMissing:
        raise missing from None
    headers = {
        "Content-Length": str(stored.size),
        "Cache-Control": "private, no-cache",  # deleted is deleted, in browsers too
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(stored.chunks, media_type=stored.content_type, headers=headers)


async def _now(rooms: Services) -> datetime:
    """By the clock that all machines share: this one's own may go wrong by more than a picture's hours."""
    async with rooms.database.transaction() as connection:
        return await rooms.database.now(connection)
