"""People who sign in to the dashboard: passwords, one-time links, sessions, roles.

users = Users(db)
token = await users.first_link()                 # makes the first administrator; void once there is anybody
user = await users.use_first_link(token, email, password, account)
user = await users.create("ann@example.com", account="shop")    # a member, who signs in by a link ...
token = await users.link(user.id)
invitation = await users.look(token)             # ... which a look doesn't use up
user = await users.use_link(token)
user = await users.sign_in(email, password, address)   # UnauthorizedAccess, RateLimitExceeded

sessions = Sessions(db)
token = await sessions.open(user.id)             # for the browser's cookie
session = await sessions.find(token)             # None once it has ended
"""

from fittingroom.users.model import Invitation, Role, Session, User
from fittingroom.users.service import Users
from fittingroom.users.sessions import Sessions

__all__ = ["Invitation", "Role", "Session", "Sessions", "User", "Users"]
