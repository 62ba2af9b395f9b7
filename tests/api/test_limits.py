"""How many get through, exactly, when clients don't wait for one another."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
from tests.support.server import Customer, Server
from tests.tryon.refused import GOOD

from fittingroom.limits import AccountLimits
from fittingroom.tryon.kinds import Kind

FASHION = "/api/v1/tryon/fashion"


def outcomes(requests: int, at_once: int, send: Callable[[], httpx.Response]) -> Counter[str]:
    """How `requests` ended, `at_once` of them starting together."""
    barrier = Barrier(at_once)

    def one(number: int) -> str:
        if number < at_once:
            barrier.wait(30)
        answer = send()
        return "200" if answer.status_code == 200 else answer.json()["error"]

    with ThreadPoolExecutor(at_once) as pool:
        return Counter(pool.map(one, range(requests)))


def test_of_thirteen_submits_at_once_exactly_six_get_through(server: Server, customer: Customer) -> None:
    found = outcomes(13, 13, lambda: customer.http.post(FASHION, json=GOOD[Kind.FASHION]))
    assert found == {"200": 6, "ConcurrencyLimitExceeded": 7}
    assert customer.http.get("/api/v1/credits").json()["credits"] == {
        "on_demand": 94,
        "subscription": 0,
        "purchased": 100,
        "reserved": 6,
    }


def test_of_twenty_one_submits_in_a_minute_exactly_twenty_get_through(server: Server, customer: Customer) -> None:
    server.running.run(server.services.limits.adjust(customer.caller.account_id, AccountLimits(in_flight=100)))

    def submit() -> httpx.Response:
        return customer.http.post(FASHION, json=GOOD[Kind.FASHION])

    assert outcomes(21, 21, submit) == {"200": 20, "RateLimitExceeded": 1}
    server.clock.advance(seconds=59.9)
    assert submit().headers["Retry-After"] == "1"
    server.clock.advance(seconds=0.2)
    answer = submit()
    assert (answer.status_code, answer.headers["RateLimit-Remaining"]) == (200, "19")


def test_all_try_on_endpoints_share_one_window(server: Server, customer: Customer) -> None:
    server.running.run(server.services.limits.adjust(customer.caller.account_id, AccountLimits(tryon=2)))
    for kind, path in ((Kind.FASHION, "clothes"), (Kind.HAIRSTYLE, "hairstyles")):
        assert customer.http.post(f"/api/v1/tryon/{path}", json=GOOD[kind]).status_code == 200
    assert customer.http.post("/api/v1/tryon/tattoo", json=GOOD[Kind.TATTOO]).status_code == 429


def test_of_301_status_calls_in_a_minute_exactly_300_get_through(server: Server, customer: Customer) -> None:
    job = customer.http.post(FASHION, json=GOOD[Kind.FASHION]).json()["id"]
    found = outcomes(301, 4, lambda: customer.http.get(f"/api/v1/status/{job}"))
    assert found == {"200": 300, "RateLimitExceeded": 1}


def test_status_calls_for_jobs_that_are_not_there_count_too(server: Server, customer: Customer) -> None:
    answers = [customer.http.get(f"/api/v1/status/{number:024x}") for number in range(2)]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["299", "298"]


def test_of_301_credits_calls_in_a_minute_exactly_300_get_through(server: Server, customer: Customer) -> None:
    found = outcomes(301, 4, lambda: customer.http.get("/api/v1/credits"))
    assert found == {"200": 300, "RateLimitExceeded": 1}


def test_accounts_do_not_share_windows(server: Server, customer: Customer) -> None:
    server.running.run(server.services.limits.adjust(customer.caller.account_id, AccountLimits(credits=0)))
    assert customer.http.get("/api/v1/credits").status_code == 429
    assert server.customer().http.get("/api/v1/credits").status_code == 200
