"""`GET /metrics`: what Prometheus asks for."""

import hmac
from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

from fittingroom.api.services import Rooms
from fittingroom.errors import NotFound, UnauthorizedAccess
from fittingroom.metrics import CONTENT_TYPE, exposition
from fittingroom.settings import Settings

router = APIRouter()

_OF_PROXIES = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request, rooms: Rooms) -> Response:
    """All there is, to whoever has the token; where there is no token, to this machine alone."""
    _check(request, rooms.settings)
    try:
        load = await rooms.jobs.load()
    except SQLAlchemyError:
        load = None  # what this process counted is still of use
    return Response(exposition(load), media_type=CONTENT_TYPE)


def _check(request: Request, settings: Settings) -> None:
    if settings.metrics_token is None:
        if not _is_local(request):
            raise NotFound("There is no such endpoint.")
        return
    wanted = f"Bearer {settings.metrics_token.get_secret_value()}"
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), wanted.encode()):
        raise UnauthorizedAccess("Metrics take `Authorization: Bearer <FITTINGROOM_METRICS_TOKEN>`.")


def _is_local(request: Request) -> bool:
    """Whether the client is on this machine, and no proxy on this machine asks for somebody else."""
    if request.client is None or any(name in request.headers for name in _OF_PROXIES):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
