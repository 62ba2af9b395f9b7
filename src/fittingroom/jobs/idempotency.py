"""Requests that a client may send again without asking for another job.

Neither the client's key nor its body is kept, but keyed hashes of both: enough to tell whether they are the same.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.db import Database
from fittingroom.errors import Conflict
from fittingroom.jobs.tables import idempotency_keys as kept
from fittingroom.secret import derive_key
from fittingroom.tryon.kinds import Kind

KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Once:
    """The client's name for a request, and the raw body that goes by it."""

    key: str
    body: bytes | bytearray = field(repr=False)


@dataclass(frozen=True)
class Digests:
    """What is stored of a `Once`."""

    key: bytes
    body: bytes

    @classmethod
    def of(cls, once: Once, kind: Kind, secret: bytes) -> "Digests":
        """HMAC-SHA256 of both, the body's together with the endpoint that it was sent to."""
        mac = derive_key(secret, "idempotency keys")
        body = hmac.new(mac, f"body {kind} ".encode(), hashlib.sha256)
        body.update(once.body)
        return cls(hmac.digest(mac, b"key " + once.key.encode(), "sha256"), body.digest())


async def find(connection: AsyncConnection, account_id: int, digests: Digests, now: datetime) -> str | None:
    """The id of the job that this request made before, if any. Wants the account's lock held.

    Raises Conflict where the key goes by another body.
    """
    query = select(kept.c.body_digest, kept.c.job_id).where(
        kept.c.account_id == account_id, kept.c.key_digest == digests.key, kept.c.created_at > now - KEPT
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    if not hmac.compare_digest(row.body_digest, digests.body):
        raise Conflict("This Idempotency-Key was sent with another body; use a new key for each new request.")
    return str(row.job_id)


async def keep(connection: AsyncConnection, account_id: int, digests: Digests, job_id: str, now: datetime) -> None:
    """Remember that this request made this job; it takes the place of one that is past its time."""
    values = {"body_digest": digests.body, "job_id": job_id, "created_at": now}
    statement = upsert(kept).values(account_id=account_id, key_digest=digests.key, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["account_id", "key_digest"], set_=values))


async def forget(database: Database) -> None:
    """Delete what is past its time."""
    async with database.transaction() as connection:
        past = kept.c.created_at <= await database.now(connection) - KEPT
        await connection.execute(delete(kept).where(past))
