"""Credits for callers that have no transaction of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import select, text, union
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.credits import audit, history, ledger, subscription
from fittingroom.credits.history import Line
from fittingroom.credits.model import Balance
from fittingroom.credits.tables import ledger as ledger_table
from fittingroom.credits.tables import subscriptions
from fittingroom.db import Database
from fittingroom.db.locks import lock_account


class Credits:
    """Granting credits, and telling how an account stands."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def grant_purchased(self, account_id: int, credits: int, note: str = "") -> None:
        """Add credits that never expire."""
        async with self._locked(account_id) as (connection, now):
            await ledger.grant_purchased(connection, account_id, credits, now, note)

    async def grant_subscription(self, account_id: int, credits: int, expires_at: datetime, note: str = "") -> None:
        """Add credits that end at a moment, in place of what is left of earlier ones."""
        async with self._locked(account_id) as (connection, now):
            await ledger.grant_subscription(connection, account_id, credits, expires_at, now, note)

    async def subscribe(self, account_id: int, monthly_credits: int) -> None:
        """Grant so many now, and again each month."""
        async with self._locked(account_id) as (connection, now):
            await subscription.start(connection, account_id, monthly_credits, now)

    async def unsubscribe(self, account_id: int) -> None:
        """No further months; what the present one has left stays until its end."""
        async with self._locked(account_id) as (connection, _):
            await subscription.end(connection, account_id)

    async def balance(self, account_id: int) -> Balance:
        """How the account stands now."""
        async with self._locked(account_id) as (connection, now):
            await subscription.settle(connection, account_id, now)
            return await ledger.balance(connection, account_id)

    async def history(self, account_id: int, limit: int = 50, before: int | None = None) -> list[Line]:
        """The account's rows of the ledger, newest first; `before`: those of a lower `sequence`, for the next page."""
        async with self._database.transaction() as connection:
            return await history.history(connection, account_id, limit, before)

    async def balances(self) -> dict[int, Balance]:
        """How all accounts stand, by their ids; what has ended in the last minute may still be in it."""
        async with self._database.transaction() as connection:
            return await history.balances(connection)

    async def expire(self) -> None:
        """End what is past its time and renew what is due, in every account that had a subscription."""
        grants = select(ledger_table.c.account_id).where(ledger_table.c.expires_at.is_not(None))
        async with self._database.transaction() as connection:
            accounts = (await connection.scalars(union(grants, select(subscriptions.c.account_id)))).all()
        for account_id in accounts:
            async with self._locked(account_id) as (connection, now):
                await subscription.settle(connection, account_id, now)

    async def audit(self) -> list[audit.Disagreement]:
        """Recompute every balance and job from the rows; returns the rows that disagree."""
        async with self._database.transaction() as connection:
            await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            return await audit.audit(connection)

    @asynccontextmanager
    async def _locked(self, account_id: int) -> AsyncIterator[tuple[AsyncConnection, datetime]]:
        async with self._database.transaction() as connection:
            await lock_account(connection, account_id)
            yield connection, await self._database.now(connection)
