"""How often a password may be tried."""

from datetime import timedelta

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.db import Database
from fittingroom.errors import RateLimitExceeded
from fittingroom.secret import derive_key
from fittingroom.users.tables import sign_in_attempts
from fittingroom.users.tokens import Tokens

#: Failures in a window, for one email and for one address: many people may share an address.
WINDOW = timedelta(minutes=15)
BY_EMAIL = 8
BY_ADDRESS = 60


class Attempts:
    """Counts failures to sign in. Emails and addresses are stored as keyed hashes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tokens = Tokens(derive_key(database.secret, "sign-in attempts"), "subjects")

    async def count(self, email: str, address: str) -> None:
        """Count a try before it is known how it ends. Raises RateLimitExceeded."""
        async with self._database.transaction() as connection:
            for subject, most in self._subjects(email, address):
                await self._admit(connection, subject, most)

    async def forgive(self, email: str) -> None:
        """Forget what was counted for somebody who has signed in."""
        subject = self._tokens.digest(f"email {email}")
        async with self._database.transaction() as connection:
            await connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.subject == subject))

    def _subjects(self, email: str, address: str) -> list[tuple[bytes, int]]:
        found = [(f"email {email}", BY_EMAIL), (f"address {address}", BY_ADDRESS)]
        # In one order for all, so that two tries never wait for each other.
        return sorted((self._tokens.digest(subject), most) for subject, most in found)

    async def _admit(self, connection: AsyncConnection, subject: bytes, most: int) -> None:
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:subject, 0))")
        await connection.execute(lock, {"subject": subject.hex()})
        now = await self._database.now(connection)
        await connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.at <= now - WINDOW))
        query = select(func.count()).where(sign_in_attempts.c.subject == subject)
        if (await connection.execute(query)).scalar_one() >= most:
            minutes = int(WINDOW.total_seconds() // 60)
            message = f"Too many failed tries. Wait {minutes} minutes, or sign in by a link: `fittingroom users link`."
            raise RateLimitExceeded(message, retry_after=int(WINDOW.total_seconds()))
        await connection.execute(insert(sign_in_attempts).values(subject=subject, at=now))
