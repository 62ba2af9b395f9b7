"""What the API answers, written down: the schemas of the OpenAPI document.

Routes build their answers by hand; tests hold what they answer against these.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from fittingroom.errors import (
    JOB_ERRORS,
    BadRequest,
    ConcurrencyLimitExceeded,
    Conflict,
    Forbidden,
    InternalServerError,
    MethodNotAllowed,
    NotFound,
    OutOfCredits,
    PayloadTooLarge,
    RateLimitExceeded,
    RequestError,
    UnauthorizedAccess,
)
from fittingroom.tryon.kinds import Kind

#: Every refusal that has a name of its own.
REFUSALS: tuple[type[RequestError], ...] = (
    BadRequest,
    UnauthorizedAccess,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    Conflict,
    PayloadTooLarge,
    RateLimitExceeded,
    ConcurrencyLimitExceeded,
    OutOfCredits,
    InternalServerError,
)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


_Ok = Annotated[Literal[True], Field(description="Always true; a refusal has another shape.")]
_Nothing = Annotated[None, Field(description="Always null: nothing went wrong.")]
_JobId = Annotated[str, Field(pattern="^[0-9a-f]{24}$", description="The job's id, 24 lower-case hexadecimal digits.")]
_Credits = Annotated[int, Field(ge=0)]


class Accepted(_Answer):
    """The job was accepted, and its credits are reserved."""

    ok: _Ok
    id: _JobId
    jobId: Annotated[_JobId, Field(description="The same id, under the name that older clients read.")]
    error: _Nothing


class Processing(_Answer):
    """The job waits or is under way: ask again in a second or two."""

    ok: _Ok
    id: _JobId
    status: Literal["processing"]
    error: _Nothing


class Completed(_Answer):
    """The pictures are there, and the credits are spent."""

    ok: _Ok
    id: _JobId
    status: Literal["completed"]
    output: Annotated[
        list[Annotated[str, Field(json_schema_extra={"format": "uri"})]],
        Field(min_length=1, max_length=4, description="Addresses of the pictures, for 72 hours; they need no key."),
    ]
    error: _Nothing


class Failure(_Answer):
    """Why a job failed."""

    name: Annotated[str, Field(json_schema_extra={"enum": list(JOB_ERRORS)}, description="What kind of failure it is.")]
    message: Annotated[str, Field(description="The failure in words for a person.")]


class Failed(_Answer):
    """The job gave no picture, and its credits were given back."""

    ok: _Ok
    id: _JobId
    status: Literal["failed"]
    output: Annotated[list[str], Field(max_length=0, description="Always empty.")]
    error: Failure


class CompletedAtOnce(Completed):
    """The job was accepted and has ended within the seconds that `Prefer: wait=N` allowed: completed."""

    jobId: _JobId


class FailedAtOnce(Failed):
    """The job was accepted and has ended within the seconds that `Prefer: wait=N` allowed: failed."""

    jobId: _JobId


class JobSummary(_Answer):
    """A job among others."""

    id: _JobId
    kind: Annotated[Kind, Field(description="What was tried on.")]
    status: Annotated[Literal["processing", "completed", "failed"], Field(description="What became of it.")]
    cancelled: Annotated[bool, Field(description="True where it failed because it was cancelled.")]
    cost: Annotated[int, Field(ge=1, description="Credits: reserved, and spent once it is completed.")]
    output: Annotated[list[str], Field(description="Addresses of its pictures; empty unless it is completed.")]
    error: Annotated[Failure | None, Field(description="Why it failed; null unless it did.")]
    created_at: Annotated[datetime, Field(description="When it was accepted.")]
    started_at: Annotated[datetime | None, Field(description="When a worker took it; null until then.")]
    finished_at: Annotated[datetime | None, Field(description="When it ended; null until then.")]


class JobEnded(_Answer):
    """What a webhook says."""

    type: Annotated[Literal["job.completed", "job.failed", "job.cancelled"], Field(description="How the job ended.")]
    timestamp: Annotated[datetime, Field(description="When it did.")]
    data: Annotated[JobSummary, Field(description="The job, as a list of jobs has it.")]


class JobsPage(_Answer):
    """A page of the account's jobs."""

    ok: _Ok
    jobs: Annotated[list[JobSummary], Field(description="The jobs, newest first.")]
    next_cursor: Annotated[str | None, Field(description="The `cursor` of the next page; null on the last.")]
    error: _Nothing


class Balance(_Answer):
    """An account's credits."""

    on_demand: Annotated[int, Field(description="What new jobs may cost: subscription + purchased - reserved.")]
    subscription: Annotated[_Credits, Field(description="Left of this month's; not carried over, spent first.")]
    purchased: Annotated[_Credits, Field(description="Left of those that never expire.")]
    reserved: Annotated[_Credits, Field(description="Held for jobs under way.")]


class CreditsAnswer(_Answer):
    """How many credits are left."""

    ok: _Ok
    credits: Balance


class Health(_Answer):
    """Whether requests can be served."""

    ok: Annotated[bool, Field(description="False while the database does not answer.")]


class Refusal(_Answer):
    """A request that was refused: it cost nothing and left nothing behind."""

    error: Annotated[
        str,
        Field(
            json_schema_extra={"enum": [refusal.__name__ for refusal in REFUSALS]}, description="The refusal's name."
        ),
    ]
    message: Annotated[str, Field(description="What is wrong and how to mend it, in words for a person.")]
