"""Every error that a client can be told about.

    FittingroomError
    ├── RequestError              refused before a job exists; has an HTTP status
    │   ├── BadRequest            400
    │   ├── UnauthorizedAccess    401
    │   ├── Forbidden             403
    │   ├── NotFound              404
    │   ├── MethodNotAllowed      405
    │   ├── Conflict              409
    │   ├── PayloadTooLarge       413
    │   ├── RateLimitExceeded     429
    │   ├── ConcurrencyLimitExceeded  429
    │   ├── OutOfCredits          429
    │   └── InternalServerError   500
    └── JobError                  ends a job as failed; its credits are given back
        ├── ImageLoadError
        ├── PoseError
        ├── ContentModerationError
        ├── InputValidationError
        ├── PipelineError
        └── ProcessingError

The class name is the public name. The message is shown to the client as it is, so it must be safe to show:
no paths, no addresses of ours, no image data, no credentials. Details for operators go to the log.
"""

from dataclasses import dataclass
from typing import ClassVar


class FittingroomError(Exception):
    """Base of all errors with a public name and a message that is safe to show."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @property
    def name(self) -> str:
        """The public name that clients see."""
        return type(self).__name__


class RequestError(FittingroomError):
    """A request was refused; nothing was stored and nothing is charged."""

    status: ClassVar[int] = 500


class BadRequest(RequestError):
    """The body is not JSON, or a field is missing, unknown, of the wrong type or out of range."""

    status = 400


class UnauthorizedAccess(RequestError):
    """No key, not a Bearer key, or a key that is unknown or revoked."""

    status = 401


class Forbidden(RequestError):
    """The key holds, but is not for this: it has scopes, and the endpoint's is not among them."""

    status = 403


class NotFound(RequestError):
    """No such endpoint, or no such thing in this account."""

    status = 404


class MethodNotAllowed(RequestError):
    """The endpoint exists but not for this HTTP method."""

    status = 405


class Conflict(RequestError):
    """What is asked contradicts what is: another request went by the same Idempotency-Key, or the job has ended."""

    status = 409


class PayloadTooLarge(RequestError):
    """The body is over the size limit."""

    status = 413


@dataclass(frozen=True)
class Quota:
    """How a window of requests stands: what the RateLimit headers of an answer say. `reset` is in whole seconds."""

    limit: int
    remaining: int
    reset: int


class LimitError(RequestError):
    """Something is used up for now; `retry_after` is in whole seconds, None where waiting does not help.

    `quota` is how the endpoint's window stands, for the headers of the refusal; None where that isn't known.
    """

    status = 429

    def __init__(self, message: str, retry_after: int | None = None, quota: Quota | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.quota = quota


class RateLimitExceeded(LimitError):
    """Too many requests in the window."""


class ConcurrencyLimitExceeded(LimitError):
    """Too many jobs in flight."""


class OutOfCredits(LimitError):
    """Fewer credits than the job costs."""


class InternalServerError(RequestError):
    """Something broke on our side; the message carries only a request id."""

    status = 500


class JobError(FittingroomError):
    """A job failed; its credits are given back."""


class ImageLoadError(JobError):
    """An image is missing, unreachable, not an image, too large, too small or unreadable."""


class PoseError(JobError):
    """No person, or the part of the body that the try-on needs is not visible."""


class ContentModerationError(JobError):
    """The picture is not allowed at the moderation level asked for."""


class InputValidationError(JobError):
    """The running engine can't do what was asked; the message says what it can."""


class PipelineError(JobError):
    """The engine failed: it crashed, hung, ran out of memory, or changed nothing."""


class ProcessingError(JobError):
    """Anything else that kept a job from finishing."""


#: Public names of runtime errors, and the class that each names.
JOB_ERRORS: dict[str, type[JobError]] = {
    error.__name__: error
    for error in (
        ImageLoadError,
        PoseError,
        ContentModerationError,
        InputValidationError,
        PipelineError,
        ProcessingError,
    )
}
