"""Keys that may do some things alone, and keys with limits of their own."""

from collections.abc import Collection

import httpx
import pytest
from tests.support.server import Customer, Server
from tests.tryon.refused import GOOD

from fittingroom.accounts import Scope
from fittingroom.limits import AccountLimits
from fittingroom.tryon.kinds import Kind

FASHION = "/api/v1/tryon/fashion"
CLOTHES = GOOD[Kind.FASHION]


def another_key(
    server: Server, customer: Customer, scopes: Collection[Scope] | None = None, **limits: int
) -> httpx.Client:
    """A client of the customer's account with another key."""
    accounts = server.services.accounts
    account_id = customer.caller.account_id
    made = server.running.run(accounts.create_key(account_id, scopes=scopes, limits=AccountLimits(**limits)))
    return httpx.Client(base_url=server.url, headers={"Authorization": f"Bearer {made.text}"}, timeout=30)


def error_of(answer: httpx.Response) -> str:
    return "" if answer.status_code == 200 else str(answer.json()["error"])


@pytest.mark.parametrize("scope", list(Scope))
def test_a_key_with_one_scope_is_refused_wherever_the_description_names_another(
    server: Server, customer: Customer, scope: Scope
) -> None:
    document = httpx.get(f"{server.url}/openapi.json").json()
    job = customer.submit()
    seen = set[str]()
    with another_key(server, customer, [scope]) as http:
        for path, methods in document["paths"].items():
            for method, operation in methods.items() if path.startswith("/api/") else ():
                ((needed,),) = [named["key"] for named in operation["security"]]
                seen.add(needed)
                body = {"json": {}} if "requestBody" in operation else {}
                ended = {"Last-Event-ID": "end"}
                with http.stream(method, path.replace("{job_id}", job), headers=ended, **body) as answer:  # type: ignore[arg-type]
                    if needed == scope:
                        assert answer.status_code in (200, 204, 400), path
                        continue
                    answer.read()
                assert (answer.status_code, set(answer.json())) == (403, {"error", "message"}), path
                assert error_of(answer) == "Forbidden" and f"`{needed}`" in answer.json()["message"]
    assert seen == set(Scope)


def test_what_a_key_is_not_for_leaves_nothing_behind(server: Server, customer: Customer) -> None:
    with another_key(server, customer, [Scope.STATUS]) as http:
        assert http.post(FASHION, json=CLOTHES).status_code == 403
        assert http.get("/api/v1/jobs").json()["jobs"] == []
    assert customer.http.post(FASHION, json=CLOTHES).headers["RateLimit-Remaining"] == "19"


def test_a_key_without_scopes_may_do_everything(server: Server, customer: Customer) -> None:
    with another_key(server, customer) as http:
        job = http.post(FASHION, json=CLOTHES).json()["id"]
        for path in (f"/api/v1/status/{job}", "/api/v1/jobs", "/api/v1/credits"):
            assert http.get(path).status_code == 200
        assert http.post(f"/api/v1/jobs/{job}/cancel").status_code == 200


def test_a_key_is_held_to_its_own_limit_while_its_account_has_room(server: Server, customer: Customer) -> None:
    with another_key(server, customer, status=2, credits=1) as http:
        answers = [http.get("/api/v1/jobs") for _ in range(3)]
        assert [error_of(answer) for answer in answers] == ["", "", "RateLimitExceeded"]
        assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
        assert (answers[-1].headers["RateLimit-Limit"], answers[-1].headers["Retry-After"]) == ("2", "60")
        assert "API key" in answers[-1].json()["message"]
        assert [error_of(http.get("/api/v1/credits")) for _ in range(2)] == ["", "RateLimitExceeded"]
        assert customer.http.get("/api/v1/jobs").headers["RateLimit-Remaining"] == "297"  # the refused don't count
        server.clock.advance(seconds=61)
        assert http.get("/api/v1/jobs").status_code == 200


def test_a_key_may_not_do_more_than_its_account(server: Server, customer: Customer) -> None:
    server.running.run(server.services.limits.adjust(customer.caller.account_id, AccountLimits(credits=1)))
    with another_key(server, customer, credits=100) as http:
        assert http.get("/api/v1/credits").headers["RateLimit-Limit"] == "1"
        refused = http.get("/api/v1/credits")
        assert error_of(refused) == "RateLimitExceeded" and "API key" not in refused.json()["message"]


def test_submits_are_held_to_the_limit_of_the_key(server: Server, customer: Customer) -> None:
    with another_key(server, customer, tryon=2) as http:
        bad = http.post(FASHION, json={})
        assert (bad.status_code, bad.headers["RateLimit-Limit"], bad.headers["RateLimit-Remaining"]) == (400, "2", "2")
        answers = [http.post(FASHION, json=CLOTHES) for _ in range(3)]
    assert [error_of(answer) for answer in answers] == ["", "", "RateLimitExceeded"]
    assert customer.http.post(FASHION, json=CLOTHES).headers["RateLimit-Remaining"] == "17"


def test_jobs_in_flight_are_held_to_the_limit_of_the_key(server: Server, customer: Customer) -> None:
    customer.submit()
    with another_key(server, customer, in_flight=1) as http:
        job = http.post(FASHION, json=CLOTHES).json()["id"]
        assert error_of(http.post(FASHION, json=CLOTHES)) == "ConcurrencyLimitExceeded"
        customer.submit()
        http.post(f"/api/v1/jobs/{job}/cancel")
        assert http.post(FASHION, json=CLOTHES).status_code == 200
