import asyncio

import pytest
from tests.support.clock import MovableClock
from tests.support.rows import rows

from fittingroom.accounts import Accounts
from fittingroom.db import Database
from fittingroom.errors import Quota, RateLimitExceeded
from fittingroom.limits import AccountLimits, Bucket, Limits


@pytest.fixture
async def account_id(db: Database) -> int:
    return (await Accounts(db).get_or_create("demo")).id


async def test_of_301_status_requests_exactly_300_are_let_through(db: Database, account_id: int) -> None:
    limits = Limits(db)
    calls = [limits.admit(account_id, Bucket.STATUS) for _ in range(301)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    refused = [result for result in results if isinstance(result, RateLimitExceeded)]
    assert (len(refused), refused[0].retry_after, refused[0].quota) == (1, 60, Quota(300, 0, 60))
    assert sorted(result.remaining for result in results if isinstance(result, Quota)) == list(range(300))


async def test_a_request_makes_room_60_seconds_later_and_not_before(
    db: Database, account_id: int, clock: MovableClock
) -> None:
    limits = Limits(db)
    await limits.adjust(account_id, AccountLimits(status=2))
    await limits.admit(account_id, Bucket.STATUS)
    clock.advance(seconds=20)
    assert await limits.admit(account_id, Bucket.STATUS) == Quota(2, 0, 40)
    clock.advance(seconds=39.5)
    with pytest.raises(RateLimitExceeded) as refusal:
        await limits.admit(account_id, Bucket.STATUS)
    assert refusal.value.retry_after == 1
    clock.advance(seconds=0.5)
    assert await limits.admit(account_id, Bucket.STATUS) == Quota(2, 0, 20)


async def test_refused_requests_do_not_count(db: Database, account_id: int, clock: MovableClock) -> None:
    limits = Limits(db)
    await limits.adjust(account_id, AccountLimits(credits=1))
    await limits.admit(account_id, Bucket.CREDITS)
    clock.advance(seconds=30)
    for _ in range(5):
        with pytest.raises(RateLimitExceeded):
            await limits.admit(account_id, Bucket.CREDITS)
    clock.advance(seconds=30)
    await limits.admit(account_id, Bucket.CREDITS)


async def test_looking_does_not_count(db: Database, account_id: int) -> None:
    limits = Limits(db)
    assert await limits.peek(account_id, Bucket.TRYON) == Quota(20, 20, 0)
    assert await limits.peek(account_id, Bucket.TRYON) == Quota(20, 20, 0)
    assert await rows(db, "SELECT * FROM request_windows") == []


async def test_buckets_and_accounts_are_counted_apart(db: Database, account_id: int) -> None:
    limits = Limits(db)
    other = (await Accounts(db).get_or_create("other")).id
    await limits.admit(account_id, Bucket.STATUS)
    assert (await limits.peek(account_id, Bucket.CREDITS)).remaining == 300
    assert (await limits.peek(other, Bucket.STATUS)).remaining == 300


async def test_a_clock_that_is_behind_does_not_open_the_window(
    db: Database, account_id: int, clock: MovableClock
) -> None:
    limits = Limits(db)
    await limits.adjust(account_id, AccountLimits(status=1))
    await limits.admit(account_id, Bucket.STATUS)
    clock.advance(seconds=-90)
    with pytest.raises(RateLimitExceeded) as refusal:
        await limits.admit(account_id, Bucket.STATUS)
    assert refusal.value.retry_after == 60


async def test_adjusting_one_limit_leaves_the_others_at_their_default(db: Database, account_id: int) -> None:
    limits = Limits(db)
    await limits.adjust(account_id, AccountLimits(status=5))
    assert await limits.of(account_id) == AccountLimits(status=5)
    assert (await limits.peek(account_id, Bucket.STATUS)).limit == 5
    assert (await limits.peek(account_id, Bucket.CREDITS)).limit == 300
