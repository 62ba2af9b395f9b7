"""What endpoints and deliveries are."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Event(StrEnum):
    """What is told of."""

    JOB_COMPLETED = "job.completed"
    JOB_FAILED = "job.failed"
    JOB_CANCELLED = "job.cancelled"


@dataclass(frozen=True)
class Endpoint:
    """An address of an account's that is told of all its jobs; nothing new goes to it once it is disabled."""

    id: str
    account_id: int
    url: str = field(repr=False)
    created_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None


@dataclass(frozen=True)
class NewEndpoint:
    """An endpoint just made. Its secret's text is told this once."""

    secret: str = field(repr=False)
    endpoint: Endpoint


@dataclass(frozen=True)
class Delivery:
    """One message to one address. `attempts` so far; `error` says why the last one failed, in words safe to show."""

    id: str
    account_id: int
    endpoint_id: str | None
    url: str = field(repr=False)
    event: Event
    job_id: str
    attempts: int
    next_attempt_at: datetime | None
    response_status: int | None
    error: str | None
    created_at: datetime
    delivered_at: datetime | None
    failed_at: datetime | None
