"""What accounts and keys are."""

from dataclasses import dataclass, field
from datetime import datetime

from fittingroom.accounts.scopes import MEANINGS, Scope
from fittingroom.errors import Forbidden
from fittingroom.limits import NONE_OWN, AccountLimits, KeyLimits


@dataclass(frozen=True)
class Account:
    """Whoever has credits, keys and jobs."""

    id: int
    name: str
    created_at: datetime


@dataclass(frozen=True)
class ApiKey:
    """What is known of a key once it was handed out; `prefix` is its first characters.

    `scopes` None: it may do everything. `limits`: its own, within those of the account.
    `last_used_at` is right to a minute; None for a key that never was used, or not since uses are noted.
    """

    id: int
    account_id: int
    prefix: str
    created_at: datetime
    revoked_at: datetime | None
    name: str = ""
    last_used_at: datetime | None = None
    expires_at: datetime | None = None
    scopes: frozenset[Scope] | None = None
    limits: AccountLimits = NONE_OWN


@dataclass(frozen=True)
class NewKey:
    """A key just made. Its text is nowhere else."""

    text: str = field(repr=False)
    key: ApiKey


@dataclass(frozen=True)
class Caller:
    """Who asks: an account, by one of its keys; `key_id` None where somebody signed in another way."""

    account_id: int
    key_id: int | None = None
    scopes: frozenset[Scope] | None = None
    limits: AccountLimits = NONE_OWN

    def may(self, scope: Scope) -> bool:
        """Whether the key that was used allows this."""
        return self.scopes is None or scope in self.scopes

    def require(self, scope: Scope) -> None:
        """Raises Forbidden where the key that was used doesn't allow this."""
        if not self.may(scope):
            raise Forbidden(f"This API key is not allowed to {MEANINGS[scope]}: it lacks the scope `{scope}`.")

    @property
    def key_limits(self) -> KeyLimits | None:
        """The limits of the key itself, if it has any."""
        if self.key_id is None or self.limits == NONE_OWN:
            return None
        return KeyLimits(self.key_id, self.limits)
