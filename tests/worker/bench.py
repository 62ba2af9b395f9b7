"""A database with one account that has credits, jobs to submit to it, and workers to do them."""

import asyncio
import io
import multiprocessing
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from time import monotonic
from typing import Any

import numpy as np
from PIL import Image
from tests.engines.requests import noise

from fittingroom.accounts import Accounts, Caller
from fittingroom.credits import Credits
from fittingroom.db import Database
from fittingroom.jobs import Job, Jobs, Status, Submission
from fittingroom.limits import AccountLimits, Limits
from fittingroom.settings import Settings
from fittingroom.storage.outputs import Outputs
from fittingroom.tryon.kinds import Kind
from fittingroom.worker.service import Worker

CREDITS = 1000
ENDED = (Status.COMPLETED, Status.FAILED, Status.CANCELLED)


def png(seed: int = 0, height: int = 100, width: int = 80) -> bytes:
    out = io.BytesIO()
    Image.fromarray(noise(seed, height, width)).save(out, "PNG")
    return out.getvalue()


def pixels(data: bytes) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.asarray(Image.open(io.BytesIO(data)))


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
    end = monotonic() + seconds
    while not await condition():
        assert monotonic() < end, "waited too long"
        await asyncio.sleep(0.03)


@dataclass
class MovedClock:
    """The time, and so many hours more."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["fittingroom.worker.service", "tests.worker.bench"])


def _work(settings: Settings) -> None:
    async def work() -> None:
        async with Worker(settings) as worker:
            await worker.run(asyncio.Event())

    asyncio.run(work())


@dataclass
class Bench:
    settings: Settings
    clock: MovedClock
    database: Database
    caller: Caller
    key: str

    @property
    def jobs(self) -> Jobs:
        return Jobs(self.database)

    async def submit(self, kind: Kind = Kind.FASHION, images: int = 2, cost: int = 1, **fields: Any) -> str:
        """A job whose images came as base64; fashion unless told otherwise."""
        names = {
            Kind.FASHION: ("model_image", "garment_image"),
            Kind.HAIRSTYLE: ("face_image",),
            Kind.TATTOO: ("body_image", "design_image"),
        }[kind]
        inline = {name: png(place) for place, name in enumerate(names)} | fields.pop("inline", {})
        body = dict.fromkeys(names, "<base64>") | ({"num_samples": cost} if cost > 1 else {}) | fields
        return (await self.jobs.submit(self.caller, Submission(kind, body, inline, cost))).id

    async def job(self, job_id: str) -> Job:
        return await self.jobs.get(self.caller.account_id, job_id)

    async def ended(self, *job_ids: str, seconds: float = 60) -> list[Job]:
        async def all_ended() -> bool:
            return all([(await self.job(job_id)).status in ENDED for job_id in job_ids])

        await until(all_ended, seconds)
        return [await self.job(job_id) for job_id in job_ids]

    async def started(self, job_id: str) -> None:
        async def processing() -> bool:
            return (await self.job(job_id)).status is Status.PROCESSING

        await until(processing)

    async def output(self, job: Job, place: int = 0) -> bytes:
        stored = await Outputs(self.settings).open(job.outputs[place].name)
        return b"".join([chunk async for chunk in stored.chunks])

    async def spent(self) -> int:
        """Credits spent so far; checks that the books are right and that nothing is reserved any more."""
        assert await Credits(self.database).audit() == []
        balance = await Credits(self.database).balance(self.caller.account_id)
        assert balance.reserved == 0
        return CREDITS - balance.purchased

    @asynccontextmanager
    async def worker(self, **changed: Any) -> AsyncIterator[Worker]:
        """A worker in this process."""
        stop = asyncio.Event()
        async with Worker(self.settings.model_copy(update=changed), clock=self.clock) as worker:
            running = asyncio.create_task(worker.run(stop))
            try:
                yield worker
            finally:
                stop.set()
                await running

    def forked_worker(self, **changed: Any) -> ForkServerProcess:
        """A worker in a process of its own that starts quickly: it is forked from one that has imported everything."""
        process = _FORKS.Process(target=_work, args=(self.settings.model_copy(update=changed),))
        process.start()
        return process

    def process(self, *command: str, **changed: Any) -> "subprocess.Popen[str]":
        """A command of ours in a process of its own."""
        settings = self.settings.model_copy(update=changed).model_dump(include=_ENVIRONMENT)
        environment = {f"FITTINGROOM_{name.upper()}": str(value) for name, value in settings.items() if value}
        return subprocess.Popen(
            [sys.executable, "-c", "from fittingroom.cli.main import app; app()", *command],
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


_ENVIRONMENT = {
    *("data_dir", "database_url", "secret", "engine", "fixture_seconds", "engine_timeout_seconds"),
    *("heartbeat_seconds", "stale_seconds", "max_attempts", "worker_concurrency"),
}


@asynccontextmanager
async def open_bench(settings: Settings) -> AsyncIterator[Bench]:
    clock = MovedClock()
    async with await Database.open(settings, clock=clock) as database:
        accounts = Accounts(database)
        account = await accounts.get_or_create("bench")
        made = await accounts.create_key(account.id)
        await Credits(database).grant_purchased(account.id, CREDITS)
        most = AccountLimits(tryon=1000, status=1000, credits=1000, in_flight=100)
        await Limits(database).adjust(account.id, most)
        yield Bench(settings, clock, database, await accounts.authenticate(made.text), made.text)
