"""What a request says about how it likes its answer: the header `Prefer` (RFC 7240)."""

import re

from fastapi import Request

#: Seconds that an answer may be held back for.
MOST_WAIT = 60

_WAIT = re.compile(r"(?:^|[,;])\s*wait\s*=\s*\"?(\d{1,9})\"?\s*(?=$|[,;])", re.IGNORECASE)


def wait_seconds(request: Request) -> int | None:
    """N of `Prefer: wait=N`, at most `MOST_WAIT`; None where it isn't there or makes no sense, as the RFC wants it."""
    found = _WAIT.search(", ".join(request.headers.getlist("Prefer")))
    return min(int(found[1]), MOST_WAIT) if found else None
