"""How the service writes its log: one line an event, for people, without anything that is private."""

import logging
import re
import sys

#: Libraries whose everyday lines say nothing that ours don't, or say too much: some write whole URLs.
_QUIET = ("procrastinate", "uvicorn", "httpx", "httpcore", "sqlalchemy", "alembic", "psycopg", "PIL", "asyncio")

_QUERY = re.compile(r"(\w+://[^\s?\"'<>]+)\?[^\s\"'<>]+")
_CREDENTIALS = re.compile(r"(\w+://)[^\s/@\"'<>]+@")
_BASE64 = re.compile(r"(?:data:[\w/+.-]*;base64,)?[A-Za-z0-9+/_-]{200,}={0,2}")


class PrivateFormatter(logging.Formatter):
    """The last line of defence: no query string, credential in a URL or base64 reaches the log, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with what is private taken out."""
        text = _QUERY.sub(r"\1?…", super().format(record))
        return _BASE64.sub("<base64>", _CREDENTIALS.sub(r"\1…@", text))


def configure_logs(level: int = logging.INFO) -> None:
    """Write to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(PrivateFormatter("%(asctime)s %(levelname)-7s %(message)s", "%Y-%m-%d %H:%M:%S"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
