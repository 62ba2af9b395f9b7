"""The entries of the ledger.

Every function here appends within the caller's transaction, and wants the account's lock held (`lock_account`).
"""

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.credits.model import Balance, Entry, Grant
from fittingroom.credits.tables import ledger
from fittingroom.errors import OutOfCredits


async def balance(connection: AsyncConnection, account_id: int) -> Balance:
    """How the account stands after its newest row."""
    _, found = await _newest(connection, account_id)
    return found


async def grant_purchased(
    connection: AsyncConnection, account_id: int, credits: int, now: datetime, note: str = ""
) -> None:
    """Add credits that never expire."""
    _require_positive(credits)
    await _append(connection, account_id, Entry.GRANT_PURCHASED, now, purchased=credits, note=note)


async def grant_subscription(
    connection: AsyncConnection, account_id: int, credits: int, expires_at: datetime, now: datetime, note: str = ""
) -> None:
    """Add credits that end at a moment; they replace what is left of earlier ones, since those don't carry over."""
    _require_positive(credits)
    await _expire(connection, account_id, [grant async for grant in open_grants(connection, account_id)], now)
    changes = {"subscription": credits, "expires_at": expires_at, "note": note}
    await _append(connection, account_id, Entry.GRANT_SUBSCRIPTION, now, **changes)


async def reserve(connection: AsyncConnection, account_id: int, job_id: str, credits: int, now: datetime) -> None:
    """Set credits aside for a job, from the subscription first. Raises OutOfCredits. Wants a settled account."""
    available = (await balance(connection, account_id)).on_demand
    if credits > available:
        raise OutOfCredits(f"The job costs {credits} and the account has {available} left; add credits.")
    grant = await anext(open_grants(connection, account_id), None)
    held = min(credits, grant.free) if grant else 0
    drawn = {"held": held, "grant_id": grant.id} if grant and held else {}
    await _append(connection, account_id, Entry.RESERVE, now, job_id=job_id, reserved=credits, **drawn)


async def spend(connection: AsyncConnection, account_id: int, job_id: str, now: datetime) -> None:
    """Take what a job had set aside."""
    reserved, held, grant_id = await _reservation(connection, job_id)
    changes = {"reserved": -reserved, "held": -held, "subscription": -held, "purchased": held - reserved}
    await _append(connection, account_id, Entry.SPEND, now, job_id=job_id, grant_id=grant_id, **changes)


async def release(connection: AsyncConnection, account_id: int, job_id: str, now: datetime) -> None:
    """Give back what a job had set aside; what came of a subscription that has ended since, ends with it."""
    reserved, held, grant_id = await _reservation(connection, job_id)
    changes = {"reserved": -reserved, "held": -held}
    await _append(connection, account_id, Entry.RELEASE, now, job_id=job_id, grant_id=grant_id, **changes)
    await expire(connection, account_id, now)


async def expire(connection: AsyncConnection, account_id: int, now: datetime) -> None:
    """End what is left of subscription grants that are past their time, or were replaced; not what jobs hold."""
    grants = [grant async for grant in open_grants(connection, account_id)]
    if not grants:
        return
    newest = await connection.scalar(select(func.max(ledger.c.id)).where(*_is_grant(account_id)))
    over = [grant for grant in grants if grant.expires_at <= now or grant.id != newest]
    await _expire(connection, account_id, over, now)


async def open_grants(connection: AsyncConnection, account_id: int) -> AsyncIterator[Grant]:
    """The subscription grants that have something left, newest first."""
    unseen = (await balance(connection, account_id)).subscription
    if not unseen:
        return
    query = select(ledger.c.id, ledger.c.expires_at).where(*_is_grant(account_id)).order_by(ledger.c.id.desc())
    for grant_id, expires_at in (await connection.execute(query)).all():
        sums = select(func.sum(ledger.c.subscription), func.sum(ledger.c.held))
        of_grant = sums.where(or_(ledger.c.id == grant_id, ledger.c.grant_id == grant_id))
        left, held = (await connection.execute(of_grant)).one()
        if left:
            yield Grant(grant_id, expires_at, left, held)
        # What all open grants have left adds up to the balance, so older ones need no look.
        unseen -= left
        if not unseen:
            return


def _is_grant(account_id: int) -> tuple[ColumnElement[bool], ...]:
    return ledger.c.account_id == account_id, ledger.c.entry == Entry.GRANT_SUBSCRIPTION


async def _expire(connection: AsyncConnection, account_id: int, grants: list[Grant], now: datetime) -> None:
    for grant in grants:
        if grant.free:
            await _append(connection, account_id, Entry.EXPIRE, now, grant_id=grant.id, subscription=-grant.free)


async def _reservation(connection: AsyncConnection, job_id: str) -> tuple[int, int, int | None]:
    query = select(ledger.c.reserved, ledger.c.held, ledger.c.grant_id)
    row = await connection.execute(query.where(ledger.c.job_id == job_id, ledger.c.entry == Entry.RESERVE))
    reserved, held, grant_id = row.one()
    return reserved, held, grant_id


async def _newest(connection: AsyncConnection, account_id: int) -> tuple[int, Balance]:
    columns = (ledger.c.sequence, ledger.c.subscription_after, ledger.c.purchased_after, ledger.c.reserved_after)
    query = select(*columns).where(ledger.c.account_id == account_id).order_by(ledger.c.sequence.desc()).limit(1)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return 0, Balance()
    sequence, subscription, purchased, reserved = row
    return sequence, Balance(subscription, purchased, reserved)


async def _append(connection: AsyncConnection, account_id: int, entry: Entry, now: datetime, **changes: object) -> None:
    sequence, before = await _newest(connection, account_id)

    def after(column: str, held_before: int) -> int:
        change = changes.get(column, 0)
        assert isinstance(change, int)
        return held_before + change

    await connection.execute(
        insert(ledger).values(
            account_id=account_id,
            sequence=sequence + 1,
            entry=entry,
            at=now,
            subscription_after=after("subscription", before.subscription),
            purchased_after=after("purchased", before.purchased),
            reserved_after=after("reserved", before.reserved),
            **changes,
        )
    )


def _require_positive(credits: int) -> None:
    if credits <= 0:
        raise ValueError(f"credits must be at least 1, not {credits}")
