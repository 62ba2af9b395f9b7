"""What webhooks say of a job's end: the same as the list of jobs does."""

from collections.abc import Mapping
from typing import Any

from fittingroom.db import Database
from fittingroom.jobs import Jobs
from fittingroom.jobs.telling import summary
from fittingroom.storage.signing import SignedPaths
from fittingroom.webhooks import Delivery


class News:
    """Looks up the job that a delivery is about. It has ended, so it says the same at each attempt."""

    def __init__(self, database: Database) -> None:
        self._jobs = Jobs(database)
        self._public_url = database.settings.public_url
        self._signed_paths = SignedPaths(database.secret)

    async def __call__(self, delivery: Delivery) -> Mapping[str, Any]:
        """The job, its outputs as addresses below the one by which its client reached the API."""
        job = await self._jobs.get(delivery.account_id, delivery.job_id)
        base = (self._public_url or job.base_url or "").rstrip("/")
        return summary(job, lambda output: base + self._signed_paths.path(output.name))
