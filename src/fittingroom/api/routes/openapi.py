"""`GET /openapi.json`: the API, described for programs."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from fittingroom.api.openapi import describe
from fittingroom.api.services import Rooms

router = APIRouter(include_in_schema=False)


@router.api_route("/openapi.json", methods=["GET", "HEAD"])
async def openapi(request: Request, rooms: Rooms) -> JSONResponse:
    """The document, put together once."""
    state = request.app.state
    if not hasattr(state, "openapi"):
        state.openapi = describe(request.app, rooms.settings.public_url)
    document: dict[str, Any] = state.openapi
    return JSONResponse(document, headers={"Access-Control-Allow-Origin": "*"})
