"""Who is signed in, in which browser: rows that can be taken away."""

from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from fittingroom.db import Database
from fittingroom.users.model import Session
from fittingroom.users.tables import sessions
from fittingroom.users.tokens import Tokens

#: A session ends when it wasn't used for so long, or is so old.
IDLE = timedelta(days=14)
OLDEST = timedelta(days=90)
#: Seldom enough that a look at a page doesn't write.
_TOUCH_EVERY = timedelta(minutes=5)

_PUBLIC = [sessions.c[name] for name in Session.__dataclass_fields__]


class Sessions:
    """Opened at a sign-in, found by the token in the browser's cookie."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tokens = Tokens(database.secret, "sessions")

    async def open(self, user_id: int, agent: str = "") -> str:
        """Sign somebody in; returns the token for the cookie."""
        token = self._tokens.make()
        async with self._database.transaction() as connection:
            now = await self._database.now(connection)
            await connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
            moments = {"created_at": now, "seen_at": now, "expires_at": now + IDLE}
            values = {"digest": self._tokens.digest(token), "user_id": user_id, "agent": agent[:200], **moments}
            await connection.execute(insert(sessions).values(values))
        return token

    async def find(self, token: str) -> Session | None:
        """The session of a token, or None where it has ended."""
        if not self._tokens.is_ours(token):
            return None
        async with self._database.transaction() as connection:
            now = await self._database.now(connection)
            query = select(*_PUBLIC).where(sessions.c.digest == self._tokens.digest(token), sessions.c.expires_at > now)
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                return None
            if row.seen_at < now - _TOUCH_EVERY:
                ends = min(now + IDLE, row.created_at + OLDEST)
                change = update(sessions).where(sessions.c.id == row.id)
                await connection.execute(change.values(seen_at=now, expires_at=ends))
        return Session(**row._mapping)

    async def list_sessions(self, user_id: int) -> list[Session]:
        """Where somebody is signed in, the latest used first."""
        async with self._database.transaction() as connection:
            now = await self._database.now(connection)
            mine = (sessions.c.user_id == user_id, sessions.c.expires_at > now)
            rows = await connection.execute(select(*_PUBLIC).where(*mine).order_by(sessions.c.seen_at.desc()))
            return [Session(**row._mapping) for row in rows]

    async def close(self, user_id: int, session_id: int) -> None:
        """Sign somebody out in one browser."""
        mine = (sessions.c.user_id == user_id, sessions.c.id == session_id)
        async with self._database.transaction() as connection:
            await connection.execute(delete(sessions).where(*mine))

    async def close_others(self, user_id: int, session_id: int) -> None:
        """Sign somebody out in every other browser."""
        others = (sessions.c.user_id == user_id, sessions.c.id != session_id)
        async with self._database.transaction() as connection:
            await connection.execute(delete(sessions).where(*others))

    async def close_all(self, user_id: int) -> None:
        """Sign somebody out in every browser."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(sessions).where(sessions.c.user_id == user_id))
