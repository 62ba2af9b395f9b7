"""The addresses of pictures: who opens them, and for how long."""

import string

import httpx
import pytest
from tests.support.server import Customer, Server

PICTURE = b"\x89PNG and what follows" * 5000


@pytest.fixture
def address(server: Server, customer: Customer) -> str:
    job = customer.submit()
    server.complete(job, PICTURE)
    return str(customer.http.get(f"/api/v1/status/{job}").json()["output"][0])


def test_a_picture_comes_without_a_key_and_is_what_it_says(server: Server, address: str) -> None:
    answer = server.open(address)
    assert (answer.status_code, answer.content) == (200, PICTURE)
    assert answer.headers["Content-Type"] == "image/png" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Length"] == str(len(PICTURE))
    assert "RateLimit-Limit" not in answer.headers
    head = httpx.head(address)
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, str(len(PICTURE)), b"")


def test_the_address_ends_in_the_formats_name(address: str) -> None:
    assert address.endswith(".png")


def test_a_changed_address_opens_nothing(server: Server, address: str) -> None:
    signature, name = address.rsplit("/", 2)[1:]
    for place in (0, len(signature) // 2):
        other = next(letter for letter in string.ascii_letters if letter != signature[place])
        changed = signature[:place] + other + signature[place + 1 :]
        _expect_nothing(f"{server.url}/outputs/{changed}/{name}")
    later = str(int(name[0]) + 1) + name[1:]
    for path in (f"{signature}/{later}", f"{signature}/..%2f..%2fsecret", f"{signature}/%00", name, f"%ff/{name}"):
        _expect_nothing(f"{server.url}/outputs/{path}")


def test_an_address_answers_for_72_hours_and_then_no_more(server: Server, customer: Customer, address: str) -> None:
    server.clock.advance(hours=72, seconds=-1)
    assert server.open(address).status_code == 200
    server.clock.advance(seconds=2)
    _expect_nothing(address)


def test_an_address_whose_file_is_gone_opens_nothing(server: Server, address: str) -> None:
    server.running.run(server.services.outputs.delete(address.rsplit("/", 1)[1]))
    _expect_nothing(address)


def _expect_nothing(address: str) -> None:
    answer = httpx.get(address)
    assert (answer.status_code, answer.json()["error"]) == (404, "NotFound")
