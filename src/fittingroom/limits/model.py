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
    """Requests in any 60 seconds, and jobs in flight. None: the default.

    The same for one key of an account, where None means no limit of its own.
    """

    tryon: int | None = None
    status: int | None = None
    credits: int | None = None
    in_flight: int | None = None


#: What accounts and keys have for which nothing was adjusted.
NONE_OWN = AccountLimits()


@dataclass(frozen=True)
class KeyLimits:
    """What one key may of what its account may."""

    key_id: int
    limits: AccountLimits

    def of(self, bucket: Bucket) -> int | None:
        """Requests in any 60 seconds; None where the key has no limit of its own."""
        found: int | None = getattr(self.limits, bucket.value)
        return found


#: What every account has unless it is adjusted.
DEFAULTS = {Bucket.TRYON: 20, Bucket.STATUS: 300, Bucket.CREDITS: 300}
DEFAULT_IN_FLIGHT = 6
