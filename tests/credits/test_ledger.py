import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import DBAPIError
from tests.support.callers import make_caller, make_claim
from tests.support.clock import MovableClock
from tests.support.rows import rows

from fittingroom.accounts import Caller
from fittingroom.credits import Balance, Credits
from fittingroom.credits.subscription import months_after
from fittingroom.db import Database
from fittingroom.errors import OutOfCredits, PoseError
from fittingroom.jobs import Jobs, Submission
from fittingroom.tryon.kinds import Kind

FOUR = Submission(Kind.FASHION, {}, cost=4)


@pytest.fixture
async def caller(db: Database) -> Caller:
    return await make_caller(db)


async def test_a_job_reserves_then_spends(db: Database, caller: Caller) -> None:
    credits = Credits(db)
    await credits.grant_purchased(caller.account_id, 10)
    claim = await make_claim(db, caller, FOUR)
    reserved = await credits.balance(caller.account_id)
    assert (reserved, reserved.on_demand) == (Balance(0, 10, 4), 6)
    await Jobs(db).complete(claim, [])
    spent = await credits.balance(caller.account_id)
    assert (spent, spent.on_demand) == (Balance(0, 6, 0), 6)


async def test_a_failed_job_gives_its_credits_back(db: Database, caller: Caller) -> None:
    credits = Credits(db)
    await credits.grant_purchased(caller.account_id, 10)
    await Jobs(db).fail(await make_claim(db, caller, FOUR), PoseError("No person."))
    assert await credits.balance(caller.account_id) == Balance(0, 10, 0)


async def test_the_subscription_is_spent_first(db: Database, caller: Caller, clock: MovableClock) -> None:
    credits = Credits(db)
    await credits.grant_purchased(caller.account_id, 10)
    await credits.grant_subscription(caller.account_id, 3, clock() + timedelta(days=1))
    await Jobs(db).complete(await make_claim(db, caller, FOUR), [])
    assert await credits.balance(caller.account_id) == Balance(0, 9, 0)
    assert await credits.audit() == []


async def test_reserved_credits_cannot_be_reserved_again(db: Database, caller: Caller) -> None:
    await Credits(db).grant_purchased(caller.account_id, 7)
    await make_claim(db, caller, FOUR)
    with pytest.raises(OutOfCredits, match="costs 4 and the account has 3 left") as refusal:
        await Jobs(db).submit(caller, FOUR)
    assert refusal.value.retry_after is None


async def test_a_subscription_ends_with_its_month(db: Database, caller: Caller, clock: MovableClock) -> None:
    credits = Credits(db)
    await credits.grant_purchased(caller.account_id, 1)
    await credits.grant_subscription(caller.account_id, 50, clock() + timedelta(days=1))
    clock.advance(hours=23.99)
    assert await credits.balance(caller.account_id) == Balance(50, 1, 0)
    clock.advance(hours=0.01)
    assert await credits.balance(caller.account_id) == Balance(0, 1, 0)
    with pytest.raises(OutOfCredits):
        await Jobs(db).submit(caller, FOUR)


@pytest.mark.parametrize(("completes", "left"), [(True, Balance(0, 9, 0)), (False, Balance(0, 10, 0))])
async def test_what_a_job_holds_outlives_the_subscription_until_the_job_ends(
    db: Database, caller: Caller, clock: MovableClock, completes: bool, left: Balance
) -> None:
    credits, jobs = Credits(db), Jobs(db)
    await credits.grant_purchased(caller.account_id, 10)
    await credits.grant_subscription(caller.account_id, 3, clock() + timedelta(days=1))
    claim = await make_claim(db, caller, FOUR)
    clock.advance(days=1)
    assert await credits.balance(caller.account_id) == Balance(3, 10, 4)
    await (jobs.complete(claim, []) if completes else jobs.fail(claim, PoseError("No person.")))
    assert await credits.balance(caller.account_id) == left
    assert await credits.audit() == []


