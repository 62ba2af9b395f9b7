"""A job as its owner sees it over HTTP, from the submit to its end."""

import base64
import re

import pytest
from tests.api.paths import SUBMITS
from tests.support.server import Customer, Server
from tests.tryon.refused import GOOD, IMAGES, URL

from fittingroom.errors import JOB_ERRORS
from fittingroom.tryon.kinds import Kind

PICTURE = b"\x89PNG and what follows" * 5000


def credits(customer: Customer) -> tuple[int, ...]:
    body = customer.http.get("/api/v1/credits").json()
    assert set(body) == {"ok", "credits"} and body["ok"] is True
    return tuple(body["credits"][name] for name in ("on_demand", "subscription", "purchased", "reserved"))


@pytest.mark.parametrize(("path", "kind"), SUBMITS.items())
def test_every_endpoint_answers_at_once_with_an_id_in_both_spellings(customer: Customer, path: str, kind: Kind) -> None:
    answer = customer.http.post(path, json=GOOD[kind])
    body = answer.json()
    assert answer.status_code == 200 and re.fullmatch("[0-9a-f]{24}", body["id"])
    assert body == {"ok": True, "id": body["id"], "jobId": body["id"], "error": None}
    assert [answer.headers[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")] == ["20", "19", "60"]


def test_a_job_under_way_is_processing_whether_or_not_a_worker_has_it(server: Server, customer: Customer) -> None:
    job = customer.submit()
    expected = {"ok": True, "id": job, "status": "processing", "error": None}
    assert customer.http.get(f"/api/v1/status/{job}").json() == expected
    server.running.run(server.services.jobs.claim(job, "a worker"))
    answer = customer.http.get(f"/api/v1/status/{job}")
    assert (answer.json(), answer.headers["RateLimit-Limit"]) == (expected, "300")


def test_a_completed_job_has_addresses_that_open_its_pictures(server: Server, customer: Customer) -> None:
    job = customer.submit(num_samples=2)
    assert credits(customer) == (98, 0, 100, 2)
    server.complete(job, PICTURE, PICTURE + b"2")
    body = customer.http.get(f"/api/v1/status/{job}").json()
    assert body == {"ok": True, "id": job, "status": "completed", "output": body["output"], "error": None}
    assert [server.open(address).content for address in body["output"]] == [PICTURE, PICTURE + b"2"]
    assert credits(customer) == (98, 0, 98, 0)


@pytest.mark.parametrize("error", JOB_ERRORS.values(), ids=lambda error: error.__name__)
def test_a_failed_job_tells_why_and_costs_nothing(server: Server, customer: Customer, error: type) -> None:
    job = customer.submit(num_samples=4)
    server.fail(job, error("Model image is missing."))
    answer = customer.http.get(f"/api/v1/status/{job}")
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True,
        "id": job,
        "status": "failed",
        "output": [],
        "error": {"name": error.__name__, "message": "Model image is missing."},
    }
    assert credits(customer) == (100, 0, 100, 0)


def test_a_cancelled_job_is_a_failed_one(server: Server, customer: Customer) -> None:
    job = customer.submit()
    assert server.running.run(server.services.jobs.cancel(customer.caller.account_id, job))
    body = customer.http.get(f"/api/v1/status/{job}").json()
    assert (body["status"], body["error"]["name"]) == ("failed", "ProcessingError")


def test_another_accounts_job_is_not_told_from_none(server: Server, customer: Customer) -> None:
    mine = customer.submit()
    other = server.customer()
    answers = [other.http.get(f"/api/v1/status/{job}") for job in (mine, "0" * 24)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json() and answers[0].json()["error"] == "NotFound"


@pytest.mark.parametrize("job", ["x", "%00", "A" * 24, "0" * 25, "'; DROP TABLE jobs; --", "%ff%fe", "🙂"])
def test_what_can_be_no_job_is_a_404(customer: Customer, job: str) -> None:
    answer = customer.http.get(f"/api/v1/status/{job}")
    assert (answer.status_code, answer.json()["error"]) == (404, "NotFound")


@pytest.mark.parametrize("kind", Kind)
def test_what_is_kept_of_a_request_has_its_addresses_but_no_base64(
    server: Server, customer: Customer, kind: Kind
) -> None:
    first, *others = IMAGES[kind]
    image = base64.b64encode(PICTURE).decode()
    asked = GOOD[kind] | {first: f"data:image/png;base64,{image}", "seed": 7}
    job_id = customer.http.post(f"/api/v1/tryon/{kind}", json=asked).json()["id"]
    job = server.running.run(server.services.jobs.get(customer.caller.account_id, job_id))
    assert job.request == asked | {first: "<base64>"} and all(job.request[name] == URL for name in others)
    claim = server.running.run(server.services.jobs.claim(job_id, "a worker"))
    assert claim is not None and claim.inputs == {first: PICTURE}


def test_subscription_credits_are_spent_first(server: Server, customer: Customer) -> None:
    server.running.run(server.services.credits.subscribe(customer.caller.account_id, 3))
    assert credits(customer) == (103, 3, 100, 0)
    job = customer.submit(num_samples=4)
    assert credits(customer) == (99, 3, 100, 4)
    server.complete(job, PICTURE)
    assert credits(customer) == (99, 0, 99, 0)
