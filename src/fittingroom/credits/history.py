"""The ledger as its account reads it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.credits.model import Balance, Entry
from fittingroom.credits.tables import ledger


@dataclass(frozen=True)
class Line:
    """A row of the ledger. `change` is what came or went, `reserved` what was set aside (or no longer is) for a job.

    `left` is what a new job could cost after it.
    """

    sequence: int
    at: datetime
    entry: Entry
    change: int
    reserved: int
    left: int
    job_id: str | None
    expires_at: datetime | None
    note: str


async def history(connection: AsyncConnection, account_id: int, limit: int, before: int | None) -> list[Line]:
    """The newest rows first; `before`: only those of a lower sequence."""
    query = select(ledger).where(ledger.c.account_id == account_id)
    if before is not None:
        query = query.where(ledger.c.sequence < before)
    rows = await connection.execute(query.order_by(ledger.c.sequence.desc()).limit(limit))
    return [
        Line(
            sequence=row.sequence,
            at=row.at,
            entry=Entry(row.entry),
            change=row.subscription + row.purchased,
            reserved=row.reserved,
            left=row.subscription_after + row.purchased_after - row.reserved_after,
            job_id=row.job_id,
            expires_at=row.expires_at,
            note=row.note,
        )
        for row in rows
    ]


async def balances(connection: AsyncConnection) -> dict[int, Balance]:
    """How every account that ever had credits stood after its newest row, by the account's id."""
    columns = (ledger.c.account_id, ledger.c.subscription_after, ledger.c.purchased_after, ledger.c.reserved_after)
    newest = select(*columns).ext(distinct_on(ledger.c.account_id))
    newest = newest.order_by(ledger.c.account_id, ledger.c.sequence.desc())
    return {row[0]: Balance(*row[1:]) for row in await connection.execute(newest)}
