"""One's own password and sessions."""

from fastapi import APIRouter, Request, Response

from fittingroom.dashboard.forms import Number, Posted
from fittingroom.dashboard.pages import go, render
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.dashboard.visitors import SignedIn, Visitor
from fittingroom.errors import RequestError

router = APIRouter()

# In this order: each also claims to be those that follow.
_PROGRAMS = (("Firefox", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@router.get("/profile")
async def show_profile(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """Who one is, and where one is signed in."""
    return await _page(request, visitor, rooms)


@router.post("/profile/password")
async def change_password(request: Request, visitor: SignedIn, rooms: Opened, form: Posted) -> Response:
    """Another password, for who knows the present one; other browsers are signed out."""
    address = request.client.host if request.client else ""
    try:
        if visitor.user.has_password:
            await rooms.users.sign_in(visitor.user.email, form.get("present", ""), address)
        await rooms.users.set_password(visitor.user.id, form.get("password", ""))
    except RequestError as error:
        return await _page(request, visitor, rooms, error)
    await rooms.sessions.close_others(visitor.user.id, visitor.session.id)
    return go("/profile", done="password")


@router.post("/profile/sessions/{session_id}/close")
async def close_session(visitor: SignedIn, rooms: Opened, session_id: Number) -> Response:
    """Sign out another browser of one's own."""
    await rooms.sessions.close(visitor.user.id, session_id)
    return go("/profile", done="closed")


def _browser(agent: str) -> str:
    """How people call what names itself so."""
    program = next((name for mark, name in _PROGRAMS if mark in agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{program} on {system}" if system else program


async def _page(request: Request, visitor: Visitor, rooms: Rooms, error: RequestError | None = None) -> Response:
    return render(
        request,
        "profile.html",
        error.status if error else 200,
        sessions=[(each, _browser(each.agent)) for each in await rooms.sessions.list_sessions(visitor.user.id)],
        problem=error.message if error else None,
    )
