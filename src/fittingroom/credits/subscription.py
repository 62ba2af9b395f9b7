"""Subscriptions: the same number of credits each month, from the day they began."""

from calendar import monthrange
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.credits import ledger
from fittingroom.credits.tables import subscriptions


async def start(connection: AsyncConnection, account_id: int, monthly_credits: int, now: datetime) -> None:
    """Begin a subscription, in place of one that runs, and grant its first month."""
    ends = months_after(now, 1)
    values = {"monthly_credits": monthly_credits, "started_at": now, "renewals": 0, "renews_at": ends}
    statement = upsert(subscriptions).values(account_id=account_id, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=values))
    await ledger.grant_subscription(connection, account_id, monthly_credits, ends, now, "subscription")


async def end(connection: AsyncConnection, account_id: int) -> None:
    """No more months; the present one's credits stay until its end."""
    await connection.execute(delete(subscriptions).where(subscriptions.c.account_id == account_id))


async def renew(connection: AsyncConnection, account_id: int, now: datetime) -> None:
    """Grant the month that has begun, if it hasn't been; months that passed unseen are not made up for."""
    mine = subscriptions.c.account_id == account_id
    row = (await connection.execute(select(subscriptions).where(mine))).one_or_none()
    if row is None or row.renews_at > now:
        return
    renewals = row.renewals
    while months_after(row.started_at, renewals + 1) <= now:
        renewals += 1
    ends = months_after(row.started_at, renewals + 1)
    await connection.execute(update(subscriptions).where(mine).values(renewals=renewals, renews_at=ends))
    await ledger.grant_subscription(connection, account_id, row.monthly_credits, ends, now, "renewal")


async def settle(connection: AsyncConnection, account_id: int, now: datetime) -> None:
    """Bring an account up to the moment: what is past its time ends, and what is due is renewed."""
    await ledger.expire(connection, account_id, now)
    await renew(connection, account_id, now)


def months_after(start: datetime, months: int) -> datetime:
    """The same day and hour so many months on, or the last day of a shorter month."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return start.replace(year=year, month=month, day=min(start.day, monthrange(year, month)[1]))
