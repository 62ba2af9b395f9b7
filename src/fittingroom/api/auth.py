"""Who is asking: the account behind the Bearer key."""

from typing import Annotated

from fastapi import Depends, Request

from fittingroom.accounts import Caller
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


#: The type of a route's parameter that receives who asks; the route refuses with 401 where that is nobody.
Asker = Annotated[Caller, Depends(_authenticate)]
