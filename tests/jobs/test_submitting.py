import asyncio
from collections import Counter

import pytest
from procrastinate.exceptions import ConnectorException
from tests.support.callers import BY_URL, make_caller, make_claim
from tests.support.rows import contents, rows

from fittingroom.accounts import Accounts
from fittingroom.credits import Balance, Credits
from fittingroom.db import Database
from fittingroom.errors import (
    ConcurrencyLimitExceeded,
    OutOfCredits,
    PoseError,
    Quota,
    RateLimitExceeded,
    UnauthorizedAccess,
)
from fittingroom.jobs import Accepted, Jobs, Submission
from fittingroom.limits import AccountLimits, Bucket, Limits
from fittingroom.tryon.kinds import Kind


async def _submit_at_once(db: Database, number: int, in_flight: int | None = None) -> Counter[type]:
    caller = await make_caller(db, credits=100)
    await Limits(db).adjust(caller.account_id, AccountLimits(in_flight=in_flight))
    calls = [Jobs(db).submit(caller, BY_URL) for _ in range(number)]
    return Counter(map(type, await asyncio.gather(*calls, return_exceptions=True)))


async def test_of_40_submissions_at_once_exactly_20_are_let_through(db: Database) -> None:
    assert await _submit_at_once(db, 40, in_flight=100) == {Accepted: 20, RateLimitExceeded: 20}
    for table in ("jobs", "procrastinate_jobs", "ledger WHERE entry = 'reserve'"):
        assert (await rows(db, f"SELECT count(*) AS n FROM {table}"))[0]["n"] == 20
    assert await Credits(db).audit() == []


async def test_of_15_submissions_at_once_exactly_6_are_in_flight(db: Database) -> None:
    assert await _submit_at_once(db, 15) == {Accepted: 6, ConcurrencyLimitExceeded: 9}


async def test_submissions_at_once_never_reserve_more_than_there_is(db: Database) -> None:
    caller = await make_caller(db, credits=5)
    calls = [Jobs(db).submit(caller, Submission(Kind.TATTOO, {}, cost=2)) for _ in range(6)]
    results = Counter(map(type, await asyncio.gather(*calls, return_exceptions=True)))
    assert results == {Accepted: 2, OutOfCredits: 4}
    assert await Credits(db).balance(caller.account_id) == Balance(0, 5, 4)


async def test_a_job_that_has_ended_makes_room(db: Database) -> None:
    caller = await make_caller(db, credits=10)
    await Limits(db).adjust(caller.account_id, AccountLimits(in_flight=1))
    claim = await make_claim(db, caller)
    with pytest.raises(ConcurrencyLimitExceeded) as refusal:
        await Jobs(db).submit(caller, BY_URL)
    assert (refusal.value.retry_after, refusal.value.quota) == (5, Quota(20, 19, 60))
    await Jobs(db).fail(claim, PoseError("No person."))
    await Jobs(db).submit(caller, BY_URL)


@pytest.mark.parametrize("refusal", [RateLimitExceeded, ConcurrencyLimitExceeded, OutOfCredits, UnauthorizedAccess])
async def test_a_refused_submission_leaves_no_row(db: Database, refusal: type[Exception]) -> None:
    caller = await make_caller(db, credits=2)
    await Jobs(db).submit(caller, BY_URL)
    submission = Submission(Kind.FASHION, {"model_image": "AAAA"}, {"model_image": b"photo"})
    if refusal is RateLimitExceeded:
        await Limits(db).adjust(caller.account_id, AccountLimits(tryon=1))
    elif refusal is ConcurrencyLimitExceeded:
        await Limits(db).adjust(caller.account_id, AccountLimits(in_flight=1))
    elif refusal is OutOfCredits:
        submission = Submission(Kind.FASHION, submission.body, submission.inline, cost=2)
    else:
        (key,) = await Accounts(db).list_keys()
        await Accounts(db).revoke_key(key.prefix)
    before = await contents(db)
    with pytest.raises(refusal):
        await Jobs(db).submit(caller, submission)
    assert await contents(db) == before


async def test_a_submission_that_breaks_off_at_its_very_end_leaves_no_row(db: Database) -> None:
    caller = await make_caller(db, credits=2)
    await rows(db, "ALTER TABLE procrastinate_jobs ADD CHECK (queue_name <> 'try_on')")
    before = await contents(db)
    with pytest.raises(ConnectorException):
        await Jobs(db).submit(caller, Submission(Kind.FASHION, {}, {"model_image": b"photo"}))
    assert await contents(db) == before


async def test_refusals_for_other_reasons_do_not_use_up_the_window(db: Database) -> None:
    caller = await make_caller(db)
    for _ in range(3):
        with pytest.raises(OutOfCredits) as refusal:
            await Jobs(db).submit(caller, BY_URL)
        assert refusal.value.quota == Quota(20, 20, 0)
    assert await Limits(db).peek(caller.account_id, Bucket.TRYON) == Quota(20, 20, 0)


async def test_an_accepted_job_tells_how_the_window_stands(db: Database) -> None:
    caller = await make_caller(db, credits=2)
    assert (await Jobs(db).submit(caller, BY_URL)).quota == Quota(20, 19, 60)
    assert (await Jobs(db).submit(caller, BY_URL)).quota == Quota(20, 18, 60)
