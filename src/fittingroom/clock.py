"""The time, as something that can be handed in, so that tests can move it."""

from collections.abc import Callable
from datetime import UTC, datetime

#: Returns the present moment, always with a time zone (UTC).
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The machine's own clock, in UTC."""
    return datetime.now(UTC)
