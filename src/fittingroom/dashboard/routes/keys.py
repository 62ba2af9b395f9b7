"""API keys of the account."""

from datetime import timedelta

from fastapi import APIRouter, Request, Response

from fittingroom.accounts import NewKey, Scope
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
    name, days = form.get("name", "").strip(), form.get("days", "")
    if len(name) > 60 or not name.isprintable():
        raise BadRequest("A key's name has at most 60 characters.")
    if days not in HOLDS:
        raise BadRequest("Choose how long the key is to hold from the list.")
    held = HOLDS[days]
    ends = await rooms.now() + timedelta(days=held) if held else None
    limits = AccountLimits(**{name: number for name in LIMITS if (number := _limit(form, name)) is not None})
    made = await rooms.accounts.create_key(visitor.account_id, name, ends, scopes=_scopes(form), limits=limits)
    return await _page(request, visitor, rooms, made)


@router.post("/keys/{prefix}/revoke")
async def revoke_key(visitor: SignedIn, rooms: Opened, prefix: str) -> Response:
    """Revoke a key of the account, at once and for good."""
    if not await rooms.accounts.revoke_key(prefix, visitor.account_id):
        raise NotFound("No key in force begins so.")
    return go("/keys", done="revoked")


def _scopes(form: Form) -> frozenset[Scope] | None:
    """Those that are ticked; with none the key may do everything."""
    ticked = frozenset(scope for scope in Scope if form.get(f"scope_{scope}"))
    return ticked or None


def _limit(form: Form, name: str) -> int | None:
    return whole_number(form, f"limit_{name}", 0, 1_000_000) if form.get(f"limit_{name}") else None


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
