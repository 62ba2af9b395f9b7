"""What people who sign in are, and what keeps them signed in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do: everything, or what concerns the own account."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"


@dataclass(frozen=True)
class User:
    """Somebody who can sign in. `has_password` is False where only links let them in."""

    id: int
    account_id: int
    account: str
    email: str
    role: Role
    has_password: bool
    created_at: datetime

    @property
    def is_administrator(self) -> bool:
        """Whether they may do everything."""
        return self.role is Role.ADMINISTRATOR


@dataclass(frozen=True)
class Invitation:
    """What a link that still holds is for: `user` signs in by it; None: it makes the first administrator."""

    user: User | None


@dataclass(frozen=True)
class Session:
    """A browser in which somebody is signed in. `agent` is how that browser named itself."""

    id: int
    user_id: int
    agent: str
    created_at: datetime
    seen_at: datetime
