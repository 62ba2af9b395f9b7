"""One job from its claim to its end: images, moderation, engine, encoding, storage."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fittingroom import tracing
from fittingroom.db import Database
from fittingroom.engines.able import require_able
from fittingroom.engines.base import Capabilities, Picture
from fittingroom.errors import JobError, ProcessingError
from fittingroom.images.encode import encode_image
from fittingroom.jobs import Claim, Jobs, Output
from fittingroom.logs import logged_with
from fittingroom.moderation.moderator import Moderator
from fittingroom.storage.names import CONTENT_TYPES
from fittingroom.storage.outputs import Outputs
from fittingroom.tryon.loaded import Pixels
from fittingroom.tryon.requests import FashionRequest, HairstyleRequest, TryOnRequest, restore
from fittingroom.worker.hold import ClaimLost, Stopped, hold
from fittingroom.worker.inputs import Inputs, label
from fittingroom.worker.reporting import Reporter
from fittingroom.worker.supervisor import EngineSupervisor
from fittingroom.worker.timings import Timings

log = logging.getLogger(__name__)

#: Time between storing an output and writing the job's end, by which a name must outlast the hours it answers.
_SETTLING = timedelta(seconds=1)


@dataclass
class Attempt:
    """What came of a claim so far."""

    claim: Claim
    timings: Timings = field(default_factory=Timings)
    record: dict[str, Any] = field(default_factory=dict)
    outputs: list[Output] = field(default_factory=list)


class Runner:
    """Runs jobs, as many at a time as there are engines."""

    def __init__(
        self,
        database: Database,
        *,
        jobs: Jobs,
        inputs: Inputs,
        moderator: Moderator,
        outputs: Outputs,
        engines: "asyncio.Queue[EngineSupervisor]",
        name: str,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._inputs = inputs
        self._moderator = moderator
        self._outputs = outputs
        self._engines = engines
        self._name = name
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Hand back the jobs that are under way, and those that are yet to come."""
        self._stopping.set()

    async def run(self, job_id: str) -> None:
        """Do the job, if it is still to be done, and write its end. Cancelled, hand it back, and all others too."""
        with logged_with(job_id=job_id):
            running = asyncio.create_task(self._run(job_id))
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            # Claiming and ending are never cut in two; only the work between them is.
            self.stop()
            await running
            raise

    async def _run(self, job_id: str) -> None:
        claim = await self._jobs.claim(job_id, self._name)
        if claim is None:
            return
        log.info("Job %s started: %s, attempt %d.", job_id, claim.kind, claim.attempt)
        told = {"job_id": job_id, "kind": str(claim.kind)}
        with tracing.span("job", within=claim.traceparent, attempt=claim.attempt, **told):
            tracing.passed("queue wait", claim.waited)
            await self._do(claim)

    async def _do(self, claim: Claim) -> None:
        job_id, attempt = claim.job_id, Attempt(claim)
        every = self._database.settings.heartbeat_seconds
        try:
            with attempt.timings.stage("total"):
                await hold(self._jobs, claim, every, self._stopping, self._work(attempt))
        except Stopped:
            await self._discard(attempt)
            await self._jobs.hand_back(claim)
            log.info("Job %s handed back.", job_id)
        except ClaimLost:
            await self._discard(attempt)
            log.info("Job %s was cancelled, or taken over by another worker.", job_id)
        except JobError as error:
            await self._fail(attempt, error)
        except Exception:
            log.exception("Job %s met an unexpected error.", job_id)
            await self._fail(attempt, ProcessingError("Something went wrong on the server; nothing was charged."))
        else:
            await self._complete(attempt)

    async def _work(self, attempt: Attempt) -> None:
        claim, timings = attempt.claim, attempt.timings
        request = restore(claim.kind, claim.request)
        with timings.stage("waiting for the engine"):
            engine = await self._engines.get()
        try:
            with timings.stage("loading the engine"):
                ready = await engine.start()
            attempt.record |= {"engine": ready.name, "engine_version": ready.version}
            _require(ready.capabilities, request)
            with timings.stage("images"):
                images = await self._inputs.load(request.sources(), claim.inputs)
            with timings.stage("moderation"):
                attempt.record["moderation"] = await self._moderate(request, images)
            with timings.stage("engine"):
                async with Reporter(self._jobs, claim, timings) as reporter:
                    pictures = await engine.try_on(request.load(images), reporter)
        finally:
            self._engines.put_nowait(engine)
        with timings.stage("moderation of the result"):
            results = {f"result_{number}": picture.image for number, picture in enumerate(pictures, 1)}
            attempt.record["moderation"] |= await self._moderate(request, results)
        attempt.record["pictures"] = [dict(picture.record) for picture in pictures]
        with timings.stage("storing"):
            await self._store(attempt, pictures, request.output_format)

    async def _moderate(self, request: TryOnRequest, images: Mapping[str, Pixels]) -> dict[str, str]:
        return {
            name: str(await self._moderator.check(pixels, label(name), request.moderation))
            for name, pixels in images.items()
        }

    async def _store(self, attempt: Attempt, pictures: list[Picture], output_format: str) -> None:
        encoded = [await asyncio.to_thread(encode_image, picture.image, output_format) for picture in pictures]
        hours = timedelta(hours=self._database.settings.output_hours)
        ends = await self._now() + hours + _SETTLING
        for data in encoded:
            name = await self._outputs.put(data, output_format, ends)
            attempt.outputs.append(Output(name, CONTENT_TYPES[output_format]))

    async def _now(self) -> datetime:
        async with self._database.transaction() as connection:
            return await self._database.now(connection)

    async def _complete(self, attempt: Attempt) -> None:
        claim, timings = attempt.claim, attempt.timings
        if await self._jobs.complete(claim, attempt.outputs, attempt.record, timings.told):
            log.info("Job %s completed: pictures %d (seconds: %s).", claim.job_id, len(attempt.outputs), timings)
        else:
            await self._discard(attempt)
            log.info("Job %s was completed too late: it is another worker's.", claim.job_id)

    async def _fail(self, attempt: Attempt, error: JobError) -> None:
        tracing.note_error(error.name)
        await self._discard(attempt)
        await self._jobs.fail(attempt.claim, error, attempt.timings.told)
        told = (attempt.claim.job_id, error.name, error.message, attempt.timings)
        log.info("Job %s failed: %s: %s (seconds: %s).", *told)

    async def _discard(self, attempt: Attempt) -> None:
        """Throw away pictures that nobody will be told of. What this can't reach, the purge does."""
        for output in attempt.outputs:
            await self._outputs.delete(output.name)


def _require(capabilities: Capabilities, request: TryOnRequest) -> None:
    if isinstance(request, FashionRequest):
        category, subcategory = request.worn
        require_able(capabilities, request.kind, category, subcategory, request.mode)
    elif isinstance(request, HairstyleRequest):
        require_able(capabilities, request.kind, haircut=request.cut)
    else:
        require_able(capabilities, request.kind)
