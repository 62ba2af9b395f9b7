"""Names of stored outputs: when they end, then chance.

A name tells its own end, so that a purge needs neither the database nor the storage's clock, and an output whose job
never came to be finished goes like any other. The chance in it makes it unguessable.
"""

import re
import secrets
from datetime import UTC, datetime, timedelta

CONTENT_TYPES = {"png": "image/png", "jpeg": "image/jpeg"}

_TIME = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(\d{8}T\d{6}Z)-[A-Za-z0-9_-]{32}\.(png|jpeg)", re.ASCII)


def new_name(ends: datetime, output_format: str) -> str:
    """A fresh name for an output that answers until `ends` (rounded up to a second)."""
    if output_format not in CONTENT_TYPES:
        raise ValueError(f"no such output format: {output_format}")
    whole = ends.astimezone(UTC) + timedelta(seconds=1, microseconds=-1)
    return f"{whole.strftime(_TIME)}-{secrets.token_urlsafe(24)}.{output_format}"


def is_name(name: str) -> bool:
    """Whether `name` is one of ours: nothing else is ever opened or deleted, whatever its path leads to."""
    return _parse(name) is not None


def end_of(name: str) -> datetime:
    """When the output called `name` ends. Raises ValueError where it is not one of our names."""
    parsed = _parse(name)
    if parsed is None:
        raise ValueError("not the name of an output")
    return parsed[0]


def content_type_of(name: str) -> str:
    """The media type of the output called `name`."""
    return CONTENT_TYPES[name.rsplit(".", 1)[1]]


def _parse(name: str) -> tuple[datetime, str] | None:
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        return datetime.strptime(match[1], _TIME).replace(tzinfo=UTC), match[2]
    except ValueError:
        return None
