"""Fetches one file over HTTP, going on where an earlier try stopped."""

import ssl
from collections.abc import Callable
from pathlib import Path

import certifi
import httpx

from fittingroom.models.errors import SourceError

#: Told how many bytes are there and how many there will be (None where the server doesn't say).
Report = Callable[[int, int | None], None]

_TIMEOUT = httpx.Timeout(30, connect=15)
_TRIES = 4


class NotThere(SourceError):
    """The server answered that it has no such file."""


def download(url: str, part: Path, report: Report) -> None:
    """Fetch `url` into `part`, keeping what `part` already holds. A broken connection is taken up again a few times.

    Raises NotThere, or SourceError; `part` then keeps what has come so far.
    """
    part.parent.mkdir(parents=True, exist_ok=True)
    with httpx.Client(verify=_trust(), timeout=_TIMEOUT, follow_redirects=True) as client:
        for tries_left in reversed(range(_TRIES)):
            before = _size(part)
            try:
                _fetch(client, url, part, report)
            except httpx.HTTPError as error:
                if not tries_left and _size(part) == before:
                    raise SourceError(_explain(url, error)) from error
            else:
                return
    raise SourceError(f"The connection to {_host(url)} keeps breaking. Run the command again: it goes on from here.")


def _fetch(client: httpx.Client, url: str, part: Path, report: Report) -> None:
    have = _size(part)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with client.stream("GET", url, headers=headers) as answer:
        if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            report(have, have)
            return
        if answer.status_code in {httpx.codes.NOT_FOUND, httpx.codes.GONE}:
            raise NotThere(f"{_host(url)} has no such file.")
        answer.raise_for_status()
        resumed = answer.status_code == httpx.codes.PARTIAL_CONTENT
        have = have if resumed else 0
        length = answer.headers.get("Content-Length")
        total = have + int(length) if length else None
        with part.open("ab" if resumed else "wb") as file:
            report(have, total)
            for chunk in answer.iter_raw():
                file.write(chunk)
                have += len(chunk)
                report(have, total)


def _trust() -> ssl.SSLContext:
    """The machine's own certificate authorities, as companies' proxies need, and the usual public ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _explain(url: str, error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"{_host(url)} answered {error.response.status_code} {error.response.reason_phrase}."
    return f"{_host(url)} can't be reached ({type(error).__name__}: {error}). Check the network and run it again."


def _host(url: str) -> str:
    return httpx.URL(url).host


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
