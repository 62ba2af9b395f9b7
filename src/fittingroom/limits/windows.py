"""Exact sliding windows: the moments of the requests of the last 60 seconds, on one row for each account and bucket.

A key with a limit of its own has a row too, and a request with it needs room in both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, Table, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.errors import ConcurrencyLimitExceeded, Quota, RateLimitExceeded
from fittingroom.limits.model import DEFAULT_IN_FLIGHT, DEFAULTS, Bucket, KeyLimits
from fittingroom.limits.tables import account_limits, key_windows, request_windows

WINDOW = timedelta(seconds=60)
#: When to ask again for a place in flight; jobs take seconds.
_IN_FLIGHT_RETRY = 5


@dataclass(frozen=True)
class _Window:
    """A row of hits: of an account's bucket, or of one key's."""

    table: Table
    owner: dict[str, int | str]
    limit: int
    whose: str

    @property
    def is_it(self) -> tuple[ColumnElement[bool], ...]:
        return tuple(self.table.c[name] == value for name, value in self.owner.items())

    async def hold(self, connection: AsyncConnection) -> list[datetime]:
        """The hits, on a row that is locked until the transaction ends."""
        query = select(self.table.c.hits).where(*self.is_it).with_for_update()
        hits = (await connection.execute(query)).scalar_one_or_none()
        if hits is None:
            await connection.execute(upsert(self.table).values({**self.owner, "hits": []}).on_conflict_do_nothing())
            hits = (await connection.execute(query)).scalar_one()
        return list(hits)


async def admit(
    connection: AsyncConnection, account_id: int, bucket: Bucket, now: datetime, key: KeyLimits | None = None
) -> Quota:
    """Count a request, holding its windows' rows until the transaction ends. Raises RateLimitExceeded."""
    counted: list[tuple[_Window, list[datetime], datetime]] = []
    for window in await _windows(connection, account_id, bucket, key):
        hits = await window.hold(connection)
        # Never behind the last: machines' clocks may differ, and the row must stay in order.
        moment = max([now, *hits[-1:]])
        recent = _recent(hits, moment)
        if len(recent) >= window.limit:
            raise _refusal(window, _quota(window.limit, recent, moment))
        counted.append((window, [*recent, moment], moment))
    for window, recent, _ in counted:
        await connection.execute(update(window.table).where(*window.is_it).values(hits=recent))
    return _tightest(_quota(window.limit, recent, moment) for window, recent, moment in counted)


def uncounted(quota: Quota) -> Quota:
    """How the window stands once the request that `admit` has just counted is taken back."""
    remaining = quota.remaining + 1
    return Quota(quota.limit, remaining, 0 if remaining == quota.limit else quota.reset)


async def look(
    connection: AsyncConnection, account_id: int, bucket: Bucket, now: datetime, key: KeyLimits | None = None
) -> Quota:
    """How the window stands that has less room, without counting."""
    found = []
    for window in await _windows(connection, account_id, bucket, key):
        hits = await connection.scalar(select(window.table.c.hits).where(*window.is_it))
        found.append(_quota(window.limit, _recent(hits or [], now), now))
    return _tightest(found)


def ensure_room_of_key(key: KeyLimits, in_flight: int) -> None:
    """Raises ConcurrencyLimitExceeded when the key has as many jobs under way as it may itself."""
    limit = key.limits.in_flight
    if limit is not None and in_flight >= limit:
        message = f"Too many jobs of this API key in flight: {limit} at a time; wait until one has ended."
        raise ConcurrencyLimitExceeded(message, retry_after=_IN_FLIGHT_RETRY)


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


async def _windows(
    connection: AsyncConnection, account_id: int, bucket: Bucket, key: KeyLimits | None
) -> list[_Window]:
    """The account's always first, so that no two requests wait for one another's rows."""
    limit = await _limit(connection, account_id, bucket)
    found = [_Window(request_windows, {"account_id": account_id, "bucket": bucket.value}, limit, "")]
    if key is not None and (own := key.of(bucket)) is not None:
        owner: dict[str, int | str] = {"key_id": key.key_id, "bucket": bucket.value}
        found.append(_Window(key_windows, owner, own, " with this API key"))
    return found


def _refusal(window: _Window, quota: Quota) -> RateLimitExceeded:
    rule = f"{quota.limit} in any {WINDOW.seconds} seconds"
    message = f"Too many requests{window.whose}: {rule}; try again in {quota.reset} s."
    return RateLimitExceeded(message, retry_after=quota.reset, quota=quota)


def _tightest(quotas: Iterable[Quota]) -> Quota:
    return min(quotas, key=lambda quota: (quota.remaining, -quota.reset))


def _recent(hits: Sequence[datetime], now: datetime) -> list[datetime]:
    return [hit for hit in hits if hit > now - WINDOW]


def _quota(limit: int, recent: Sequence[datetime], now: datetime) -> Quota:
    """`reset`: until the oldest counted request leaves the window and makes room for one more."""
    reset = ceil((recent[0] + WINDOW - now).total_seconds()) if recent else 0
    if limit == 0:
        reset = WINDOW.seconds
    return Quota(limit, max(0, limit - len(recent)), reset)
