"""Work that comes due by itself. What is due stands in the database, so nothing is forgotten over a restart; and it is
due by the database's clock, so that machines whose clocks disagree agree on it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from fittingroom.credits import Credits
from fittingroom.db import Database
from fittingroom.jobs import Jobs
from fittingroom.storage.outputs import Outputs
from fittingroom.webhooks import Webhooks

log = logging.getLogger(__name__)

_PURGE_EVERY = 30.0
_ORPHANS_EVERY = 600.0
_SUBSCRIPTIONS_EVERY = 60.0
_FORGET_EVERY = 600.0


class Periodic:
    """Takes up the jobs of dead workers, deletes outputs whose time is over, renews and expires subscriptions.

    Each piece may be called at any time, by any number of workers at once.
    """

    def __init__(self, database: Database, outputs: Outputs) -> None:
        self._database = database
        self._jobs = Jobs(database)
        self._credits = Credits(database)
        self._webhooks = Webhooks(database)
        self._outputs = outputs

    async def run(self, stop: asyncio.Event) -> None:
        """Do each piece at once, and then in its own rhythm, until `stop` is set."""
        sweep_every = min(5.0, self._database.settings.stale_seconds / 4)
        async with asyncio.TaskGroup() as group:
            for work, every in (
                (self.requeue_stale, sweep_every),
                (self.purge_outputs, _PURGE_EVERY),
                (self.purge_orphans, _ORPHANS_EVERY),
                (self.renew_subscriptions, _SUBSCRIPTIONS_EVERY),
                (self.forget_requests, _FORGET_EVERY),
                (self.forget_deliveries, _FORGET_EVERY),
            ):
                group.create_task(_repeat(work, every, stop))

    async def requeue_stale(self) -> None:
        """Give jobs whose worker fell silent to another, or fail those that were tried often enough."""
        swept = await self._jobs.requeue_stale()
        if swept.requeued or swept.failed:
            log.warning("Jobs of workers that fell silent: %d queued again, %d failed.", swept.requeued, swept.failed)

    async def purge_outputs(self) -> None:
        """Delete the pictures of jobs whose hours are over."""
        while due := await self._jobs.expired_outputs():
            for job in due:
                for output in job.outputs:
                    await self._outputs.delete(output.name)
                await self._jobs.mark_purged(job.job_id)
            log.info("The outputs of %d jobs were purged.", len(due))

    async def purge_orphans(self) -> None:
        """Delete the pictures whose hours are over and of which no job knows, such as a killed worker's."""
        async with self._database.transaction() as connection:
            now = await self._database.now(connection)
        if purged := await self._outputs.purge(now):
            log.info("%d outputs without a job were purged.", purged)

    async def renew_subscriptions(self) -> None:
        """End and renew subscription credits."""
        await self._credits.expire()

    async def forget_requests(self) -> None:
        """Forget the Idempotency-Keys whose day is over."""
        await self._jobs.forget_requests()

    async def forget_deliveries(self) -> None:
        """Delete webhooks' deliveries that are past their time."""
        await self._webhooks.forget()


async def _repeat(work: Callable[[], Awaitable[None]], every: float, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await work()
        except Exception:
            log.exception("Periodic work failed; it is tried again in %g s.", every)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every)
