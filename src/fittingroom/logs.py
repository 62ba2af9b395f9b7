"""How the service writes its log: one line an event, for people or for programs, without anything that is private."""

import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

#: Libraries whose everyday lines say nothing that ours don't, or say too much: some write whole URLs.
_QUIET = ("procrastinate", "uvicorn", "httpx", "httpcore", "sqlalchemy", "alembic", "psycopg", "PIL", "asyncio")

_QUERY = re.compile(r"(\w+://[^\s?\"'<>]+)\?[^\s\"'<>]+")
_CREDENTIALS = re.compile(r"(\w+://)[^\s/@\"'<>]+@")
_BASE64 = re.compile(r"(?:data:[\w/+.-]*;base64,)?[A-Za-z0-9+/_-]{200,}={0,2}")

_OF_EVERY_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_ids: ContextVar[Mapping[str, str]] = ContextVar("ids", default={})  # noqa: B039 (never changed, only replaced)


@contextmanager
def logged_with(**ids: str) -> Iterator[None]:
    """What is logged inside carries these ids, where the log is written for programs."""
    token = _ids.set({**_ids.get(), **ids})
    try:
        yield
    finally:
        _ids.reset(token)


class PrivateFormatter(logging.Formatter):
    """The last line of defence: no query string, credential in a URL or base64 reaches the log, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with what is private taken out."""
        return _without_private(super().format(record))


class JsonFormatter(logging.Formatter):
    """A JSON object a line, with what is private taken out: time, level, logger, message, ids and further fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_ids.get(),
            **{name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD},
        }
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return json.dumps({name: _safe(value) for name, value in fields.items()}, ensure_ascii=False)


def configure_logs(level: int = logging.INFO, *, form: str = "text") -> None:
    """Write to standard error from now on; `form` is "text" or "json"."""
    handler = logging.StreamHandler(sys.stderr)
    text = PrivateFormatter("%(asctime)s %(levelname)-7s %(message)s", "%Y-%m-%d %H:%M:%S")
    handler.setFormatter(JsonFormatter() if form == "json" else text)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _without_private(text: str) -> str:
    return _BASE64.sub("<base64>", _CREDENTIALS.sub(r"\1…@", _QUERY.sub(r"\1?…", text)))


def _safe(value: Any) -> Any:
    return value if isinstance(value, int | float) else _without_private(str(value))
