import base64
import logging
import os
import sys

import pytest

from fittingroom.logs import PrivateFormatter


def written(message: str) -> str:
    return PrivateFormatter("%(message)s").format(logging.makeLogRecord({"msg": message}))


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("GET https://host/a.png?token=abc&x=1 failed", "GET https://host/a.png?… failed"),
        ("at 'http://host/a?b=c'.", "at 'http://host/a?…'."),
        ("postgresql://me:secret@host/name", "postgresql://…@host/name"),
        ("Job 64b7f1a9d9a3b8e5c7f9a123 completed in 1.2 s.", "Job 64b7f1a9d9a3b8e5c7f9a123 completed in 1.2 s."),
    ],
)
def test_a_line_says_what_happened_but_nothing_private(message: str, line: str) -> None:
    assert written(message) == line


def test_base64_is_taken_out_of_messages_and_of_tracebacks() -> None:
    text = base64.b64encode(os.urandom(600)).decode()
    assert written(f"image: data:image/png;base64,{text}") == "image: <base64>"
    try:
        raise ValueError(text)
    except ValueError:
        record = logging.makeLogRecord({"msg": "x", "exc_info": sys.exc_info()})
    line = PrivateFormatter().format(record)
    assert text[:200] not in line
    assert "<base64>" in line
