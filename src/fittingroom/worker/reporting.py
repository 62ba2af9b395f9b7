"""How far a job is, told to its row as it goes: not each step at once, but the newest every so often."""

import asyncio
import logging
import time
from types import TracebackType
from typing import Self

from fittingroom.jobs import Claim, Jobs
from fittingroom.worker.protocol import Step
from fittingroom.worker.timings import Timings

log = logging.getLogger(__name__)

#: Seconds between two writes; engines may report many steps a second.
EVERY = 0.5


class Reporter:
    """Takes steps as they begin and writes the newest down. Use as an async context manager around the engine's work.

    A step that could not be written is no reason to fail a job.
    """

    def __init__(self, jobs: Jobs, claim: Claim, timings: Timings) -> None:
        self._jobs = jobs
        self._claim = claim
        self._timings = timings
        self._newest: Step | None = None
        self._begun = asyncio.Event()
        self._pen = asyncio.Lock()
        self._since = time.perf_counter()

    async def __aenter__(self) -> Self:
        self._writing = asyncio.create_task(self._write())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._time()
        async with self._pen:  # so that no write is cut off in the middle
            self._writing.cancel()
        await asyncio.wait({self._writing})

    def __call__(self, step: Step) -> None:
        """Note a step."""
        log.debug("Job %s: %d of %d: %s", self._claim.job_id, step.done, step.total, step.name)
        self._time()
        self._newest = step
        self._begun.set()

    def _time(self) -> None:
        """Count how long the step took that is over now."""
        now = time.perf_counter()
        if self._newest:
            self._timings.step(self._newest.name, now - self._since)
        self._since = now

    async def _write(self) -> None:
        while True:
            await self._begun.wait()
            self._begun.clear()
            assert self._newest is not None
            try:
                async with self._pen:
                    await self._jobs.report(self._claim, self._newest.done, self._newest.total, self._newest.name)
            except Exception as error:
                log.warning("Job %s: a step was not written down: %s", self._claim.job_id, type(error).__name__)
            await asyncio.sleep(EVERY)
