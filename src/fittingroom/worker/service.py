"""The worker as a whole: engines, a queue to take jobs from, and the periodic work."""

import asyncio
import logging
import os
import socket
from contextlib import AsyncExitStack, suppress
from types import TracebackType
from typing import Self

from procrastinate import App

from fittingroom.clock import Clock
from fittingroom.db import Database
from fittingroom.jobs import Jobs, try_on_queue
from fittingroom.jobs.queue import QUEUE
from fittingroom.models.store import open_store
from fittingroom.moderation.moderator import Moderator
from fittingroom.settings import Settings
from fittingroom.storage.outputs import Outputs
from fittingroom.webhooks import Deliverer
from fittingroom.worker.inputs import Inputs
from fittingroom.worker.news import News
from fittingroom.worker.periodic import Periodic
from fittingroom.worker.runner import Runner
from fittingroom.worker.supervisor import EngineSupervisor

log = logging.getLogger(__name__)

#: Seconds that running jobs are given to end, after the signal to stop, before they are handed back.
GRACE = 3.0

#: Seconds before the queue is taken up again after the connection to it was lost.
_RETRY = 1.0


class Worker:
    """Opened as an async context manager, with the engines loaded; then `run` does jobs until told to stop."""

    def __init__(self, settings: Settings, *, clock: Clock | None = None) -> None:
        """`clock` None: the database server's own. Raises UnknownEngine."""
        self._settings = settings
        self._clock = clock
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._supervisors = [EngineSupervisor(settings) for _ in range(settings.worker_concurrency)]
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        """Raises PipelineError where the engine can't be loaded."""
        async with AsyncExitStack() as stack:
            for supervisor in self._supervisors:
                await stack.enter_async_context(supervisor)
                await supervisor.start()
            self._database = await stack.enter_async_context(await Database.open(self._settings, clock=self._clock))
            self._outputs = Outputs(self._settings)
            self._runner = self._make_runner()
            self._queue = await stack.enter_async_context(try_on_queue(self._database, self._runner.run))
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def run(self, stop: asyncio.Event) -> None:
        """Do jobs until `stop` is set; then hand back those that don't end within `GRACE`."""
        log.info("Worker %s takes jobs, %d at a time.", self._name, self._settings.worker_concurrency)
        async with asyncio.TaskGroup() as group:
            group.create_task(Periodic(self._database, self._outputs).run(stop))
            group.create_task(Deliverer(self._database, News(self._database)).run(stop))
            group.create_task(self._take_jobs(stop))
        log.info("Worker %s stopped.", self._name)

    def _make_runner(self) -> Runner:
        engines: asyncio.Queue[EngineSupervisor] = asyncio.Queue()
        for supervisor in self._supervisors:
            engines.put_nowait(supervisor)
        return Runner(
            self._database,
            jobs=Jobs(self._database),
            inputs=Inputs(self._settings),
            moderator=Moderator(open_store(self._settings)),
            outputs=self._outputs,
            engines=engines,
            name=self._name,
        )

    async def _take_jobs(self, stop: asyncio.Event) -> None:
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            taking = asyncio.create_task(self._listen(self._queue))
            await asyncio.wait({taking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set():
                asyncio.get_running_loop().call_later(GRACE, self._runner.stop)
            taking.cancel()  # that is: take no more, and wait for those under way
            outcome = (await asyncio.gather(taking, return_exceptions=True))[0]
            if not stop.is_set():
                log.warning("The queue was lost (%r); it is taken up again.", outcome)
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), _RETRY)

    async def _listen(self, queue: App) -> None:
        """Take jobs until cancelled, or until the connection is lost: no reason to break off those under way."""
        await queue.run_worker_async(
            queues=[QUEUE],
            name=self._name,
            concurrency=self._settings.worker_concurrency,
            install_signal_handlers=False,
            delete_jobs="always",
            update_heartbeat_interval=self._settings.heartbeat_seconds,
            stalled_worker_timeout=self._settings.stale_seconds,
        )
