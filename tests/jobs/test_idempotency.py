import asyncio

import pytest
from tests.support.callers import BY_URL, make_caller
from tests.support.clock import MovableClock
from tests.support.rows import contents, rows

from fittingroom.credits import Credits
from fittingroom.db import Database
from fittingroom.errors import Conflict, OutOfCredits
from fittingroom.jobs import Jobs, Once, Submission
from fittingroom.tryon.kinds import Kind

ONCE = Once("order 17", b'{"a body": "with a face"}')


async def test_the_same_request_at_the_same_moment_makes_one_job_and_costs_once(db: Database) -> None:
    caller = await make_caller(db, credits=10)
    accepted = await asyncio.gather(*(Jobs(db).submit(caller, BY_URL, ONCE) for _ in range(8)))
    assert len({one.id for one in accepted}) == 1
    assert (await Credits(db).balance(caller.account_id)).reserved == 1
    assert {one.quota.remaining for one in accepted} == {19}


async def test_another_body_or_endpoint_under_the_same_key_is_refused_and_leaves_nothing(db: Database) -> None:
    caller = await make_caller(db, credits=10)
    await Jobs(db).submit(caller, BY_URL, ONCE)
    before = await contents(db)
    for submission, body in ((BY_URL, b"{}"), (Submission(Kind.TATTOO, {}), ONCE.body)):
        with pytest.raises(Conflict, match="Idempotency-Key"):
            await Jobs(db).submit(caller, submission, Once(ONCE.key, body))
    assert await contents(db) == before


async def test_a_refused_request_may_be_sent_again_under_its_key(db: Database) -> None:
    caller = await make_caller(db)
    with pytest.raises(OutOfCredits):
        await Jobs(db).submit(caller, BY_URL, ONCE)
    await Credits(db).grant_purchased(caller.account_id, 1)
    assert await Jobs(db).submit(caller, BY_URL, ONCE)


async def test_keys_of_two_accounts_have_nothing_to_do_with_each_other(db: Database) -> None:
    one, other = await make_caller(db, credits=1), await make_caller(db, credits=1, name="other")
    assert (await Jobs(db).submit(one, BY_URL, ONCE)).id != (await Jobs(db).submit(other, BY_URL, ONCE)).id


async def test_a_key_is_good_for_a_day_and_then_forgotten(db: Database, clock: MovableClock) -> None:
    caller = await make_caller(db, credits=10)
    first = await Jobs(db).submit(caller, BY_URL, ONCE)
    clock.advance(hours=23.9)
    await Jobs(db).forget_requests()
    assert (await Jobs(db).submit(caller, BY_URL, ONCE)).id == first.id
    clock.advance(hours=0.2)
    assert (await Jobs(db).submit(caller, BY_URL, Once(ONCE.key, b"{}"))).id != first.id
    clock.advance(hours=24)
    await Jobs(db).forget_requests()
    assert await rows(db, "SELECT * FROM idempotency_keys") == []


async def test_neither_key_nor_body_is_kept(db: Database) -> None:
    await Jobs(db).submit(await make_caller(db, credits=1), BY_URL, ONCE)
    (kept,) = await rows(db, "SELECT key_digest, body_digest FROM idempotency_keys")
    assert all(len(bytes(digest)) == 32 for digest in kept.values())
    (text,) = await rows(db, "SELECT idempotency_keys::text AS row FROM idempotency_keys")
    assert ONCE.key.encode().hex() not in text["row"] and bytes(ONCE.body).hex() not in text["row"]
