"""Jobs that end, or go on, by another hand than their worker's: cancelled, abandoned, expired."""

from datetime import timedelta

from sqlalchemy import ColumnElement, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom import metrics
from fittingroom.credits import ledger
from fittingroom.db import Database
from fittingroom.db.locks import lock_account
from fittingroom.errors import PipelineError, ProcessingError
from fittingroom.jobs.attempts import end, requeue, told
from fittingroom.jobs.model import ExpiredOutputs, Status, Swept
from fittingroom.jobs.queue import forget
from fittingroom.jobs.reading import outputs_of
from fittingroom.jobs.tables import jobs

_UNDER_WAY = jobs.c.status.in_([Status.QUEUED, Status.PROCESSING])

# Queued jobs for which the queue has nothing that anybody will still do: their worker died between taking them from
# the queue and claiming them. The queue's heartbeats are by the database's own clock.
_ADRIFT = text("""
SELECT j.id, j.queue_id FROM jobs j
LEFT JOIN procrastinate_jobs q ON q.id = j.queue_id
LEFT JOIN procrastinate_workers w ON w.id = q.worker_id
WHERE j.status = 'queued'
  AND (q.id IS NULL OR q.status NOT IN ('todo', 'doing')
       OR (q.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => :stale))))
""")
_FORGET_DEAD = text("""
DELETE FROM procrastinate_jobs q
WHERE q.status = 'doing' AND q.queue_name = 'try_on' AND NOT EXISTS (
    SELECT FROM procrastinate_workers w
    WHERE w.id = q.worker_id AND w.last_heartbeat >= now() - make_interval(secs => :stale))
""")


async def cancel(database: Database, account_id: int, job_id: str) -> bool:
    """End a job that is queued or under way; False when it had ended, or is not the account's."""
    async with database.transaction() as connection:
        await lock_account(connection, account_id)
        now = await database.now(connection)
        condition = (jobs.c.account_id == account_id, _UNDER_WAY)
        error = told(ProcessingError("The job was cancelled."))
        job = await end(connection, job_id, condition, Status.CANCELLED, now, error)
        if job is None:
            return False
        await ledger.release(connection, account_id, job_id, now)
        await forget(connection, await connection.scalar(select(jobs.c.queue_id).where(jobs.c.id == job_id)))
    metrics.job_ended(job.kind, Status.CANCELLED, error["error_name"], job.cost)
    return True


async def requeue_stale(database: Database) -> Swept:
    """Take up the jobs of workers that fell silent: again, or after `max_attempts` as failed."""
    silence = timedelta(seconds=database.settings.stale_seconds)
    async with database.transaction() as connection:
        stale = jobs.c.heartbeat_at < await database.now(connection) - silence
        query = select(jobs.c.id, jobs.c.account_id).where(jobs.c.status == Status.PROCESSING, stale)
        found = (await connection.execute(query)).all()
    results = [await _take_up(database, row.id, row.account_id, silence) for row in found]
    adrift = await _take_up_adrift(database)
    return Swept(results.count(Status.QUEUED) + adrift, results.count(Status.FAILED))


async def expired_outputs(database: Database, limit: int) -> list[ExpiredOutputs]:
    """Pictures whose time is over and that aren't said to be deleted, the oldest first."""
    async with database.transaction() as connection:
        due = (jobs.c.outputs_expire_at <= await database.now(connection), jobs.c.outputs_purged_at.is_(None))
        query = select(jobs.c.id, jobs.c.outputs).where(*due).order_by(jobs.c.outputs_expire_at).limit(limit)
        return [ExpiredOutputs(row.id, outputs_of(row.outputs)) for row in await connection.execute(query)]


async def mark_purged(database: Database, job_id: str) -> None:
    """Say that a job's pictures are deleted."""
    async with database.transaction() as connection:
        now = await database.now(connection)
        await connection.execute(update(jobs).where(jobs.c.id == job_id).values(outputs_purged_at=now))


async def _take_up(database: Database, job_id: str, account_id: int, silence: timedelta) -> Status | None:
    async with database.transaction() as connection:
        await lock_account(connection, account_id)
        now = await database.now(connection)
        # Looked at again under the lock: it may have come back to life.
        stale = (jobs.c.status == Status.PROCESSING, jobs.c.heartbeat_at < now - silence)
        last = jobs.c.lost_attempts + 1 >= database.settings.max_attempts
        if await requeue(connection, job_id, (*stale, ~last), lost=1):
            return Status.QUEUED
        return await _give_up(connection, job_id, account_id, (*stale, last), database)


async def _give_up(
    connection: AsyncConnection,
    job_id: str,
    account_id: int,
    condition: tuple[ColumnElement[bool], ...],
    database: Database,
) -> Status | None:
    now = await database.now(connection)
    attempts = database.settings.max_attempts
    error = told(PipelineError(f"The engine stopped in the middle of the job, {attempts} times over."))
    values = {**error, "lost_attempts": attempts}
    job = await end(connection, job_id, condition, Status.FAILED, now, values)
    if job is None:
        return None
    await ledger.release(connection, account_id, job_id, now)
    metrics.job_ended(job.kind, Status.FAILED, PipelineError.__name__, job.cost)
    return Status.FAILED


async def _take_up_adrift(database: Database) -> int:
    stale = {"stale": database.settings.stale_seconds}
    async with database.transaction() as connection:
        adrift = (await connection.execute(_ADRIFT, stale)).all()
        await connection.execute(_FORGET_DEAD, stale)
    return [await _queue_again(database, row.id, row.queue_id) for row in adrift].count(True)


async def _queue_again(database: Database, job_id: str, queue_id: int | None) -> bool:
    # Only if nobody else, who sweeps at the same time, has done so.
    condition = (jobs.c.status == Status.QUEUED, jobs.c.queue_id.is_not_distinct_from(queue_id))
    async with database.transaction() as connection:
        return await requeue(connection, job_id, condition)
