"""How much was done, for those who pay for it; and how busy the service is, for those who run it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Row, cast, func, select, text

from fittingroom.db import Database
from fittingroom.jobs.model import Status
from fittingroom.jobs.tables import jobs
from fittingroom.tryon.kinds import Kind


@dataclass(frozen=True)
class Tally:
    """Jobs of a day (UTC) that have these in common. `pictures` are those asked for, `spent` the credits they cost.

    `seconds`: from the start of the work to its end, in all.
    """

    day: date
    status: Status
    kind: Kind
    key_id: int | None
    jobs: int
    pictures: int
    spent: int
    seconds: float


@dataclass(frozen=True)
class WorkerSeen:
    """A worker by its last heartbeat to the queue. `jobs`: how many it holds."""

    name: str
    seconds_ago: float
    jobs: int


@dataclass(frozen=True)
class Crowd:
    """`waiting` and `running` are jobs; `oldest_wait` is in seconds; `ended` counts the last 24 hours by status."""

    waiting: int
    running: int
    oldest_wait: float
    ended: dict[Status, int]
    workers: list[WorkerSeen]


# Workers that the queue has heard of, and those that hold jobs.
_WORKERS = text("""
SELECT coalesce(held.claimed_by, 'worker ' || w.id) AS name,
       coalesce(extract(epoch FROM now() - w.last_heartbeat), held.seconds_ago) AS seconds_ago,
       coalesce(held.jobs, 0) AS jobs
FROM procrastinate_workers w
FULL JOIN (
    SELECT q.worker_id, j.claimed_by, count(*) AS jobs,
           min(extract(epoch FROM now() - j.heartbeat_at)) AS seconds_ago
    FROM jobs j LEFT JOIN procrastinate_jobs q ON q.id = j.queue_id
    WHERE j.status = 'processing' GROUP BY 1, 2
) AS held ON held.worker_id = w.id
ORDER BY 2
""")


async def usage(database: Database, account_id: int, since: datetime) -> list[Tally]:
    """The account's jobs from then on."""
    day = cast(func.timezone("UTC", jobs.c.created_at), Date).label("day")
    took = func.extract("epoch", jobs.c.finished_at - jobs.c.started_at)
    spent = func.sum(jobs.c.cost).filter(jobs.c.status == Status.COMPLETED)
    query = (
        select(
            day,
            jobs.c.status,
            jobs.c.kind,
            jobs.c.key_id,
            func.count().label("jobs"),
            func.sum(jobs.c.cost).label("pictures"),
            func.coalesce(spent, 0).label("spent"),
            func.coalesce(func.sum(took), 0).label("seconds"),
        )
        .where(jobs.c.account_id == account_id, jobs.c.created_at >= since)
        .group_by(day, jobs.c.status, jobs.c.kind, jobs.c.key_id)
        .order_by(day, jobs.c.status, jobs.c.kind, jobs.c.key_id)
    )
    async with database.transaction() as connection:
        return [_tally(row) for row in await connection.execute(query)]


async def crowd(database: Database) -> Crowd:
    """The whole service, at this moment."""
    async with database.transaction() as connection:
        now = await database.now(connection)
        under_way = select(jobs.c.status, func.count(), func.min(jobs.c.created_at)).where(jobs.c.finished_at.is_(None))
        found = {row[0]: row for row in await connection.execute(under_way.group_by(jobs.c.status))}
        ended = select(jobs.c.status, func.count()).where(jobs.c.finished_at > now - timedelta(days=1))
        counts = {Status(status): count for status, count in await connection.execute(ended.group_by(jobs.c.status))}
        workers = [WorkerSeen(row.name, float(row.seconds_ago), row.jobs) for row in await connection.execute(_WORKERS)]
    waiting, running = found.get(Status.QUEUED), found.get(Status.PROCESSING)
    oldest = (now - waiting[2]).total_seconds() if waiting else 0.0
    return Crowd(waiting[1] if waiting else 0, running[1] if running else 0, oldest, counts, workers)


def _tally(row: Row[Any]) -> Tally:
    values = dict(row._mapping)
    return Tally(
        **{**values, "status": Status(row.status), "kind": Kind(row.kind), "seconds": float(values["seconds"])}
    )
