"""Signing in by password or link, making the first administrator, signing out."""

from fastapi import APIRouter, Request, Response

from fittingroom.dashboard.forms import Posted
from fittingroom.dashboard.pages import go, render
from fittingroom.dashboard.paths import PREFIX, safe_next
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.dashboard.visitors import SignedIn, find_visitor, let_in, let_out
from fittingroom.errors import BadRequest, RequestError
from fittingroom.users import User

router = APIRouter()

WELCOME_CREDITS = 100


@router.get("/sign-in")
async def show_sign_in(request: Request, rooms: Opened, next: str = "") -> Response:
    """The form; or straight on for who is signed in."""
    if await find_visitor(request, rooms):
        return go("/")
    return await _sign_in_page(request, rooms, next=next)


@router.post("/sign-in")
async def sign_in(request: Request, rooms: Opened, form: Posted) -> Response:
    """Sign in by email and password."""
    address = request.client.host if request.client else ""
    email, asked = form.get("email", ""), form.get("next", "")
    try:
        user = await rooms.users.sign_in(email, form.get("password", ""), address)
    except RequestError as error:
        return await _sign_in_page(request, rooms, error, email, asked)
    return await _enter(request, rooms, user, safe_next(asked))


@router.get("/link/{token}")
async def show_link(request: Request, rooms: Opened, token: str) -> Response:
    """What the link is for. Looking uses nothing up: mail programs and chats look at links too."""
    invitation = await rooms.users.look(token)
    if invitation.user is None:
        return render(request, "first.html", email="", account="", problem=None)
    return render(request, "link.html", user=invitation.user, problem=None)


@router.post("/link/{token}")
async def follow_link(request: Request, rooms: Opened, token: str, form: Posted) -> Response:
    """Sign in by the link, with a new password if one is given; or make the first administrator."""
    invitation = await rooms.users.look(token)
    password, first = form.get("password", ""), invitation.user is None
    email, account = form.get("email", ""), form.get("account", "")
    try:
        if first:
            user = await rooms.users.use_first_link(token, email, password, account)
            await _welcome(rooms, user)
        else:
            user = await _use(rooms, token, password)
    except BadRequest as error:
        known = {"email": email, "account": account} if first else {"user": invitation.user}
        return render(request, "first.html" if first else "link.html", 400, problem=error.message, **known)
    return await _enter(request, rooms, user, PREFIX + "/")


@router.post("/sign-out")
async def sign_out(visitor: SignedIn, rooms: Opened) -> Response:
    """End the session of this browser."""
    await rooms.sessions.close(visitor.user.id, visitor.session.id)
    response = go("/sign-in", done="signed-out")
    let_out(response)
    return response


async def _welcome(rooms: Rooms, user: User) -> None:
    """Credits to begin with, unless the account has some: the server is their own, and nothing works without."""
    if not (await rooms.credits.balance(user.account_id)).on_demand:
        await rooms.credits.grant_purchased(user.account_id, WELCOME_CREDITS, "welcome")


async def _use(rooms: Rooms, token: str, password: str) -> User:
    invitation = await rooms.users.look(token)
    if password and invitation.user:
        # First, so that a password that won't do doesn't cost the link.
        await rooms.users.set_password(invitation.user.id, password)
        await rooms.sessions.close_all(invitation.user.id)
    return await rooms.users.use_link(token)


async def _enter(request: Request, rooms: Rooms, user: User, path: str) -> Response:
    token = await rooms.sessions.open(user.id, request.headers.get("User-Agent", ""))
    response = go(path.removeprefix(PREFIX))
    let_in(response, token, rooms)
    return response


async def _sign_in_page(
    request: Request, rooms: Rooms, error: RequestError | None = None, email: str = "", next: str = ""
) -> Response:
    values = {"problem": error.message if error else None, "email": email, "next": next}
    status = error.status if error else 200
    return render(request, "sign-in.html", status, anybody=await rooms.users.any_exist(), **values)
