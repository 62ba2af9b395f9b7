"""Who is asking: the account behind the Bearer key, and whether the key is for what is asked."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, Request

from fittingroom.accounts import Caller, Scope
from fittingroom.api.services import Rooms
from fittingroom.errors import UnauthorizedAccess


async def _authenticate(request: Request, rooms: Rooms) -> Caller:
    header = request.headers.get("Authorization")
    if not header:
        raise UnauthorizedAccess("There is no API key: send it as `Authorization: Bearer <key>`.")
    scheme, _, key = header.strip().partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise UnauthorizedAccess("The Authorization header takes the form `Bearer <key>`.")
    return await rooms.accounts.authenticate(key.strip())


def _with(scope: Scope) -> Callable[..., Awaitable[Caller]]:
    async def authenticate(request: Request, rooms: Rooms) -> Caller:
        caller = await _authenticate(request, rooms)
        caller.require(scope)
        return caller

    return authenticate


#: The types of a route's parameter that receives who asks: one for each scope, so that no route goes without. The route
#: refuses with 401 where nobody asks, and with 403 where their key is not for this.
TryOnAsker = Annotated[Caller, Depends(_with(Scope.TRYON))]
StatusAsker = Annotated[Caller, Depends(_with(Scope.STATUS))]
CreditsAsker = Annotated[Caller, Depends(_with(Scope.CREDITS))]


def needs(scope: Scope) -> dict[str, Any]:
    """What the description of a route says of the key that it takes."""
    return {"security": [{"key": [str(scope)]}]}
