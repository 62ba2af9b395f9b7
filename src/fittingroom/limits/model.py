"""What is limited, and to how much."""

from dataclasses import dataclass
from enum import StrEnum


class Bucket(StrEnum):
    """Endpoints that are counted together."""

    TRYON = "tryon"
    STATUS = "status"
    CREDITS = "credits"


@dataclass(frozen=True)
class AccountLimits:
    """Requests in any 60 seconds, and jobs in flight; None: the default."""

    tryon: int | None = None
    status: int | None = None
    credits: int | None = None
    in_flight: int | None = None


#: What every account has unless it is adjusted.
DEFAULTS = {Bucket.TRYON: 20, Bucket.STATUS: 300, Bucket.CREDITS: 300}
DEFAULT_IN_FLIGHT = 6
