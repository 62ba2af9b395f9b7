import asyncio

import pytest
from tests.support.callers import BY_URL, make_caller, make_claim
from tests.support.clock import MovableClock
from tests.support.rows import rows

from fittingroom.accounts import Caller
from fittingroom.credits import Balance, Credits
from fittingroom.db import Database
from fittingroom.errors import NotFound, PipelineError, PoseError
from fittingroom.jobs import Jobs, Output, Status, Swept

PNG = Output("a.png", "image/png")


@pytest.fixture
async def caller(db: Database) -> Caller:
    return await make_caller(db, credits=10)


async def test_of_two_who_claim_a_job_one_gets_it(db: Database, caller: Caller) -> None:
    jobs = Jobs(db)
    job_id = (await jobs.submit(caller, BY_URL)).id
    claims = await asyncio.gather(*(jobs.claim(job_id, f"worker {number}") for number in range(8)))
    assert [claim is None for claim in claims].count(False) == 1


async def test_of_all_who_finish_a_job_one_wins(db: Database, caller: Caller) -> None:
    jobs = Jobs(db)
    claim = await make_claim(db, caller)
    finishes = [jobs.complete(claim, [PNG]), jobs.fail(claim, PoseError("No person.")), jobs.complete(claim, [])]
    finishes += [jobs.cancel(caller.account_id, claim.job_id), jobs.hand_back(claim)]
    *ends, handed_back = await asyncio.gather(*finishes)
    # Handing back does not end a job: one that is handed back first may still be cancelled.
    assert ends.count(True) == 1 or (handed_back and not any(ends))
    assert not (handed_back and any(ends[:3]))
    assert await Credits(db).audit() == []


async def test_a_finish_writes_status_outputs_and_ledger_together(db: Database, caller: Caller) -> None:
    claim = await make_claim(db, caller)
    await rows(db, "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'refused'; END$$")
    await rows(db, "CREATE TRIGGER refuse BEFORE INSERT ON ledger EXECUTE FUNCTION refuse()")
    with pytest.raises(Exception, match="refused"):
        await Jobs(db).complete(claim, [PNG])
    job = await Jobs(db).get(caller.account_id, claim.job_id)
    assert (job.status, job.outputs) == (Status.PROCESSING, ())


async def test_an_ended_job_stays_as_it_ended(db: Database, caller: Caller) -> None:
    jobs = Jobs(db)
    claim = await make_claim(db, caller)
    await jobs.fail(claim, PoseError("No person."), {"engine": 0.5})
    ended = await jobs.get(caller.account_id, claim.job_id)
    assert (ended.status, ended.error_name, ended.error_message) == (Status.FAILED, "PoseError", "No person.")
    assert not await jobs.complete(claim, [PNG])
    assert not await jobs.cancel(caller.account_id, claim.job_id)
    assert not await jobs.heartbeat(claim)
    assert await jobs.claim(claim.job_id, "another") is None
    assert await jobs.get(caller.account_id, claim.job_id) == ended


async def test_a_silent_worker_loses_its_job_to_another_within_a_minute(
    db: Database, caller: Caller, clock: MovableClock
) -> None:
    jobs = Jobs(db)
    dead = await make_claim(db, caller)
    clock.advance(seconds=59)
    assert await jobs.requeue_stale() == Swept(requeued=1, failed=0)
    again = await jobs.claim(dead.job_id, "worker")
    assert again is not None
    assert not await jobs.heartbeat(dead)
    assert not await jobs.complete(dead, [PNG])
    assert await jobs.complete(again, [])
    assert await Credits(db).balance(caller.account_id) == Balance(0, 9, 0)


async def test_a_worker_that_beats_keeps_its_job(db: Database, caller: Caller, clock: MovableClock) -> None:
    jobs = Jobs(db)
    claim = await make_claim(db, caller)
    for _ in range(10):
        clock.advance(seconds=db.settings.stale_seconds - 1)
        assert await jobs.heartbeat(claim)
        assert await jobs.requeue_stale() == Swept(0, 0)


