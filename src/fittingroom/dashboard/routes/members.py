"""People of the account; and all people, for administrators, who let them in and take them out."""

from fastapi import APIRouter, Request, Response

from fittingroom.dashboard.forms import Number, Posted
from fittingroom.dashboard.pages import address_of, go, render
from fittingroom.dashboard.paths import link_path
from fittingroom.dashboard.rooms import Opened, Rooms
from fittingroom.dashboard.visitors import Administrator, SignedIn, Visitor
from fittingroom.errors import BadRequest
from fittingroom.users import Role, User

router = APIRouter()


@router.get("/members")
async def show_members(request: Request, visitor: SignedIn, rooms: Opened) -> Response:
    """Who there is."""
    return await _page(request, visitor, rooms)


@router.post("/members")
async def add_member(request: Request, visitor: Administrator, rooms: Opened, form: Posted) -> Response:
    """Somebody new; the link by which they sign in is shown this once."""
    role = form.get("role", Role.MEMBER)
    try:
        if role not in list(Role):
            raise BadRequest("Choose a role from the list.")
        account = form.get("account", "") or visitor.user.account
        made = await rooms.users.create(form.get("email", ""), account, Role(role))
    except BadRequest as error:
        return await _page(request, visitor, rooms, problem=error.message)
    return await _page(request, visitor, rooms, made)


@router.post("/members/{user_id}/link")
async def make_link(request: Request, visitor: Administrator, rooms: Opened, user_id: Number) -> Response:
    """A new link for somebody, shown this once."""
    return await _page(request, visitor, rooms, await rooms.users.get(user_id))


@router.post("/members/{user_id}/remove")
async def remove_member(visitor: Administrator, rooms: Opened, user_id: Number) -> Response:
    """Take somebody out."""
    await rooms.users.remove(user_id)
    return go("/members", done="removed")


async def _page(
    request: Request, visitor: Visitor, rooms: Rooms, invited: User | None = None, problem: str | None = None
) -> Response:
    everybody = visitor.user.is_administrator
    link = address_of(request) + link_path(await rooms.users.link(invited.id)) if invited else None
    return render(
        request,
        "members.html",
        400 if problem else 200,
        users=await rooms.users.list_users(None if everybody else visitor.account_id),
        accounts=await rooms.accounts.list_accounts() if everybody else [],
        roles=Role,
        invited=invited,
        link=link,
        problem=problem,
    )
