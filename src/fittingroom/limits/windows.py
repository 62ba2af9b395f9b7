"""Exact sliding windows: the moments of the requests of the last 60 seconds, on one row for each account and bucket."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.errors import ConcurrencyLimitExceeded, Quota, RateLimitExceeded
from fittingroom.limits.model import DEFAULT_IN_FLIGHT, DEFAULTS, Bucket
from fittingroom.limits.tables import account_limits, request_windows

WINDOW = timedelta(seconds=60)
#: When to ask again for a place in flight; jobs take seconds.
_IN_FLIGHT_RETRY = 5


async def admit(connection: AsyncConnection, account_id: int, bucket: Bucket, now: datetime) -> Quota:
    """Count a request, holding the window's row until the transaction ends. Raises RateLimitExceeded."""
    limit = await _limit(connection, account_id, bucket)
    hits = await _hold(connection, account_id, bucket)
    # Never behind the last: machines' clocks may differ, and the row must stay in order.
    now = max([now, *hits[-1:]])
    recent = _recent(hits, now)
    if len(recent) >= limit:
        quota = _quota(limit, recent, now)
        message = f"Too many requests: {limit} in any {WINDOW.seconds} seconds; try again in {quota.reset} s."
        raise RateLimitExceeded(message, retry_after=quota.reset, quota=quota)
    recent = [*recent, now]
    await connection.execute(update(request_windows).where(*_is(account_id, bucket)).values(hits=recent))
    return _quota(limit, recent, now)


def uncounted(quota: Quota) -> Quota:
    """How the window stands once the request that `admit` has just counted is taken back."""
    remaining = quota.remaining + 1
    return Quota(quota.limit, remaining, 0 if remaining == quota.limit else quota.reset)


async def look(connection: AsyncConnection, account_id: int, bucket: Bucket, now: datetime) -> Quota:
    """How a window stands, without counting."""
    hits = await connection.scalar(select(request_windows.c.hits).where(*_is(account_id, bucket)))
    return _quota(await _limit(connection, account_id, bucket), _recent(hits or [], now), now)


async def ensure_room_in_flight(connection: AsyncConnection, account_id: int, in_flight: int) -> None:
    """Raises ConcurrencyLimitExceeded when the account has as many jobs under way as it may."""
    found = await connection.scalar(select(account_limits.c.in_flight).where(account_limits.c.account_id == account_id))
    limit = DEFAULT_IN_FLIGHT if found is None else found
    if in_flight >= limit:
        message = f"Too many jobs in flight: {limit} at a time; wait until one has ended."
        raise ConcurrencyLimitExceeded(message, retry_after=_IN_FLIGHT_RETRY)


async def _limit(connection: AsyncConnection, account_id: int, bucket: Bucket) -> int:
    column = account_limits.c[bucket.value]
    found = await connection.scalar(select(column).where(account_limits.c.account_id == account_id))
    return DEFAULTS[bucket] if found is None else int(found)


async def _hold(connection: AsyncConnection, account_id: int, bucket: Bucket) -> list[datetime]:
    query = select(request_windows.c.hits).where(*_is(account_id, bucket)).with_for_update()
    hits = (await connection.execute(query)).scalar_one_or_none()
    if hits is None:
        values = {"account_id": account_id, "bucket": bucket, "hits": []}
        await connection.execute(upsert(request_windows).values(values).on_conflict_do_nothing())
        hits = (await connection.execute(query)).scalar_one()
    return list(hits)


def _is(account_id: int, bucket: Bucket) -> tuple[ColumnElement[bool], ...]:
    return request_windows.c.account_id == account_id, request_windows.c.bucket == bucket


def _recent(hits: Sequence[datetime], now: datetime) -> list[datetime]:
    return [hit for hit in hits if hit > now - WINDOW]


def _quota(limit: int, recent: Sequence[datetime], now: datetime) -> Quota:
    """`reset`: until the oldest counted request leaves the window and makes room for one more."""
    reset = ceil((recent[0] + WINDOW - now).total_seconds()) if recent else 0
    if limit == 0:
        reset = WINDOW.seconds
    return Quota(limit, max(0, limit - len(recent)), reset)
