"""What a job is to those who send it, do it, and ask after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from fittingroom.errors import Quota
from fittingroom.tryon.kinds import Kind
from fittingroom.tryon.requests import TryOnRequest
from fittingroom.tryon.sources import Inline


class Status(StrEnum):
    """Where a job is in its life."""

    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing will change it any more."""
        return self in (Status.COMPLETED, Status.FAILED, Status.CANCELLED)

    @property
    def public(self) -> str:
        """The contract's word: processing, completed or failed."""
        match self:
            case Status.COMPLETED:
                return "completed"
            case Status.FAILED | Status.CANCELLED:
                return "failed"
            case _:
                return "processing"


@dataclass(frozen=True)
class Submission:
    """What a client asks for. `inline` has the bytes of each image of the body that came as base64, by field.

    `base_url` is how the client reached the API: outputs are told below it where no answer tells them.
    """

    kind: Kind
    body: Mapping[str, Any]
    inline: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    cost: int = 1
    base_url: str | None = None

    @classmethod
    def of(cls, asked: TryOnRequest, base_url: str | None = None) -> Self:
        """What a request asks for."""
        inline = {name: source.data for name, source in asked.sources().items() if isinstance(source, Inline)}
        return cls(asked.kind, asked.record(), inline, asked.cost, base_url)


@dataclass(frozen=True)
class Accepted:
    """A job that was taken on, and how the account's window stands after it."""

    id: str
    quota: Quota


@dataclass(frozen=True)
class Output:
    """A picture in the storage: its name there, and what it is."""

    name: str
    content_type: str


@dataclass(frozen=True)
class Claim:
    """One attempt at a job, by one worker. `inputs` are the images that came with the request, by field.

    `waited`: seconds since the job was accepted. `traceparent`: the span of the request that asked for it, if any.
    """

    job_id: str
    account_id: int
    attempt: int
    worker: str
    kind: Kind
    request: Mapping[str, Any]
    cost: int
    waited: float
    inputs: Mapping[str, bytes] = field(repr=False)
    traceparent: str | None = None


@dataclass(frozen=True)
class Place:
    """Where a job stands among its account's, which are listed newest first."""

    created_at: datetime
    id: str


@dataclass(frozen=True)
class Job:
    """A job as its owner may see it; `request` has `<base64>` where an image came as base64.

    `progress`: {"done", "total", "step"}, the step of the engine that began last. `key_id` None: somebody asked for it
    in the dashboard.
    """

    id: str
    account_id: int
    kind: Kind
    status: Status
    cost: int
    request: Mapping[str, Any]
    attempt: int
    outputs: tuple[Output, ...]
    outputs_expire_at: datetime | None
    error_name: str | None
    error_message: str | None
    record: Mapping[str, Any] | None
    timings: Mapping[str, Any] | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    progress: Mapping[str, Any] | None
    base_url: str | None
    key_id: int | None

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(self.created_at, self.id)


@dataclass(frozen=True)
class ExpiredOutputs:
    """Pictures whose time is over."""

    job_id: str
    outputs: tuple[Output, ...]


@dataclass(frozen=True)
class Swept:
    """What became of jobs whose worker had died."""

    requeued: int
    failed: int
