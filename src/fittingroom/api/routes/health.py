"""`GET /healthz`: whether requests can be served."""

import logging

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from fittingroom.api.answers import Health
from fittingroom.api.services import Rooms

router = APIRouter()
_log = logging.getLogger(__name__)


@router.api_route(
    "/healthz",
    methods=["GET", "HEAD"],
    operation_id="get_health",
    summary="Whether requests can be served",
    tags=["Service"],
    response_model=None,
    responses={
        200: {"model": Health, "description": "They can."},
        503: {"model": Health, "description": "The database does not answer."},
    },
)
async def health(rooms: Rooms) -> JSONResponse:
    """200 once started and while the database answers, 503 otherwise."""
    try:
        async with rooms.database.transaction() as connection:
            await connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        _log.warning("The database does not answer: %s", type(error).__name__)
        return JSONResponse({"ok": False}, 503)
    return JSONResponse({"ok": True})
