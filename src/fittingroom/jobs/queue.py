"""The queue behind the jobs: wakes a worker for each, in order. Which attempt counts, the job's own row decides."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from procrastinate import App, PsycopgConnector
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.db import Database

QUEUE = "try_on"
_TASK = "fittingroom.try_on"
_LEAP_DAY = "fittingroom.leap_day"

# Never opened: it only writes on connections that it is handed.
_writer = App(connector=PsycopgConnector())


@asynccontextmanager
async def try_on_queue(database: Database, run: Callable[[str], Awaitable[None]]) -> AsyncIterator[App]:
    """The queue as its worker needs it: `run` is called with the id of each job that is due.

    Start it with `run_worker_async(queues=[QUEUE], delete_jobs="always", update_heartbeat_interval=…)`: it deletes what
    is done, and beats as often as `heartbeat_seconds` says, since `requeue_stale` goes by `stale_seconds`.
    """
    app = App(connector=PsycopgConnector(conninfo=database.conninfo, min_size=1, max_size=4))

    async def _try_on(job_id: str) -> None:
        await run(job_id)

    app.task(name=_TASK, queue=QUEUE)(_try_on)
    # A worker of the queue watches its own side tasks (heartbeat, listener), and ends when one breaks off, only while
    # none of them has come to its end by itself; the one for periodic work does at once where there is no such work.
    app.periodic(cron="0 0 29 2 *")(app.task(name=_LEAP_DAY, queue=QUEUE)(_leap))
    async with app.open_async():
        yield app


async def _leap(timestamp: int) -> None:
    """Nothing is due on 29 February."""


async def enqueue(connection: AsyncConnection, job_id: str) -> int:
    """Put a job into the queue, as part of the caller's transaction; returns the queue's own number for it."""
    raw = (await connection.get_raw_connection()).driver_connection
    return await _writer.configure_task(_TASK, queue=QUEUE, connection=raw).defer_async(job_id=job_id)


async def forget(connection: AsyncConnection, queue_id: int | None) -> None:
    """Take a job out of the queue, unless a worker has it in hand."""
    statement = text("DELETE FROM procrastinate_jobs WHERE id = :id AND status = 'todo'")
    await connection.execute(statement, {"id": queue_id})