async def test_a_job_that_kills_its_workers_fails_in_the_end(db: Database, caller: Caller, clock: MovableClock) -> None:
    jobs = Jobs(db)
    job_id = (await jobs.submit(caller, BY_URL)).id
    swept = []
    for _ in range(db.settings.max_attempts):
        assert await jobs.claim(job_id, "worker")
        clock.advance(seconds=30)
        swept.append(await jobs.requeue_stale())
    assert swept == [Swept(1, 0), Swept(1, 0), Swept(0, 1)]
    job = await jobs.get(caller.account_id, job_id)
    assert (job.status, job.error_name) == (Status.FAILED, PipelineError.__name__)
    assert await Credits(db).balance(caller.account_id) == Balance(0, 10, 0)
    assert await Credits(db).audit() == []


async def test_handing_back_does_not_count_as_an_attempt(db: Database, caller: Caller) -> None:
    jobs = Jobs(db)
    job_id = (await jobs.submit(caller, BY_URL)).id
    for _ in range(db.settings.max_attempts + 1):
        claim = await jobs.claim(job_id, "worker")
        assert claim is not None
        assert await jobs.hand_back(claim)
    assert (await jobs.get(caller.account_id, job_id)).status is Status.QUEUED
    assert [row["lost_attempts"] for row in await rows(db, "SELECT lost_attempts FROM jobs")] == [0]


async def test_sweepers_at_once_take_up_a_job_once(db: Database, caller: Caller, clock: MovableClock) -> None:
    jobs = Jobs(db)
    await make_claim(db, caller)
    clock.advance(seconds=30)
    swept = await asyncio.gather(*(jobs.requeue_stale() for _ in range(5)))
    assert sum(sweep.requeued for sweep in swept) == 1


async def test_a_job_that_the_queue_has_lost_is_queued_again(db: Database, caller: Caller) -> None:
    jobs = Jobs(db)
    job_id = (await jobs.submit(caller, BY_URL)).id
    await rows(db, "DELETE FROM procrastinate_jobs")
    assert await jobs.requeue_stale() == Swept(1, 0)
    assert [row["args"] for row in await rows(db, "SELECT args FROM procrastinate_jobs")] == [{"job_id": job_id}]
    assert await jobs.requeue_stale() == Swept(0, 0)


async def test_sweepers_at_once_queue_a_lost_job_once(db: Database, caller: Caller) -> None:
    await Jobs(db).submit(caller, BY_URL)
    await rows(db, "DELETE FROM procrastinate_jobs")
    swept = await asyncio.gather(*(Jobs(db).requeue_stale() for _ in range(8)))
    assert sum(sweep.requeued for sweep in swept) == 1
    assert len(await rows(db, "SELECT * FROM procrastinate_jobs")) == 1


async def test_a_cancelled_job_is_out_of_the_queue_and_its_credits_are_back(db: Database, caller: Caller) -> None:
    jobs = Jobs(db)
    job_id = (await jobs.submit(caller, BY_URL)).id
    assert await jobs.cancel(caller.account_id, job_id)
    job = await jobs.get(caller.account_id, job_id)
    assert (job.status, job.status.public, job.error_name) == (Status.CANCELLED, "failed", "ProcessingError")
    assert await rows(db, "SELECT * FROM procrastinate_jobs") == []
    assert await Credits(db).balance(caller.account_id) == Balance(0, 10, 0)
    assert await Credits(db).audit() == []


async def test_a_job_is_seen_by_its_own_account_only(db: Database, caller: Caller) -> None:
    jobs, other = Jobs(db), await make_caller(db, name="other")
    job_id = (await jobs.submit(caller, BY_URL)).id
    for account_id, asked in ((other.account_id, job_id), (caller.account_id, "0" * 24), (caller.account_id, "x")):
        with pytest.raises(NotFound):
            await jobs.get(account_id, asked)
    assert not await jobs.cancel(other.account_id, job_id)
    assert [job.id for job in await jobs.list_jobs(caller.account_id)] == [job_id]
    assert await jobs.list_jobs(other.account_id) == []
