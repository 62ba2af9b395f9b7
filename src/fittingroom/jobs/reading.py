"""Jobs as their owner may see them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, false, func, or_, select, tuple_

from fittingroom.db import Database
from fittingroom.errors import NotFound
from fittingroom.jobs.model import Job, Output, Place, Status
from fittingroom.jobs.tables import jobs
from fittingroom.metrics import Load
from fittingroom.tryon.kinds import Kind

_COLUMNS = [jobs.c[name] for name in Job.__dataclass_fields__]


async def get(database: Database, account_id: int, job_id: str) -> Job:
    """One of the account's jobs. Raises NotFound."""
    query = select(*_COLUMNS).where(jobs.c.id == job_id, jobs.c.account_id == account_id)
    async with database.transaction() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NotFound("No such job in this account.")
    return _job(row)


async def list_jobs(
    database: Database,
    account_id: int,
    limit: int,
    before: Place | None,
    statuses: Collection[Status],
    kinds: Collection[Kind],
    keys: Collection[int | None],
) -> list[Job]:
    """The account's jobs, newest first."""
    query = select(*_COLUMNS).where(jobs.c.account_id == account_id)
    if before is not None:
        query = query.where(tuple_(jobs.c.created_at, jobs.c.id) < (before.created_at, before.id))
    if statuses:
        query = query.where(jobs.c.status.in_(statuses))
    if kinds:
        query = query.where(jobs.c.kind.in_(kinds))
    if keys:
        query = query.where(or_(jobs.c.key_id.in_(keys), jobs.c.key_id.is_(None) if None in keys else false()))
    async with database.transaction() as connection:
        rows = await connection.execute(query.order_by(jobs.c.created_at.desc(), jobs.c.id.desc()).limit(limit))
        return [_job(row) for row in rows]


async def load(database: Database) -> Load:
    """How much there is to do, in all accounts together."""
    queued = jobs.c.status == Status.QUEUED
    query = select(
        func.count().filter(queued).label("queued"),
        func.count().filter(~queued).label("processing"),
        func.min(jobs.c.created_at).filter(queued).label("oldest"),
        func.coalesce(func.sum(jobs.c.cost), 0).label("reserved"),
    ).where(jobs.c.status.in_([Status.QUEUED, Status.PROCESSING]))
    async with database.transaction() as connection:
        row = (await connection.execute(query)).one()
        waited = (await database.now(connection) - row.oldest).total_seconds() if row.oldest else 0.0
    return Load(row.queued, row.processing, max(0.0, waited), row.reserved)


def outputs_of(value: list[dict[str, str]]) -> tuple[Output, ...]:
    """The outputs column as objects."""
    return tuple(Output(**output) for output in value)


def _job(row: Row[Any]) -> Job:
    values = dict(row._mapping)
    values |= {"kind": Kind(row.kind), "status": Status(row.status), "outputs": outputs_of(row.outputs)}
    return Job(**values)
