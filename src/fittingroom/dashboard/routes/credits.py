"""The account's credits: the balance and every row that made it."""

from fastapi import APIRouter, Request, Response

from fittingroom.dashboard.forms import Posted, whole_number
from fittingroom.dashboard.pages import go, render
from fittingroom.dashboard.rooms import Opened
from fittingroom.dashboard.visitors import Administrator, SignedIn

router = APIRouter()
_PAGE = 40


@router.get("/credits")
async def show_credits(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """Balance and history, both of the same rows."""
    before = request.query_params.get("before", "")
    place = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    balance = await rooms.credits.balance(visitor.account_id)
    lines = await rooms.credits.history(visitor.account_id, _PAGE + 1, place)
    older = lines[_PAGE - 1].sequence if len(lines) > _PAGE else None
    return render(request, "credits.html", balance=balance, lines=lines[:_PAGE], older=older)


@router.post("/credits/grant")
async def grant(visitor: Administrator, rooms: Opened, form: Posted) -> Response:
    """Credits for the administrator's own account."""
    number = whole_number(form, "credits", 1, 1_000_000)
    await rooms.credits.grant_purchased(visitor.account_id, number, f"granted by {visitor.user.email}")
    return go("/credits", done="granted")
