"""The list of jobs, cancelling, and requests that are sent twice."""

from typing import Any

import pytest
from tests.support.server import Customer, Server
from tests.tryon.refused import GOOD

from fittingroom.errors import PoseError
from fittingroom.tryon.kinds import Kind


def listed(customer: Customer, **parameters: Any) -> dict[str, Any]:
    answer = customer.http.get("/api/v1/jobs", params=parameters)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def test_jobs_are_listed_newest_first_page_by_page_and_nobody_elses(server: Server, customer: Customer) -> None:
    made = []
    for _ in range(5):
        made.append(customer.submit())
        server.clock.advance(milliseconds=len(made) % 2)  # some at the same moment
    server.customer().submit()
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = listed(customer, limit=2, **cursor)
        seen += [job["id"] for job in page["jobs"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert len(seen) == 5 and set(seen) == set(made)
    moments = [job["created_at"] for job in listed(customer)["jobs"]]
    assert moments == sorted(moments, reverse=True) and moments[0].endswith("+00:00")


def test_jobs_are_filtered_by_status_and_kind(server: Server, customer: Customer) -> None:
    done, failed, waiting = customer.submit(), customer.submit(), customer.submit()
    tattoo = customer.http.post("/api/v1/tryon/tattoo", json=GOOD[Kind.TATTOO]).json()["id"]
    server.complete(done, b"picture")
    server.fail(failed, PoseError("No person."))
    by_status = {name: {job["id"] for job in listed(customer, status=name)["jobs"]} for name in ("completed", "failed")}
    assert by_status == {"completed": {done}, "failed": {failed}}
    assert {job["id"] for job in listed(customer, status="processing", kind="fashion")["jobs"]} == {waiting}
    (only,) = listed(customer, kind="tattoo")["jobs"]
    assert (only["id"], only["output"], only["error"], only["finished_at"]) == (tattoo, [], None, None)
    (completed,) = listed(customer, status="completed")["jobs"]
    assert server.open(completed["output"][0]).content == b"picture"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"limit": "0"}, "limit takes"),
        ({"limit": "101"}, "limit takes"),
        ({"limit": "many"}, "limit takes"),
        ({"status": "queued"}, "processing, completed or failed"),
        ({"kind": "hats"}, "fashion, hairstyle or tattoo"),
        ({"cursor": "x"}, "next_cursor"),
        ({"cursor": "MjAyNi0wMS0wMSAw"}, "next_cursor"),
        ({"page": "2"}, "Known are"),
    ],
)
def test_a_wrong_parameter_is_named(customer: Customer, parameters: dict[str, str], words: str) -> None:
    answer = customer.http.get("/api/v1/jobs", params=parameters)
    assert (answer.status_code, answer.json()["error"]) == (400, "BadRequest")
    assert words in answer.json()["message"]


def test_a_job_that_has_not_ended_can_be_cancelled_and_costs_nothing(server: Server, customer: Customer) -> None:
    queued, running = customer.submit(), customer.submit()
    claim = server.running.run(server.services.jobs.claim(running, "a worker"))
    assert claim
    for job in (queued, running, queued):
        answer = customer.http.post(f"/api/v1/jobs/{job}/cancel")
        error = {"name": "ProcessingError", "message": "The job was cancelled."}
        expected = {"ok": True, "id": job, "status": "failed", "output": [], "error": error}
        assert (answer.status_code, answer.json()) == (200, expected)
    assert not server.running.run(server.services.jobs.heartbeat(claim))
    assert customer.http.get("/api/v1/credits").json()["credits"]["on_demand"] == 100


def test_a_job_that_has_ended_cannot_be_cancelled(server: Server, customer: Customer) -> None:
    job = customer.submit()
    server.complete(job)
    answer = customer.http.post(f"/api/v1/jobs/{job}/cancel")
    assert (answer.status_code, answer.json()["error"]) == (409, "Conflict")
    assert customer.http.get(f"/api/v1/status/{job}").json()["status"] == "completed"
    others = server.customer().submit()
    assert customer.http.post(f"/api/v1/jobs/{others}/cancel").status_code == 404


def test_a_request_sent_twice_under_one_key_is_one_job(customer: Customer) -> None:
    def post(body: dict[str, Any], key: str = "order 17") -> Any:
        return customer.http.post("/api/v1/tryon/fashion", json=body, headers={"Idempotency-Key": key})

    first, again = post(GOOD[Kind.FASHION]), post(GOOD[Kind.FASHION])
    assert first.status_code == again.status_code == 200 and first.json() == again.json()
    assert post(GOOD[Kind.FASHION], "order 18").json()["id"] != first.json()["id"]
    other = post({**GOOD[Kind.FASHION], "seed": 7})
    assert (other.status_code, set(other.json())) == (409, {"error", "message"})
    assert other.json()["error"] == "Conflict" and "Idempotency-Key" in other.json()["message"]
    assert post(GOOD[Kind.FASHION], "x" * 256).status_code == 400
    assert customer.http.get("/api/v1/credits").json()["credits"]["reserved"] == 2
