import asyncio
import base64
import json
import logging
import os
import sys
from datetime import datetime

import pytest

from fittingroom.logs import JsonFormatter, PrivateFormatter, logged_with


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


def as_json(message: str, **more: object) -> dict[str, object]:
    line = JsonFormatter().format(logging.makeLogRecord({"msg": message, "levelname": "INFO", "name": "x", **more}))
    assert "\n" not in line
    read: dict[str, object] = json.loads(line)
    return read


def test_lines_for_programs_carry_the_ids_of_what_they_are_about() -> None:
    with logged_with(request_id="r1"), logged_with(job_id="j1"):
        line = as_json("Job\nj1 started.", status=200)
    assert line["message"] == "Job\nj1 started."
    assert (line["request_id"], line["job_id"], line["status"], line["level"]) == ("r1", "j1", 200, "info")
    assert datetime.fromisoformat(str(line["time"])).tzinfo is not None
    assert "job_id" not in as_json("Something else.")


async def test_ids_of_one_task_are_not_those_of_another() -> None:
    async def work(job_id: str) -> object:
        with logged_with(job_id=job_id):
            await asyncio.sleep(0)
            return as_json("At work.")["job_id"]

    assert await asyncio.gather(work("a"), work("b")) == ["a", "b"]


def test_lines_for_programs_have_nothing_private_either() -> None:
    text = base64.b64encode(os.urandom(600)).decode()
    try:
        raise ValueError(text)
    except ValueError:
        line = as_json('at "https://host/a?token=hush"', exc_info=sys.exc_info(), url="postgresql://me:word@host/")
    assert line["message"] == 'at "https://host/a?…"' and line["url"] == "postgresql://…@host/"
    assert text[:200] not in str(line) and "ValueError: <base64>" in str(line["exception"])
