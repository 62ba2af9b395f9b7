from datetime import UTC, datetime, timedelta

from tests.worker.bench import Bench

from fittingroom.credits import Credits
from fittingroom.db import Database
from fittingroom.jobs import Job, Status
from fittingroom.storage.outputs import Outputs
from fittingroom.worker.periodic import Periodic


async def completed(bench: Bench) -> Job:
    job_id = await bench.submit(cost=2)
    async with bench.worker():
        (job,) = await bench.ended(job_id)
    assert job.status is Status.COMPLETED
    return job


async def stored(bench: Bench) -> int:
    return len([name async for name in Outputs(bench.settings).names()])


async def test_outputs_are_deleted_after_72_hours_by_whichever_worker_runs_then(bench: Bench) -> None:
    job = await completed(bench)
    assert await stored(bench) == 2
    bench.clock.ahead = timedelta(hours=71, minutes=59)
    await Periodic(bench.database, Outputs(bench.settings)).purge_outputs()
    assert await stored(bench) == 2

    bench.clock.ahead = timedelta(hours=72, seconds=1)
    async with await Database.open(bench.settings, clock=bench.clock) as restarted:
        await Periodic(restarted, Outputs(bench.settings)).purge_outputs()
    assert await stored(bench) == 0
    assert await bench.jobs.expired_outputs() == []
    assert (await bench.job(job.id)).status is Status.COMPLETED
    assert await bench.spent() == 2


async def test_outputs_that_no_job_knows_of_are_deleted_at_their_end(bench: Bench) -> None:
    outputs = Outputs(bench.settings)
    await outputs.put(b"picture", "png", datetime.now(UTC) + timedelta(hours=72))
    await Periodic(bench.database, outputs).purge_orphans()
    assert await stored(bench) == 1
    bench.clock.ahead = timedelta(hours=73)
    await Periodic(bench.database, outputs).purge_orphans()
    assert await stored(bench) == 0


async def test_a_job_whose_worker_fell_silent_is_queued_again(bench: Bench) -> None:
    job_id = await bench.submit()
    claim = await bench.jobs.claim(job_id, "a worker that dies")
    assert claim
    periodic = Periodic(bench.database, Outputs(bench.settings))
    await periodic.requeue_stale()
    assert (await bench.job(job_id)).status is Status.PROCESSING
    bench.clock.ahead = timedelta(seconds=bench.settings.stale_seconds + 1)
    await periodic.requeue_stale()
    assert (await bench.job(job_id)).status is Status.QUEUED
    assert not await bench.jobs.complete(claim, [])


async def test_subscriptions_are_renewed_and_what_was_left_expires(bench: Bench) -> None:
    credits = Credits(bench.database)
    await credits.subscribe(bench.caller.account_id, 50)
    job_id = await bench.submit(cost=4)
    async with bench.worker():
        await bench.ended(job_id)
    assert (await credits.balance(bench.caller.account_id)).subscription == 46
    bench.clock.ahead = timedelta(days=32)
    await Periodic(bench.database, Outputs(bench.settings)).renew_subscriptions()
    assert (await credits.balance(bench.caller.account_id)).subscription == 50
    assert await credits.audit() == []
