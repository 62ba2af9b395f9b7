"""Ends and progress of jobs without polling: `Prefer: wait` and Server-Sent Events."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from tests.support.server import Customer, Server
from tests.tryon.refused import GOOD

from fittingroom.api.routes import events
from fittingroom.errors import PoseError
from fittingroom.tryon.kinds import Kind

BODY = GOOD[Kind.FASHION]


def post(customer: Customer, prefer: str) -> httpx.Response:
    return customer.http.post("/api/v1/tryon/fashion", json=BODY, headers={"Prefer": prefer})


@contextmanager
def once_submitted(server: Server, customer: Customer, act: Callable[[str], None]) -> Iterator[None]:
    """Does `act` with the id of the customer's job as soon as there is one."""

    def run() -> None:
        end = time.monotonic() + 30
        while not (found := server.running.run(server.services.jobs.list_jobs(customer.caller.account_id))):
            assert time.monotonic() < end
            time.sleep(0.02)
        act(found[0].id)

    thread = threading.Thread(target=run)
    thread.start()
    yield
    thread.join(30)


def test_an_answer_that_may_be_held_back_tells_the_end(server: Server, customer: Customer) -> None:
    with once_submitted(server, customer, lambda job: server.complete(job, b"picture")):
        answer = post(customer, "respond-async, wait=50")
    body = answer.json()
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (200, "wait=50")
    status = customer.http.get(f"/api/v1/status/{body['id']}").json()
    assert body == {**status, "jobId": body["id"]} and body["status"] == "completed"
    assert server.open(body["output"][0]).content == b"picture"


def test_a_job_that_fails_meanwhile_says_why(server: Server, customer: Customer) -> None:
    with once_submitted(server, customer, lambda job: server.fail(job, PoseError("No person."))):
        body = post(customer, "wait=60").json()
    assert (body["status"], body["error"]) == ("failed", {"name": "PoseError", "message": "No person."})


@pytest.mark.parametrize(("prefer", "applied"), [("wait=0", "wait=0"), ("wait=1", "wait=1"), ("wait=x", None)])
def test_a_job_that_takes_longer_answers_as_without_it(customer: Customer, prefer: str, applied: str | None) -> None:
    answer = post(customer, prefer)
    body = answer.json()
    assert body == {"ok": True, "id": body["id"], "jobId": body["id"], "error": None}
    assert answer.headers.get("Preference-Applied") == applied


def told(answer: httpx.Response) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The events of a stream: their kind, id and data."""
    fields: dict[str, str] = {}
    for line in answer.iter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "event" in fields:
            yield fields["event"], fields["id"], json.loads(fields["data"])
            fields = {}


def test_a_stream_tells_the_status_each_step_and_the_end_and_then_ends(server: Server, customer: Customer) -> None:
    job, jobs = customer.submit(), server.services.jobs
    under_way = {"ok": True, "id": job, "status": "processing", "error": None}
    with customer.http.stream("GET", f"/api/v1/status/{job}/events", headers={"Last-Event-ID": "7"}) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert (answer.headers["Cache-Control"], answer.headers["RateLimit-Limit"]) == ("no-store", "300")
        stream = told(answer)
        assert next(stream)[::2] == ("status", under_way)
        claim = server.running.run(jobs.claim(job, "a worker"))
        assert claim
        server.running.run(jobs.report(claim, 1, 4, "Looking at the photo"))
        progress = {"id": job, "done": 1, "total": 4, "step": "Looking at the photo"}
        assert next(stream)[::2] == ("progress", progress)
        server.running.run(jobs.complete(claim, []))
        rest = list(stream)
    assert rest == [("status", "end", {**under_way, "status": "completed", "output": []})]


def test_a_client_that_has_seen_the_end_is_told_not_to_come_back(server: Server, customer: Customer) -> None:
    job = customer.submit()
    server.complete(job)
    path = f"/api/v1/status/{job}/events"
    assert [kind for kind, *_ in told(customer.http.get(path))] == ["status"]
    assert customer.http.get(path, headers={"Last-Event-ID": "end"}).status_code == 204


def test_a_silent_stream_is_kept_alive(customer: Customer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "KEEP_ALIVE", 0.1)
    with customer.http.stream("GET", f"/api/v1/status/{customer.submit()}/events") as answer:
        assert any(line.startswith(":") for line in answer.iter_lines())


def test_a_stream_of_what_is_not_there_is_refused_like_its_status(customer: Customer, server: Server) -> None:
    job = server.customer().submit()
    for path in (job, "x", "0" * 24):
        answer = customer.http.get(f"/api/v1/status/{path}/events")
        assert (answer.status_code, answer.json()["error"]) == (404, "NotFound")
