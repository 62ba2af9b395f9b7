"""The whole of a job's life, for those above."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from fittingroom.accounts import Caller
from fittingroom.db import Database
from fittingroom.errors import JobError
from fittingroom.jobs import attempts, counting, idempotency, reading, submitting, sweeping
from fittingroom.jobs.counting import Crowd, Tally
from fittingroom.jobs.idempotency import Once
from fittingroom.jobs.model import Accepted, Claim, ExpiredOutputs, Job, Output, Place, Status, Submission, Swept
from fittingroom.metrics import Load
from fittingroom.tryon.kinds import Kind


class Jobs:
    """Every method is one transaction, or a few that can be cut off between."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def submit(self, caller: Caller, submission: Submission, once: Once | None = None) -> Accepted:
        """Take on a job. Raises UnauthorizedAccess, Forbidden or a LimitError, and then nothing is left behind.

        `once`: if this request was taken on before, that job is the answer; raises Conflict where it was another one.
        """
        return await submitting.submit(self._database, caller, submission, once)

    async def get(self, account_id: int, job_id: str) -> Job:
        """One of the account's jobs. Raises NotFound."""
        return await reading.get(self._database, account_id, job_id)

    async def list_jobs(
        self,
        account_id: int,
        limit: int = 50,
        before: Place | None = None,
        *,
        statuses: Collection[Status] = (),
        kinds: Collection[Kind] = (),
        keys: Collection[int | None] = (),
    ) -> list[Job]:
        """The account's jobs, newest first; `before`: only those after this place (`job.place`), for the next page.

        `statuses`, `kinds` and `keys` (ids; None for no key): only these, where any are given.
        """
        return await reading.list_jobs(self._database, account_id, limit, before, statuses, kinds, keys)

    async def usage(self, account_id: int, since: datetime) -> list[Tally]:
        """How many jobs and pictures of the account there were, by day, status, kind and key."""
        return await counting.usage(self._database, account_id, since)

    async def crowd(self) -> Crowd:
        """How busy the whole service is: for operators, not for accounts."""
        return await counting.crowd(self._database)

    async def load(self) -> Load:
        """How much there is to do, in all accounts together."""
        return await reading.load(self._database)

    async def claim(self, job_id: str, worker: str) -> Claim | None:
        """Take a queued job; None when it isn't queued (any more)."""
        return await attempts.claim(self._database, job_id, worker)

    async def heartbeat(self, claim: Claim) -> bool:
        """Say that the attempt is alive; False when its claim is lost and its work is in vain."""
        return await attempts.heartbeat(self._database, claim)

    async def report(self, claim: Claim, done: int, total: int, step: str) -> None:
        """Say that a step of the attempt begins, `done` of `total` behind it. Without effect if the claim is lost."""
        await attempts.report(self._database, claim, done, total, step)

    async def complete(
        self,
        claim: Claim,
        outputs: Sequence[Output],
        record: Mapping[str, Any] | None = None,
        timings: Mapping[str, Any] | None = None,
    ) -> bool:
        """End a job with its pictures and spend its credits; False when the claim is lost.

        `record`: what the engine says of itself and its work; `timings`: seconds by stage, and "steps" of
        the engine as pairs of name and seconds.
        """
        return await attempts.complete(self._database, claim, outputs, record, timings)

    async def fail(self, claim: Claim, error: JobError, timings: Mapping[str, Any] | None = None) -> bool:
        """End a job with an error and release its credits; False when the claim is lost."""
        return await attempts.fail(self._database, claim, error, timings)

    async def hand_back(self, claim: Claim) -> bool:
        """Put a job back into the queue as if it hadn't been tried; False when the claim is lost."""
        return await attempts.hand_back(self._database, claim)

    async def cancel(self, account_id: int, job_id: str) -> bool:
        """End a job that is queued or under way, and release its credits; False when it had ended."""
        return await sweeping.cancel(self._database, account_id, job_id)

    async def requeue_stale(self) -> Swept:
        """Take up the jobs of workers that fell silent: again, or after `max_attempts` as failed."""
        return await sweeping.requeue_stale(self._database)

    async def expired_outputs(self, limit: int = 100) -> list[ExpiredOutputs]:
        """Pictures whose time is over and that aren't said to be deleted, the oldest first."""
        return await sweeping.expired_outputs(self._database, limit)

    async def forget_requests(self) -> None:
        """Forget which requests made which jobs, where that was more than a day ago."""
        await idempotency.forget(self._database)

    async def mark_purged(self, job_id: str) -> None:
        """Say that a job's pictures are deleted."""
        await sweeping.mark_purged(self._database, job_id)
