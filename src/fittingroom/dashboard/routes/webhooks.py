"""Where word of the account's jobs goes, and what became of it."""

from fastapi import APIRouter, Request, Response

from fittingroom.dashboard.forms import Posted
from fittingroom.dashboard.pages import go, render
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.dashboard.visitors import SignedIn, Visitor
from fittingroom.errors import BadRequest
from fittingroom.webhooks import NewEndpoint

router = APIRouter()
_LATEST = 20


@router.get("/webhooks")
async def show_webhooks(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """Endpoints and the latest deliveries."""
    return await _page(request, visitor, rooms)


@router.post("/webhooks")
async def add_endpoint(request: Request, visitor: SignedIn, rooms: Opened, form: Posted) -> Response:
    """A new endpoint; its secret is shown this once."""
    try:
        made = await rooms.webhooks.add(visitor.account_id, form.get("url", "").strip())
    except BadRequest as error:
        return await _page(request, visitor, rooms, problem=error.message)
    return await _page(request, visitor, rooms, made)


@router.post("/webhooks/secret")
async def show_secret(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """The secret that signs messages to the `webhook_url` of the account's requests."""
    return await _page(request, visitor, rooms, secret=rooms.webhooks.request_secret(visitor.account_id))


@router.post("/webhooks/{endpoint_id}/rotate")
async def rotate_secret(request: Request, visitor: SignedIn, rooms: Opened, endpoint_id: str) -> Response:
    """A new secret for an endpoint, shown this once."""
    return await _page(request, visitor, rooms, await rooms.webhooks.rotate(endpoint_id, visitor.account_id), new=False)


@router.post("/webhooks/{endpoint_id}/remove")
async def remove_endpoint(visitor: SignedIn, rooms: Opened, endpoint_id: str) -> Response:
    """Send nothing more there."""
    await rooms.webhooks.remove(endpoint_id, visitor.account_id)
    return go("/webhooks", done="endpoint")


@router.post("/webhooks/deliveries/{delivery_id}/again")
async def redeliver(visitor: SignedIn, rooms: Opened, delivery_id: str) -> Response:
    """Send a message again."""
    await rooms.webhooks.redeliver(delivery_id, visitor.account_id)
    return go("/webhooks", done="redelivered")


async def _page(
    request: Request,
    visitor: Visitor,
    rooms: Rooms,
    made: NewEndpoint | None = None,
    problem: str | None = None,
    *,
    new: bool = True,
    secret: str | None = None,
) -> Response:
    return render(
        request,
        "webhooks.html",
        400 if problem else 200,
        endpoints=await rooms.webhooks.list_endpoints(visitor.account_id),
        deliveries=await rooms.webhooks.list_deliveries(visitor.account_id, _LATEST),
        made=made,
        new=new,
        secret=secret,
        problem=problem,
    )