async def test_a_subscription_is_renewed_monthly_and_does_not_carry_over(
    db: Database, caller: Caller, clock: MovableClock
) -> None:
    credits = Credits(db)
    await credits.subscribe(caller.account_id, 5)
    await Jobs(db).complete(await make_claim(db, caller, FOUR), [])
    assert (await credits.balance(caller.account_id)).subscription == 1
    clock.advance(days=28)  # From 31 January: the last day of February.
    assert (await credits.balance(caller.account_id)).subscription == 5
    clock.advance(days=100)
    await credits.expire()
    assert (await credits.balance(caller.account_id)).subscription == 5
    await credits.unsubscribe(caller.account_id)
    clock.advance(days=31)
    await credits.expire()
    moved = await rows(db, "SELECT subscription FROM ledger WHERE subscription <> 0 ORDER BY id")
    assert [row["subscription"] for row in moved] == [5, -4, -1, 5, -5, 5, -5]
    assert await credits.audit() == []


async def test_a_job_may_be_paid_from_a_renewed_month_while_another_holds_the_month_before(
    db: Database, caller: Caller, clock: MovableClock
) -> None:
    credits, jobs = Credits(db), Jobs(db)
    await credits.subscribe(caller.account_id, 5)
    old = await make_claim(db, caller, FOUR)
    clock.advance(days=30)
    new = await make_claim(db, caller, FOUR)
    assert await credits.balance(caller.account_id) == Balance(9, 0, 8)
    await jobs.fail(old, PoseError("No person."))
    await jobs.complete(new, [])
    assert await credits.balance(caller.account_id) == Balance(1, 0, 0)
    assert await credits.audit() == []


async def test_what_a_failed_job_held_of_a_subscription_that_was_replaced_ends_with_it(
    db: Database, caller: Caller, clock: MovableClock
) -> None:
    credits = Credits(db)
    await credits.grant_subscription(caller.account_id, 5, clock() + timedelta(days=90))
    claim = await make_claim(db, caller, FOUR)
    await credits.grant_subscription(caller.account_id, 2, clock() + timedelta(days=30))
    assert await credits.balance(caller.account_id) == Balance(6, 0, 4)
    await Jobs(db).fail(claim, PoseError("No person."))
    assert await credits.balance(caller.account_id) == Balance(2, 0, 0)
    assert await credits.audit() == []


async def test_all_that_moves_an_accounts_credits_at_once_is_written_one_after_the_other(
    db: Database, caller: Caller
) -> None:
    credits, jobs = Credits(db), Jobs(db)
    await credits.grant_purchased(caller.account_id, 20)
    claims = [await make_claim(db, caller, FOUR) for _ in range(4)]
    ends = [
        jobs.complete(claims[0], []),
        jobs.complete(claims[1], []),
        jobs.cancel(caller.account_id, claims[2].job_id),
    ]
    grants = [credits.grant_purchased(caller.account_id, 1) for _ in range(6)]
    await asyncio.gather(*grants, *ends, jobs.submit(caller, FOUR))
    assert await credits.balance(caller.account_id) == Balance(0, 18, 8)
    assert await credits.audit() == []


@pytest.mark.parametrize(
    "change", ["UPDATE ledger SET purchased = 1000", "DELETE FROM ledger", "TRUNCATE ledger CASCADE"]
)
async def test_the_ledger_refuses_to_be_changed(db: Database, caller: Caller, change: str) -> None:
    await Credits(db).grant_purchased(caller.account_id, 1)
    with pytest.raises(DBAPIError, match="append-only"):
        await rows(db, change)
    assert (await Credits(db).balance(caller.account_id)).purchased == 1


@pytest.mark.parametrize("number", [0, -5])
async def test_a_grant_must_be_of_something(db: Database, caller: Caller, number: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        await Credits(db).grant_purchased(caller.account_id, number)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-01-31", 2, "2026-03-31"), ("2026-11-15", 14, "2028-01-15")],
)
def test_months_keep_the_day_where_the_month_has_it(start: str, months: int, end: str) -> None:
    assert months_after(datetime.fromisoformat(start), months) == datetime.fromisoformat(end)
