import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from tests.support.callers import BY_URL, make_caller
from tests.support.processes import environment
from tests.support.rows import rows

from fittingroom.db import Database
from fittingroom.jobs import Jobs, Status, try_on_queue
from fittingroom.jobs.queue import QUEUE
from fittingroom.settings import Settings

WORKER = Path(__file__).parent / "worker_that_takes_and_hangs.py"


async def _until_done(db: Database, count: int = 1) -> None:
    """Run a worker of the queue until so many jobs have ended."""
    jobs, done = Jobs(db), asyncio.Semaphore(0)

    async def run(job_id: str) -> None:
        claim = await jobs.claim(job_id, "worker")
        if claim is not None:
            await jobs.complete(claim, [])
        done.release()

    async with try_on_queue(db, run) as queue:
        worker = asyncio.create_task(
            queue.run_worker_async(queues=[QUEUE], delete_jobs="always", install_signal_handlers=False)
        )
        async with asyncio.timeout(30):
            for _ in range(count):
                await done.acquire()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def test_a_submitted_job_reaches_the_worker(db: Database) -> None:
    caller = await make_caller(db, credits=2)
    accepted = [await Jobs(db).submit(caller, BY_URL) for _ in range(2)]
    await _until_done(db, count=2)
    for job in accepted:
        assert (await Jobs(db).get(caller.account_id, job.id)).status is Status.COMPLETED
    assert await rows(db, "SELECT * FROM procrastinate_jobs") == []


async def test_a_job_whose_worker_was_killed_before_it_claimed_it_is_done_by_another(
    db: Database, settings: Settings
) -> None:
    caller = await make_caller(db, credits=1)
    job = await Jobs(db).submit(caller, BY_URL)
    assert settings.database_url
    variables = environment(FITTINGROOM_DATABASE_URL=settings.database_url)
    with subprocess.Popen([sys.executable, WORKER], env=variables, stdout=subprocess.PIPE) as worker:
        assert worker.stdout
        assert (await asyncio.to_thread(worker.stdout.readline)).strip() == b"taken"
        worker.send_signal(signal.SIGKILL)
    assert (await Jobs(db).requeue_stale()).requeued == 0
    await rows(db, "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
    assert (await Jobs(db).requeue_stale()).requeued == 1
    await _until_done(db)
    assert (await Jobs(db).get(caller.account_id, job.id)).status is Status.COMPLETED
