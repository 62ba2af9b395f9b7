"""The locks that keep processes out of each other's way."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def lock_account(connection: AsyncConnection, account_id: int) -> None:
    """Wait for, and hold until the transaction ends, the row that serialises all that changes an account.

    Whoever needs more than one row takes this one first: that order keeps transactions from waiting in a circle.
    """
    statement = text("SELECT id FROM accounts WHERE id = :id FOR NO KEY UPDATE")
    (await connection.execute(statement, {"id": account_id})).one()


async def lock_migrations(connection: AsyncConnection) -> None:
    """Let one process at a time change the schema; held until the transaction ends."""
    await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('fittingroom.migrations'))"))
