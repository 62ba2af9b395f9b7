from tests.support.callers import make_caller, make_claim

from fittingroom.credits import Balance, Credits, Entry
from fittingroom.db import Database
from fittingroom.jobs import Jobs


async def test_history_tells_every_row_and_ends_at_the_balance(db: Database) -> None:
    caller, credits = await make_caller(db, credits=5), Credits(db)
    claim = await make_claim(db, caller)
    assert await Jobs(db).complete(claim, [])
    spent, reserved, granted = await credits.history(caller.account_id)
    assert (granted.entry, granted.change, granted.left) == (Entry.GRANT_PURCHASED, 5, 5)
    assert (reserved.entry, reserved.reserved, reserved.left, reserved.job_id) == (Entry.RESERVE, 1, 4, claim.job_id)
    assert (spent.entry, spent.change, spent.left) == (Entry.SPEND, -1, 4)
    assert await credits.history(caller.account_id, 1, before=spent.sequence) == [reserved]


async def test_balances_are_those_of_each_account(db: Database) -> None:
    one, other = await make_caller(db, credits=5), await make_caller(db, credits=7, name="other")
    await make_claim(db, other)
    assert await Credits(db).balances() == {one.account_id: Balance(0, 5, 0), other.account_id: Balance(0, 7, 1)}
