"""Everything that is refused before a job exists: with which status, name and words, and that nothing is left of it."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from tests.api.paths import CREDITS, ENDPOINTS, STATUS, SUBMITS
from tests.support.server import Customer, Server
from tests.tryon.refused import GOOD, REFUSED

from fittingroom.limits import AccountLimits
from fittingroom.tryon.kinds import Kind


def refusal(answer: httpx.Response) -> tuple[int, str]:
    body = answer.json()
    assert set(body) == {"error", "message"} and body["message"] and answer.headers["X-Request-Id"]
    return answer.status_code, body["error"]


def rows(server: Server) -> dict[str, int]:
    async def count() -> dict[str, int]:
        async with server.services.database.transaction() as connection:
            tables = await connection.execute(
                text(
                    "SELECT schemaname || '.' || tablename FROM pg_tables"
                    " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
                )
            )
            return {
                table: await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0
                for table in tables.scalars().all()
            }

    return server.running.run(count())


@contextmanager
def leaving_nothing(server: Server, customer: Customer) -> Iterator[None]:
    before = customer.http.get(CREDITS).json(), rows(server)
    yield
    assert (customer.http.get(CREDITS).json(), rows(server)) == before


@pytest.mark.parametrize("path", SUBMITS)
def test_every_wrong_body_is_a_400_that_names_the_field_and_leaves_nothing(
    server: Server, customer: Customer, path: str
) -> None:
    with leaving_nothing(server, customer):
        for kind, what, body, words in REFUSED:
            if kind is SUBMITS[path]:
                _expect_bad_request(customer.http.post(path, content=body), what, words)


def _expect_bad_request(answer: httpx.Response, what: str, words: list[str]) -> None:
    assert refusal(answer) == (400, "BadRequest"), what
    assert [word for word in words if word not in answer.json()["message"]] == [], what
    assert answer.headers["RateLimit-Remaining"] == "20", what


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Bearer fr_00000000000000000000000000000000000000"},
        {"Authorization": b"Bearer \xff\xfe"},
        {"X-Api-Key": "fr_00000000000000000000000000000000000000"},
    ],
    ids=str,
)
@pytest.mark.parametrize(("method", "path"), ENDPOINTS, ids=lambda value: str(value))
def test_without_a_key_in_force_every_endpoint_is_a_401(
    server: Server, method: str, path: str, headers: dict[str, Any]
) -> None:
    answer = httpx.request(method, server.url + path, headers=headers)
    assert refusal(answer) == (401, "UnauthorizedAccess")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_is_a_401_at_once(server: Server, customer: Customer) -> None:
    assert customer.http.get(CREDITS).status_code == 200
    server.running.run(server.services.accounts.revoke_key(customer.key))
    for method, path in ENDPOINTS:
        assert refusal(customer.http.request(method, path)) == (401, "UnauthorizedAccess")


def test_the_scheme_may_be_written_in_any_case(server: Server, customer: Customer) -> None:
    for scheme in ("bearer", "BEARER"):
        answer = httpx.get(server.url + CREDITS, headers={"Authorization": f"{scheme} {customer.key}"})
        assert answer.status_code == 200


def test_who_has_no_key_learns_nothing_about_the_body(server: Server) -> None:
    large = b"x" * (server.services.settings.max_body_bytes + 1)
    for body in (b"", b"{", large):
        assert refusal(httpx.post(f"{server.url}/api/v1/tryon/fashion", content=body))[0] == 401


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1",
        "/api/v1/",
        "/api/v2/credits",
        "/api/v1/tryon",
        "/api/v1/tryon/hats",
        "/api/v1/tryon/fashion/",
        "/api/v1/status",
        "/api/v1/status/",
        "/api/v1/status/a/b",
        "/api/v1/credits/",
        "/outputs",
        "/%00",
        "/..%2f..%2fetc/passwd",
    ],
)
def test_an_unknown_path_is_a_404_whatever_the_method(server: Server, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert refusal(httpx.request(method, server.url + path)) == (404, "NotFound")


@pytest.mark.parametrize(
    ("path", "allowed"),
    [*((path, {"POST"}) for path in SUBMITS), *((path, {"GET", "HEAD"}) for path in (STATUS, CREDITS, "/healthz"))],
)
def test_a_wrong_method_is_a_405_that_names_the_right_one(server: Server, path: str, allowed: set[str]) -> None:
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - allowed:
        answer = httpx.request(method, server.url + path)
        assert refusal(answer) == (405, "MethodNotAllowed")
        assert set(answer.headers["Allow"].split(", ")) == allowed


def test_head_answers_as_get_does_but_without_a_body(server: Server, customer: Customer) -> None:
    wrong = "/api/v1/tryon/fashion"
    for path, status in ((CREDITS, 200), (STATUS, 404), ("/healthz", 200), ("/nowhere", 404), (wrong, 405)):
        answer = customer.http.head(path)
        assert (answer.status_code, answer.content) == (status, b"")


@pytest.mark.parametrize("path", SUBMITS)
def test_a_body_over_the_limit_is_a_413_and_leaves_nothing(server: Server, customer: Customer, path: str) -> None:
    size = server.services.settings.max_body_bytes + 1
    with leaving_nothing(server, customer):
        answer = customer.http.post(path, content=b"x" * size)
        assert refusal(answer) == (413, "PayloadTooLarge")
        assert answer.headers["RateLimit-Remaining"] == "20"
        chunks = (b"x" * 2**20 for _ in range(size // 2**20 + 1))
        assert refusal(customer.http.post(path, content=chunks)) == (413, "PayloadTooLarge")


def test_too_few_credits_is_a_429_that_leaves_nothing(server: Server) -> None:
    poor = server.customer(credits=3)
    image = base64.b64encode(b"not looked at before there are credits").decode()
    with leaving_nothing(server, poor):
        body = GOOD[Kind.FASHION] | {"num_samples": 4, "model_image": image}
        answer = poor.http.post("/api/v1/tryon/fashion", json=body)
        assert refusal(answer) == (429, "OutOfCredits")
        assert answer.headers["RateLimit-Remaining"] == "20" and int(answer.headers["Retry-After"]) > 0
    assert poor.http.post("/api/v1/tryon/fashion", json=body | {"num_samples": 3}).status_code == 200


def test_too_many_jobs_in_flight_is_a_429_that_leaves_nothing(server: Server, customer: Customer) -> None:
    server.running.run(server.services.limits.adjust(customer.caller.account_id, AccountLimits(in_flight=1)))
    assert customer.http.post("/api/v1/tryon/tattoo", json=GOOD[Kind.TATTOO]).status_code == 200
    with leaving_nothing(server, customer):
        answer = customer.http.post("/api/v1/tryon/tattoo", json=GOOD[Kind.TATTOO])
        assert refusal(answer) == (429, "ConcurrencyLimitExceeded")
        assert int(answer.headers["Retry-After"]) > 0 and "RateLimit-Limit" in answer.headers


def test_too_many_requests_is_a_429_that_leaves_nothing(server: Server, customer: Customer) -> None:
    server.running.run(server.services.limits.adjust(customer.caller.account_id, AccountLimits(tryon=1)))
    assert customer.http.post("/api/v1/tryon/hairstyle", json=GOOD[Kind.HAIRSTYLE]).status_code == 200
    with leaving_nothing(server, customer):
        answer = customer.http.post("/api/v1/tryon/hairstyle", json=GOOD[Kind.HAIRSTYLE])
        assert refusal(answer) == (429, "RateLimitExceeded")
        assert answer.headers["Retry-After"] == "60"
        names = ("Limit", "Remaining", "Reset")
        assert [answer.headers[f"RateLimit-{name}"] for name in names] == ["1", "0", "60"]


def test_a_break_is_a_500_that_tells_only_a_request_id(server: Server, customer: Customer) -> None:
    with server.without_table("jobs"):
        answer = customer.http.get(STATUS)
    assert refusal(answer) == (500, "InternalServerError")
    request_id = answer.headers["X-Request-Id"]
    assert answer.json()["message"] == f"Something broke on our side. The request id is {request_id}."


def test_a_body_is_judged_whatever_its_content_type_says(customer: Customer) -> None:
    body = json.dumps(GOOD[Kind.FASHION]).encode()
    for content_type in ("application/x-www-form-urlencoded", "text/plain", "application/json; charset=utf-8"):
        answer = customer.http.post("/api/v1/tryon/fashion", content=body, headers={"Content-Type": content_type})
        assert answer.status_code == 200
