"""`GET /metrics` on the running server."""

from collections.abc import Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from tests.support.server import Customer, Server

from fittingroom.errors import PoseError


def read(server: Server) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    answer = httpx.get(f"{server.url}/metrics")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def test_what_happens_is_counted(server: Server, customer: Customer) -> None:
    before = read(server)
    completed, failed, cancelled, _ = (customer.submit() for _ in range(4))
    server.complete(completed)
    server.fail(failed, PoseError("No person."))
    for _ in range(2):
        customer.http.post(f"/api/v1/jobs/{cancelled}/cancel")
    customer.http.get("/api/v1/status/" + "0" * 24)
    after = read(server)

    def more(name: str, **labels: str) -> float:
        key = (f"fittingroom_{name}", frozenset(labels.items()))
        return after.get(key, 0) - before.get(key, 0)

    assert more("requests_total", method="POST", route="/api/v1/tryon/fashion", status="200") == 4
    assert more("requests_total", method="GET", route="/api/v1/status/{job_id}", status="404") == 1
    assert more("request_seconds_count", route="/api/v1/tryon/fashion") == 4
    assert more("jobs_accepted_total", kind="fashion") == 4
    assert more("jobs_ended_total", kind="fashion", status="completed", error="") == 1
    assert more("jobs_ended_total", kind="fashion", status="failed", error="PoseError") == 1
    assert more("jobs_ended_total", kind="fashion", status="cancelled", error="ProcessingError") == 1
    assert [more("credits_total", change=change) for change in ("reserved", "spent", "released")] == [4, 1, 2]
    assert more("job_wait_seconds_count") == 2
    assert (more("jobs", status="queued"), more("jobs", status="processing"), more("credits_held")) == (1, 0, 1)
    assert not any(customer.key in str(key) or completed in str(key) for key in after)


def test_without_a_token_it_is_there_for_this_machine_alone(server: Server) -> None:
    for name in ("X-Forwarded-For", "Forwarded", "Via"):
        assert httpx.get(f"{server.url}/metrics", headers={name: "203.0.113.7"}).status_code == 404


@pytest.fixture
def token(server: Server) -> Iterator[str]:
    server.services.settings.metrics_token = SecretStr("a token")
    yield "a token"
    server.services.settings.metrics_token = None


def test_with_a_token_it_is_there_for_whoever_has_it(server: Server, token: str) -> None:
    def status(**headers: str) -> int:
        return httpx.get(f"{server.url}/metrics", headers=headers).status_code

    assert status(Authorization=f"Bearer {token}", Via="1.1 proxy") == 200
    assert [status(), status(Authorization="Bearer x")] == [401, 401]
