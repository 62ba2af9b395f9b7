"""`GET /credits`: how many are left."""

from typing import Any

from fastapi import APIRouter, Request

from fittingroom.accounts import Scope
from fittingroom.api.answers import CreditsAnswer
from fittingroom.api.auth import CreditsAsker, needs
from fittingroom.api.services import Rooms
from fittingroom.limits import Bucket

router = APIRouter()


@router.api_route(
    "/credits",
    methods=["GET", "HEAD"],
    operation_id="get_credits",
    summary="How many credits are left",
    tags=["Account"],
    response_model=None,
    responses={200: {"model": CreditsAnswer, "description": "The balance."}},
    openapi_extra=needs(Scope.CREDITS),
)
async def credits(request: Request, asker: CreditsAsker, rooms: Rooms) -> dict[str, Any]:
    """The account's balance."""
    request.state.quota = await rooms.limits.admit(asker.account_id, Bucket.CREDITS, asker.key_limits)
    balance = await rooms.credits.balance(asker.account_id)
    return {
        "ok": True,
        "credits": {
            "on_demand": balance.on_demand,
            "subscription": balance.subscription,
            "purchased": balance.purchased,
            "reserved": balance.reserved,
        },
    }
