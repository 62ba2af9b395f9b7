"""The numbers of an account, and the kinds of entry that move them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Entry(StrEnum):
    """What a row of the ledger records."""

    GRANT_PURCHASED = "grant_purchased"
    GRANT_SUBSCRIPTION = "grant_subscription"
    RESERVE = "reserve"
    SPEND = "spend"
    RELEASE = "release"
    EXPIRE = "expire"


@dataclass(frozen=True)
class Balance:
    """Credits of an account; those reserved for jobs under way are still in the first two."""

    subscription: int = 0
    purchased: int = 0
    reserved: int = 0

    @property
    def on_demand(self) -> int:
        """What a new job may cost."""
        return self.subscription + self.purchased - self.reserved


@dataclass(frozen=True)
class Grant:
    """A subscription grant that has something left: `held` of it is reserved for jobs under way."""

    id: int
    expires_at: datetime
    left: int
    held: int

    @property
    def free(self) -> int:
        """What may still be reserved, or expire."""
        return self.left - self.held
