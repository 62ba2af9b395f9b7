import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
from tests.support.callers import BY_URL, make_caller, make_claim
from tests.support.rows import rows

from fittingroom.db import Database
from fittingroom.errors import ConcurrencyLimitExceeded, NotFound, PoseError
from fittingroom.jobs import Changes, Jobs, Status, listening

Seen = tuple[Status, object]


@pytest.fixture
async def changes(db: Database) -> AsyncIterator[Changes]:
    async with Changes(db) as opened:
        yield opened


async def test_whoever_follows_a_job_sees_each_change_as_it_happens(
    db: Database, changes: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_LOOK_EVERY", 3600)  # so that it is word that brings it
    caller, jobs = await make_caller(db, credits=1), Jobs(db)
    job_id = (await jobs.submit(caller, BY_URL)).id
    seen: list[Seen] = []
    async with asyncio.timeout(30), aclosing(changes.follow(caller.account_id, job_id, 60)) as following:
        async for job in following:
            assert job is not None
            seen.append((job.status, job.progress and job.progress["step"]))
            if len(seen) == 1:
                claim = await jobs.claim(job_id, "worker")
                assert claim
            elif len(seen) == 2:
                await jobs.report(claim, 1, 3, "Looking")
            elif len(seen) == 3:
                await jobs.report(claim, 1, 3, "Looking")  # nothing new
                await jobs.fail(claim, PoseError("No person."))
    working = Status.PROCESSING
    assert seen == [(Status.QUEUED, None), (working, None), (working, "Looking"), (Status.FAILED, "Looking")]


async def test_a_lost_connection_delays_word_but_loses_none(db: Database, changes: Changes) -> None:
    caller = await make_caller(db, credits=1)
    claim = await make_claim(db, caller)
    waiting = asyncio.create_task(changes.end_of(caller.account_id, claim.job_id, 60))
    listeners = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
    async with asyncio.timeout(30):
        while not await rows(db, listeners):
            await asyncio.sleep(0.02)
        await rows(db, f"SELECT pg_terminate_backend(pid) FROM ({listeners}) AS listening")
        await Jobs(db).complete(claim, [])
        ended = await waiting
    assert ended and ended.status is Status.COMPLETED


async def test_a_step_of_an_attempt_that_lost_its_claim_is_not_written(db: Database) -> None:
    caller, jobs = await make_caller(db, credits=1), Jobs(db)
    claim = await make_claim(db, caller)
    await jobs.report(claim, 1, 3, "Looking")
    await jobs.hand_back(claim)
    await jobs.report(claim, 2, 3, "Painting")
    assert (await jobs.get(caller.account_id, claim.job_id)).progress is None


async def test_waiting_ends_when_its_time_is_over_or_the_server_stops(db: Database, changes: Changes) -> None:
    caller = await make_caller(db, credits=1)
    claim = await make_claim(db, caller)
    assert await changes.end_of(caller.account_id, claim.job_id, 0) is None
    waiting = asyncio.create_task(changes.end_of(caller.account_id, claim.job_id, 3600))
    async with asyncio.timeout(30):
        while not changes._watchers:
            await asyncio.sleep(0.02)
        changes.close()
        assert await waiting is None


async def test_another_accounts_job_cannot_be_followed(db: Database, changes: Changes) -> None:
    claim = await make_claim(db, await make_caller(db, credits=1))
    with pytest.raises(NotFound):
        await changes.end_of((await make_caller(db, name="other")).account_id, claim.job_id, 1)


async def test_an_account_has_so_many_who_wait_and_no_more(
    db: Database, changes: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "MOST_WATCHERS", 1)
    caller = await make_caller(db, credits=1)
    claim = await make_claim(db, caller)
    async with aclosing(changes.follow(caller.account_id, claim.job_id, 60)) as following:
        await anext(following)
        with pytest.raises(ConcurrencyLimitExceeded):
            await changes.end_of(caller.account_id, claim.job_id, 1)
    assert await changes.end_of(caller.account_id, claim.job_id, 0) is None
