"""All accounts, for administrators: their credits and their limits."""

from dataclasses import fields

from fastapi import APIRouter, Request, Response

from fittingroom.accounts import Account
from fittingroom.credits import Balance
from fittingroom.dashboard.forms import Number, Posted, whole_number
from fittingroom.dashboard.pages import go, render
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.dashboard.visitors import Administrator
from fittingroom.errors import NotFound
from fittingroom.limits import AccountLimits
from fittingroom.limits.model import DEFAULT_IN_FLIGHT, DEFAULTS

router = APIRouter()

_LIMITS = {
    "tryon": "Try-on requests in 60 seconds",
    "status": "Status requests in 60 seconds",
    "credits": "Credit requests in 60 seconds",
    "in_flight": "Jobs in flight",
}
_DEFAULTS = {**{str(bucket): number for bucket, number in DEFAULTS.items()}, "in_flight": DEFAULT_IN_FLIGHT}


@router.get("/accounts")
async def show_accounts(request: Request, visitor: Administrator, rooms: Opened) -> Response:
    """Every account, with its balance."""
    balances = await rooms.credits.balances()
    accounts = [(account, balances.get(account.id, Balance())) for account in await rooms.accounts.list_accounts()]
    return render(request, "accounts.html", accounts=accounts)


@router.get("/accounts/{account_id}")
async def show_account(request: Request, visitor: Administrator, rooms: Opened, account_id: Number) -> Response:
    """One account: what it has, and what it may."""
    account = await _find(rooms, account_id)
    adjusted = await rooms.limits.of(account_id)
    return render(
        request,
        "account.html",
        account=account,
        balance=await rooms.credits.balance(account_id),
        lines=await rooms.credits.history(account_id, 15),
        users=await rooms.users.list_users(account_id),
        keys=await rooms.accounts.list_keys(account_id),
        limits=[(name, label, getattr(adjusted, name), _DEFAULTS[name]) for name, label in _LIMITS.items()],
    )


@router.post("/accounts/{account_id}/grant")
async def grant(visitor: Administrator, rooms: Opened, account_id: Number, form: Posted) -> Response:
    """Credits, once or each month."""
    await _find(rooms, account_id)
    number = whole_number(form, "credits", 1, 1_000_000)
    if form.get("how") == "monthly":
        await rooms.credits.subscribe(account_id, number)
    else:
        await rooms.credits.grant_purchased(account_id, number, f"granted by {visitor.user.email}")
    return go(f"/accounts/{account_id}", done="granted")


@router.post("/accounts/{account_id}/limits")
async def adjust(visitor: Administrator, rooms: Opened, account_id: Number, form: Posted) -> Response:
    """Limits of its own; an empty field means the default."""
    await _find(rooms, account_id)
    given = {name: whole_number(form, name, 0, 1_000_000) if form.get(name) else None for name in _LIMITS}
    assert set(given) == {field.name for field in fields(AccountLimits)}
    await rooms.limits.adjust(account_id, AccountLimits(**given))
    return go(f"/accounts/{account_id}", done="adjusted")


async def _find(rooms: Rooms, account_id: int) -> Account:
    for account in await rooms.accounts.list_accounts():
        if account.id == account_id:
            return account
    raise NotFound("There is no such account.")
