"""An attempt at a job: claimed, kept alive, and ended once, by who still holds the claim.

Whatever ends a job takes the account's lock first and the job's row second, like `submitting`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, null, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom import metrics
from fittingroom.credits import ledger
from fittingroom.db import Database
from fittingroom.db.locks import lock_account
from fittingroom.errors import JobError
from fittingroom.jobs import sealing
from fittingroom.jobs.model import Claim, Output, Status
from fittingroom.jobs.queue import enqueue
from fittingroom.jobs.tables import job_inputs, jobs
from fittingroom.tryon.kinds import Kind
from fittingroom.webhooks import Event, announce

_EVENTS = {
    Status.COMPLETED: Event.JOB_COMPLETED,
    Status.FAILED: Event.JOB_FAILED,
    Status.CANCELLED: Event.JOB_CANCELLED,
}


async def claim(database: Database, job_id: str, worker: str) -> Claim | None:
    """Take a queued job; None when it isn't queued, or not there."""
    async with database.transaction() as connection:
        now = await database.now(connection)
        change = update(jobs).where(jobs.c.id == job_id, jobs.c.status == Status.QUEUED)
        values = {
            "status": Status.PROCESSING,
            "attempt": jobs.c.attempt + 1,
            "claimed_by": worker,
            "heartbeat_at": now,
            "started_at": now,
        }
        row = (await connection.execute(change.values(values).returning(jobs))).one_or_none()
        if row is None:
            return None
        inputs = await _open_inputs(connection, job_id, row.seal, database.secret)
    waited = (now - row.created_at).total_seconds()
    if row.attempt == 1:
        metrics.job_started(waited)
    return Claim(
        job_id,
        row.account_id,
        row.attempt,
        worker,
        Kind(row.kind),
        row.request,
        cost=row.cost,
        waited=waited,
        inputs=inputs,
        traceparent=row.traceparent,
    )


async def heartbeat(database: Database, claim: Claim) -> bool:
    """Say that the attempt is alive; False when its claim is lost."""
    async with database.transaction() as connection:
        now = await database.now(connection)
        change = update(jobs).where(*_holds(claim)).values(heartbeat_at=now)
        return (await connection.execute(change.returning(jobs.c.id))).one_or_none() is not None


async def report(database: Database, claim: Claim, done: int, total: int, step: str) -> None:
    """Write down how far the attempt is, if its claim still holds."""
    progress = {"done": done, "total": total, "step": step}
    async with database.transaction() as connection:
        # A step that a crash of the machine forgets harms nobody; the next one follows soon.
        await connection.execute(text("SET LOCAL synchronous_commit = off"))
        await connection.execute(update(jobs).where(*_holds(claim)).values(progress=progress))


async def complete(
    database: Database,
    claim: Claim,
    outputs: Sequence[Output],
    record: Mapping[str, Any] | None = None,
    timings: Mapping[str, Any] | None = None,
) -> bool:
    """End a job with its pictures, and spend its credits; False when the claim is lost."""
    async with database.transaction() as connection:
        await lock_account(connection, claim.account_id)
        now = await database.now(connection)
        values = {
            "outputs": [asdict(output) for output in outputs],
            "outputs_expire_at": now + timedelta(hours=database.settings.output_hours),
            "record": record,
            "timings": timings,
        }
        if not await end(connection, claim.job_id, _holds(claim), Status.COMPLETED, now, values):
            return False
        await ledger.spend(connection, claim.account_id, claim.job_id, now)
    metrics.job_ended(claim.kind, Status.COMPLETED, None, claim.cost)
    return True


async def fail(database: Database, claim: Claim, error: JobError, timings: Mapping[str, Any] | None = None) -> bool:
    """End a job with an error, and release its credits; False when the claim is lost."""
    async with database.transaction() as connection:
        await lock_account(connection, claim.account_id)
        now = await database.now(connection)
        values = {**told(error), "timings": timings}
        if not await end(connection, claim.job_id, _holds(claim), Status.FAILED, now, values):
            return False
        await ledger.release(connection, claim.account_id, claim.job_id, now)
    metrics.job_ended(claim.kind, Status.FAILED, error.name, claim.cost)
    return True


async def hand_back(database: Database, claim: Claim) -> bool:
    """Put a job back into the queue as if it hadn't been tried; False when the claim is lost."""
    async with database.transaction() as connection:
        return await requeue(connection, claim.job_id, _holds(claim))


async def requeue(
    connection: AsyncConnection, job_id: str, condition: Sequence[ColumnElement[bool]], lost: int = 0
) -> bool:
    """Queue a job again if the condition still holds, with so many more attempts lost."""
    values = {
        "status": Status.QUEUED,
        "claimed_by": None,
        "heartbeat_at": None,
        "progress": null(),
        "lost_attempts": jobs.c.lost_attempts + lost,
    }
    change = update(jobs).where(jobs.c.id == job_id, *condition).values(values).returning(jobs.c.id)
    if (await connection.execute(change)).one_or_none() is None:
        return False
    queue_id = await enqueue(connection, job_id)
    await connection.execute(update(jobs).where(jobs.c.id == job_id).values(queue_id=queue_id))
    return True


async def end(
    connection: AsyncConnection,
    job_id: str,
    condition: Sequence[ColumnElement[bool]],
    status: Status,
    now: datetime,
    values: Mapping[str, Any],
) -> Row[Any] | None:
    """Write a job's end if the condition still holds, and whom to tell of it; erase what came with its request.

    Returns the job's kind and cost; None where the condition doesn't hold.
    """
    ended = {"status": status, "finished_at": now, "claimed_by": None, "heartbeat_at": None, "seal": None}
    told = (jobs.c.account_id, jobs.c.kind, jobs.c.cost, jobs.c.request["webhook_url"].astext.label("webhook_url"))
    change = update(jobs).where(jobs.c.id == job_id, *condition).values({**ended, **values}).returning(*told)
    job = (await connection.execute(change)).one_or_none()
    if job is None:
        return None
    await announce(connection, job.account_id, job_id, _EVENTS[status], job.webhook_url, now)
    await connection.execute(delete(job_inputs).where(job_inputs.c.job_id == job_id))
    return job


def told(error: JobError) -> dict[str, str]:
    """An error as a job's row has it."""
    return {"error_name": error.name, "error_message": error.message}


def _holds(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return (
        jobs.c.id == claim.job_id,
        jobs.c.attempt == claim.attempt,
        jobs.c.claimed_by == claim.worker,
        jobs.c.status == Status.PROCESSING,
    )


async def _open_inputs(connection: AsyncConnection, job_id: str, seal: bytes | None, secret: bytes) -> dict[str, bytes]:
    if seal is None:
        return {}
    rows = await connection.execute(select(job_inputs).where(job_inputs.c.job_id == job_id))
    return {row.field: sealing.open_(row.ciphertext, secret, seal, job_id, row.field) for row in rows}
