"""Takes a job from the queue, says so, and does nothing more."""

import asyncio

from fittingroom.db import Database
from fittingroom.jobs import try_on_queue
from fittingroom.jobs.queue import QUEUE
from fittingroom.settings import Settings


async def _hang(job_id: str) -> None:
    print("taken", flush=True)
    await asyncio.sleep(60)


async def main() -> None:
    async with await Database.open(Settings(secret="other")) as db, try_on_queue(db, _hang) as queue:
        await queue.run_worker_async(queues=[QUEUE], delete_jobs="always")


asyncio.run(main())
