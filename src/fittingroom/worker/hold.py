"""Working on a job only as long as its claim is ours."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, Protocol, TypeVar

from fittingroom.jobs import Claim

log = logging.getLogger(__name__)
T = TypeVar("T")


class Heartbeats(Protocol):
    """Where heartbeats go."""

    async def heartbeat(self, claim: Claim) -> bool:
        """Say that the attempt is alive; False when its claim is lost."""


class ClaimLost(Exception):
    """The job was cancelled, or given to another worker; whatever is made of it now is void."""


class Stopped(Exception):
    """The worker stops before the work is done."""


async def hold(
    jobs: Heartbeats, claim: Claim, every: float, stopping: asyncio.Event, work: Coroutine[Any, Any, T]
) -> T:
    """The result of `work`, with a heartbeat sent `every` so many seconds while it runs.

    Raises what the work raises; ClaimLost or Stopped, with the work cancelled, where one of these comes first.
    """
    working = asyncio.create_task(work)
    losing = asyncio.create_task(_beat(jobs, claim, every))
    halting = asyncio.create_task(stopping.wait())
    tasks: set[asyncio.Task[Any]] = {working, losing, halting}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if working in done:
            return working.result()
        raise Stopped if halting in done else ClaimLost
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _beat(jobs: Heartbeats, claim: Claim, every: float) -> None:
    """Return when the claim is lost. A heartbeat that fails is no loss yet: the next one may come through."""
    held = True
    while held:
        await asyncio.sleep(every)
        try:
            held = await jobs.heartbeat(claim)
        except Exception as error:
            log.warning("Job %s: a heartbeat failed: %s", claim.job_id, type(error).__name__)
