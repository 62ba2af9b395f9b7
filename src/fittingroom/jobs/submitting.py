"""Taking on a job: all of it in one transaction, or nothing."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom import metrics, tracing
from fittingroom.accounts import Caller, Scope, look_again
from fittingroom.credits import ledger, subscription
from fittingroom.db import Database
from fittingroom.db.locks import lock_account
from fittingroom.errors import LimitError
from fittingroom.jobs import idempotency, sealing
from fittingroom.jobs.idempotency import Digests, Once
from fittingroom.jobs.model import Accepted, Status, Submission
from fittingroom.jobs.queue import enqueue
from fittingroom.jobs.tables import job_inputs, jobs
from fittingroom.limits import Bucket, admit, ensure_room_in_flight, ensure_room_of_key, look, uncounted
from fittingroom.tryon.sources import PLACEHOLDER


async def submit(database: Database, caller: Caller, submission: Submission, once: Once | None) -> Accepted:
    """Take on a job, or give the one that the same request made before.

    Raises UnauthorizedAccess, Forbidden, Conflict or a LimitError, and then nothing is left behind.
    """
    job_id = secrets.token_hex(12)
    digests = Digests.of(once, submission.kind, database.secret) if once else None
    async with database.transaction() as connection:
        await lock_account(connection, caller.account_id)
        now = await database.now(connection)
        caller = await look_again(connection, caller, now)
        caller.require(Scope.TRYON)
        if digests and (earlier := await idempotency.find(connection, caller.account_id, digests, now)):
            return Accepted(earlier, await look(connection, caller.account_id, Bucket.TRYON, now, caller.key_limits))
        quota = await admit(connection, caller.account_id, Bucket.TRYON, now, caller.key_limits)
        try:
            await _take_on(connection, job_id, caller, submission, now, database.secret)
        except LimitError as refusal:
            refusal.quota = uncounted(quota)
            raise
        if digests:
            await idempotency.keep(connection, caller.account_id, digests, job_id, now)
    metrics.job_accepted(submission.kind, submission.cost)
    return Accepted(job_id, quota)


async def _take_on(
    connection: AsyncConnection, job_id: str, caller: Caller, submission: Submission, now: datetime, secret: bytes
) -> None:
    account_id = caller.account_id
    await ensure_room_in_flight(connection, account_id, await _in_flight(connection, account_id))
    if (own := caller.key_limits) is not None:
        ensure_room_of_key(own, await _in_flight(connection, account_id, jobs.c.key_id == own.key_id))
    await subscription.settle(connection, account_id, now)
    seal = sealing.new_seal() if submission.inline else None
    values = {"id": job_id, "seal": seal, "created_at": now, "queue_id": await enqueue(connection, job_id)}
    await connection.execute(insert(jobs).values(values | _asked(caller, submission)))
    await ledger.reserve(connection, account_id, job_id, submission.cost, now)
    if seal is not None:
        await _seal_inputs(connection, job_id, submission.inline, secret, seal)


async def _in_flight(connection: AsyncConnection, account_id: int, *more: ColumnElement[bool]) -> int:
    under_way = jobs.c.status.in_([Status.QUEUED, Status.PROCESSING])
    query = select(func.count()).select_from(jobs).where(jobs.c.account_id == account_id, under_way, *more)
    return (await connection.execute(query)).scalar_one()


def _asked(caller: Caller, submission: Submission) -> dict[str, Any]:
    return {
        "account_id": caller.account_id,
        "key_id": caller.key_id,
        "kind": submission.kind,
        "request": {**submission.body, **dict.fromkeys(submission.inline, PLACEHOLDER)},
        "cost": submission.cost,
        "status": Status.QUEUED,
        "base_url": submission.base_url,
        "traceparent": tracing.traceparent(),
    }


async def _seal_inputs(
    connection: AsyncConnection, job_id: str, images: Mapping[str, bytes], secret: bytes, seal: bytes
) -> None:
    for field, image in images.items():
        ciphertext = sealing.close(image, secret, seal, job_id, field)
        await connection.execute(insert(job_inputs).values(job_id=job_id, field=field, ciphertext=ciphertext))
