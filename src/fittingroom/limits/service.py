"""Limits for callers that have no transaction of their own."""

from dataclasses import asdict

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from fittingroom.db import Database
from fittingroom.errors import Quota
from fittingroom.limits import windows
from fittingroom.limits.model import AccountLimits, Bucket, KeyLimits
from fittingroom.limits.tables import account_limits


class Limits:
    """Counting requests, and adjusting how many an account may make."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def admit(self, account_id: int, bucket: Bucket, key: KeyLimits | None = None) -> Quota:
        """Count a request. Raises RateLimitExceeded, and then it isn't counted."""
        async with self._database.transaction() as connection:
            # A count that a crash of the machine forgets harms nobody, and waiting for the disk costs most of the time.
            await connection.execute(text("SET LOCAL synchronous_commit = off"))
            return await windows.admit(connection, account_id, bucket, await self._database.now(connection), key)

    async def peek(self, account_id: int, bucket: Bucket, key: KeyLimits | None = None) -> Quota:
        """How a window stands, without counting."""
        async with self._database.transaction() as connection:
            return await windows.look(connection, account_id, bucket, await self._database.now(connection), key)

    async def adjust(self, account_id: int, limits: AccountLimits) -> None:
        """Give an account its own limits."""
        values = asdict(limits)
        statement = upsert(account_limits).values(account_id=account_id, **values)
        async with self._database.transaction() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=values))

    async def of(self, account_id: int) -> AccountLimits:
        """What was adjusted for an account."""
        query = select(account_limits).where(account_limits.c.account_id == account_id)
        async with self._database.transaction() as connection:
            row = (await connection.execute(query)).one_or_none()
        return AccountLimits(row.tryon, row.status, row.credits, row.in_flight) if row else AccountLimits()
