"""Who looks at a page: by the session in the browser's cookie."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request, Response

from fittingroom.dashboard.paths import PREFIX
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.errors import NotFound
from fittingroom.users import Session, User
from fittingroom.users.sessions import OLDEST

SESSION_COOKIE = "fittingroom_session"
FORM_COOKIE = "fittingroom_form"


@dataclass(frozen=True)
class Visitor:
    """Somebody signed in."""

    user: User
    session: Session = field(repr=False)

    @property
    def account_id(self) -> int:
        """The account that they see."""
        return self.user.account_id


class NotSignedIn(Exception):
    """The page is for people who are signed in."""


async def find_visitor(request: Request, rooms: Rooms) -> Visitor | None:
    """Who is signed in, or None."""
    token = request.cookies.get(SESSION_COOKIE)
    session = await rooms.sessions.find(token) if token else None
    if session is None:
        return None
    return Visitor(await rooms.users.get(session.user_id), session)


async def _signed_in(request: Request, rooms: Opened) -> Visitor:
    visitor = await find_visitor(request, rooms)
    if visitor is None:
        raise NotSignedIn
    request.state.visitor = visitor
    return visitor


#: The type of a page's parameter that receives who looks at it; others are sent to the sign-in.
SignedIn = Annotated[Visitor, Depends(_signed_in)]


async def _administrator(visitor: SignedIn) -> Visitor:
    if not visitor.user.is_administrator:
        raise NotFound("There is no such page.")
    return visitor


#: The same for pages that only administrators may know of.
Administrator = Annotated[Visitor, Depends(_administrator)]


def let_in(response: Response, token: str, rooms: Rooms) -> None:
    """Have the browser keep the session's token, where no script can read it."""
    _set(response, SESSION_COOKIE, token, rooms, int(OLDEST.total_seconds()))
    response.delete_cookie(FORM_COOKIE, path=PREFIX)


def let_out(response: Response) -> None:
    """Have the browser forget it."""
    response.delete_cookie(SESSION_COOKIE, path=PREFIX)


def bind_form(response: Response, binding: str, rooms: Rooms) -> None:
    """Have the browser keep what a form is bound to before anybody is signed in."""
    _set(response, FORM_COOKIE, binding, rooms, None)


def binding_of(request: Request) -> str:
    """What forms in this browser are bound to; empty where it has no cookie of ours."""
    return request.cookies.get(SESSION_COOKIE) or request.cookies.get(FORM_COOKIE) or ""


def _set(response: Response, name: str, value: str, rooms: Rooms, seconds: int | None) -> None:
    # Lax, so that a link that somebody was sent opens the page and not the sign-in.
    response.set_cookie(name, value, seconds, path=PREFIX, secure=rooms.secure, httponly=True, samesite="lax")
