"""API keys of the account."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from fittingroom.accounts import ApiKey, NewKey, Scope
from fittingroom.accounts.scopes import MEANINGS
from fittingroom.dashboard.forms import Form, Posted, whole_number
from fittingroom.dashboard.pages import address_of, go, render
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.dashboard.visitors import SignedIn, Visitor
from fittingroom.errors import BadRequest, NotFound
from fittingroom.limits import AccountLimits

router = APIRouter()

#: How long a key may hold, in the words of the form.
HOLDS = {"": None, "1": 1, "30": 30, "90": 90, "365": 365}
#: In the form of a key that is there: its end stays as it is.
KEEP = "keep"
#: The limits that a key may have of its own, in the words of the form and, shorter, of the list.
LIMITS = {
    "tryon": ("Try-on requests in 60 seconds", "try-ons in 60 s"),
    "status": ("Status requests in 60 seconds", "status requests in 60 s"),
    "credits": ("Credit requests in 60 seconds", "credit requests in 60 s"),
    "in_flight": ("Jobs in flight", "jobs in flight"),
}


@router.get("/keys")
async def show_keys(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """The keys, those in force first."""
    return await _page(request, visitor, rooms)


@router.post("/keys")
async def create_key(request: Request, visitor: SignedIn, rooms: Opened, form: Posted) -> Response:
    """Make a key, and show it this once: as the answer to the form, since it is kept nowhere."""
    made = await rooms.accounts.create_key(
        visitor.account_id, _name(form), await _end(form, rooms), scopes=_scopes(form), limits=_limits(form)
    )
    return await _page(request, visitor, rooms, made)


@router.get("/keys/{prefix}")
async def show_key(request: Request, visitor: SignedIn, rooms: Opened, prefix: str) -> Response:
    """What one key may, to be changed."""
    for key in await rooms.accounts.list_keys(visitor.account_id):
        if key.prefix == prefix and key.revoked_at is None:
            over = key.expires_at is not None and key.expires_at <= await rooms.now()
            return render(request, "key.html", key=key, over=over, scopes=MEANINGS, limits=LIMITS, keep=KEEP)
    raise NotFound("No key in force begins so.")


@router.post("/keys/{prefix}")
async def change_key(visitor: SignedIn, rooms: Opened, prefix: str, form: Posted) -> Response:
    """Give a key another name, other scopes and limits, another end."""
    new: dict[str, Any] = {"name": _name(form), "scopes": _scopes(form), "limits": _limits(form)}
    if form.get("days") != KEEP:
        new["expires_at"] = await _end(form, rooms)

    def change(key: ApiKey) -> ApiKey:
        return replace(key, **new)

    if not await rooms.accounts.change_key(prefix, change, visitor.account_id):
        raise NotFound("No key in force begins so.")
    return go("/keys", done="key")


@router.post("/keys/{prefix}/revoke")
async def revoke_key(visitor: SignedIn, rooms: Opened, prefix: str) -> Response:
    """Revoke a key of the account, at once and for good."""
    if not await rooms.accounts.revoke_key(prefix, visitor.account_id):
        raise NotFound("No key in force begins so.")
    return go("/keys", done="revoked")


def _name(form: Form) -> str:
    name = form.get("name", "").strip()
    if len(name) > 60 or not name.isprintable():
        raise BadRequest("A key's name has at most 60 characters.")
    return name


async def _end(form: Form, rooms: Rooms) -> datetime | None:
    days = form.get("days", "")
    if days not in HOLDS:
        raise BadRequest("Choose how long the key is to hold from the list.")
    held = HOLDS[days]
    return await rooms.now() + timedelta(days=held) if held else None


def _scopes(form: Form) -> frozenset[Scope] | None:
    """Those that are ticked; with none the key may do everything."""
    ticked = frozenset(scope for scope in Scope if form.get(f"scope_{scope}"))
    return ticked or None


def _limits(form: Form) -> AccountLimits:
    filled = [name for name in LIMITS if form.get(f"limit_{name}")]
    return AccountLimits(**{name: whole_number(form, f"limit_{name}", 0, 1_000_000) for name in filled})


async def _page(request: Request, visitor: Visitor, rooms: Rooms, made: NewKey | None = None) -> Response:
    now = await rooms.now()
    found = await rooms.accounts.list_keys(visitor.account_id)
    over = {key.id for key in found if key.revoked_at or (key.expires_at and key.expires_at <= now)}
    ordered = sorted(found, key=lambda key: (key.id in over, -key.id))
    return render(
        request,
        "keys.html",
        keys=ordered,
        over=over,
        made=made,
        address=address_of(request),
        scopes=MEANINGS,
        limits=LIMITS,
    )
