"""Making users, and letting them in: by a password, or by a link that works once."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.accounts import Accounts
from fittingroom.accounts.tables import accounts
from fittingroom.db import Database
from fittingroom.errors import BadRequest, NotFound, UnauthorizedAccess
from fittingroom.users import passwords
from fittingroom.users.attempts import Attempts
from fittingroom.users.model import Invitation, Role, User
from fittingroom.users.tables import sign_in_links, users
from fittingroom.users.tokens import Tokens

#: How long a link waits to be opened.
LINK_HOLDS = timedelta(hours=48)

_EMAIL = re.compile(r"[^@\s<>\"'(),;:\\\x00-\x20]{1,64}@[^@\s<>\"'(),;:\\\x00-\x20]{1,190}")
_COLUMNS = (
    users.c.id,
    users.c.account_id,
    accounts.c.name.label("account"),
    users.c.email,
    users.c.role,
    users.c.password_hash.is_not(None).label("has_password"),
    users.c.created_at,
)
_USERS = select(*_COLUMNS).join(accounts, accounts.c.id == users.c.account_id)
_OVER = "This link has been used, or its time is over. Ask for a new one, or make it with `fittingroom users link`."


class Users:
    """People who sign in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._accounts = Accounts(database)
        self._attempts = Attempts(database)
        self._tokens = Tokens(database.secret, "sign-in links")

    async def any_exist(self) -> bool:
        """Whether there is anybody yet."""
        async with self._database.transaction() as connection:
            return await _any_exist(connection)

    async def create(self, email: str, account: str, role: Role = Role.MEMBER, password: str | None = None) -> User:
        """Somebody new, in an account that is made if it is new. Raises BadRequest."""
        password_hash = None if password is None else await passwords.digest(password)
        values = {"email": read_email(email), "role": role, "password_hash": password_hash}
        account_id = (await self._accounts.get_or_create(read_account(account))).id
        async with self._database.transaction() as connection:
            return await self._insert(connection, {**values, "account_id": account_id})

    async def list_users(self, account_id: int | None = None) -> list[User]:
        """The users of one account, or all, by email."""
        query = _USERS.order_by(users.c.email)
        async with self._database.transaction() as connection:
            found = query if account_id is None else query.where(users.c.account_id == account_id)
            return [_user(row) for row in await connection.execute(found)]

    async def get(self, user_id: int) -> User:
        """The user of that number. Raises NotFound."""
        return await self._one(users.c.id == user_id)

    async def find(self, email: str) -> User:
        """The user of that email. Raises NotFound."""
        return await self._one(users.c.email == email.strip().lower())

    async def first_link(self) -> str:
        """The token of a link that makes the first administrator. It is void once there is anybody."""
        return await self._make_link(None)

    async def link(self, user_id: int) -> str:
        """The token of a link by which somebody signs in, once."""
        return await self._make_link(user_id)

    async def look(self, token: str) -> Invitation:
        """What a link is for, without using it up. Raises NotFound."""
        async with self._database.transaction() as connection:
            user_id = await self._holding(connection, token)
        return Invitation(None if user_id is None else await self.get(user_id))

    async def use_link(self, token: str) -> User:
        """Who signs in by this link; it works no more. Raises NotFound."""
        async with self._database.transaction() as connection:
            user_id = await self._holding(connection, token, use=True)
            if user_id is None:
                raise NotFound(_OVER)
        return await self.get(user_id)

    async def use_first_link(self, token: str, email: str, password: str, account: str) -> User:
        """Make the first administrator. Raises NotFound where the link is void, BadRequest."""
        values = {"email": read_email(email), "role": Role.ADMINISTRATOR}
        name, password_hash = read_account(account), await passwords.digest(password)
        await self.look(token)
        account_id = (await self._accounts.get_or_create(name)).id
        async with self._database.transaction() as connection:
            # Two who hold such a link: one of them is first.
            await connection.execute(text("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"))
            if await self._holding(connection, token, use=True) is not None:
                raise NotFound(_OVER)
            return await self._insert(connection, {**values, "account_id": account_id, "password_hash": password_hash})

    async def sign_in(self, email: str, password: str, address: str) -> User:
        """Who signs in by a password. Raises UnauthorizedAccess, RateLimitExceeded.

        `address`: where the try comes from, which is limited too.
        """
        email = email.strip().lower()
        await self._attempts.count(email, address)
        async with self._database.transaction() as connection:
            stored = await connection.scalar(select(users.c.password_hash).where(users.c.email == email))
        if not await passwords.is_right(password, stored):
            raise UnauthorizedAccess("Email and password don't match.")
        await self._attempts.forgive(email)
        return await self.find(email)

    async def set_password(self, user_id: int, password: str) -> None:
        """Give somebody another password. Raises BadRequest."""
        password_hash = await passwords.digest(password)
        async with self._database.transaction() as connection:
            await connection.execute(update(users).where(users.c.id == user_id).values(password_hash=password_hash))

    async def remove(self, user_id: int) -> None:
        """Take somebody out, and sign them out everywhere. The account stays. Raises BadRequest for the last one
        who may do everything."""
        async with self._database.transaction() as connection:
            await connection.execute(text("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE"))
            others = select(func.count()).where(users.c.role == Role.ADMINISTRATOR, users.c.id != user_id)
            role = await connection.scalar(select(users.c.role).where(users.c.id == user_id))
            if role == Role.ADMINISTRATOR and not (await connection.execute(others)).scalar_one():
                raise BadRequest("This is the last administrator; make another one first.")
            await connection.execute(delete(users).where(users.c.id == user_id))

    async def _one(self, condition: ColumnElement[bool]) -> User:
        async with self._database.transaction() as connection:
            row = (await connection.execute(_USERS.where(condition))).one_or_none()
        if row is None:
            raise NotFound("There is no such user; `fittingroom users list` shows them.")
        return _user(row)

    async def _insert(self, connection: AsyncConnection, values: dict[str, Any]) -> User:
        values["created_at"] = await self._database.now(connection)
        try:
            user_id = await connection.scalar(insert(users).values(values).returning(users.c.id))
        except IntegrityError:
            raise BadRequest(f"There is a user with the email {values['email']} already.") from None
        return _user((await connection.execute(_USERS.where(users.c.id == user_id))).one())

    async def _make_link(self, user_id: int | None) -> str:
        token = self._tokens.make()
        async with self._database.transaction() as connection:
            now = await self._database.now(connection)
            await connection.execute(delete(sign_in_links).where(sign_in_links.c.expires_at <= now))
            values = {"digest": self._tokens.digest(token), "user_id": user_id, "expires_at": now + LINK_HOLDS}
            await connection.execute(insert(sign_in_links).values(values))
        return token

    async def _holding(self, connection: AsyncConnection, token: str, use: bool = False) -> int | None:
        """Whose link it is, None for a first one. Raises NotFound."""
        now = await self._database.now(connection)
        holds = (
            sign_in_links.c.digest == self._tokens.digest(token),
            sign_in_links.c.used_at.is_(None),
            sign_in_links.c.expires_at > now,
        )
        change = update(sign_in_links).where(*holds).values(used_at=now).returning(sign_in_links.c.user_id)
        query = change if use else select(sign_in_links.c.user_id).where(*holds)
        row = (await connection.execute(query)).one_or_none() if self._tokens.is_ours(token) else None
        if row is None or (row.user_id is None and await _any_exist(connection)):
            raise NotFound(_OVER)
        user_id: int | None = row.user_id
        return user_id


def read_email(text: str) -> str:
    """An email as it is stored: small letters. Raises BadRequest."""
    email = text.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise BadRequest("An email looks like name@example.com.")
    return email


def read_account(name: str) -> str:
    """An account's name. Raises BadRequest."""
    name = name.strip()
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise BadRequest("An account's name has 1 to 100 characters.")
    return name


async def _any_exist(connection: AsyncConnection) -> bool:
    return (await connection.execute(select(users.c.id).limit(1))).one_or_none() is not None


def _user(row: Row[Any]) -> User:
    return User(**{**row._mapping, "role": Role(row.role)})
