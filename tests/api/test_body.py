"""Against a real server and raw sockets, since what matters is what goes over the wire."""

import http.client
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from tests.support.serving import serving

from fittingroom.api.body import Linger, read_body
from fittingroom.api.envelope import Envelope
from fittingroom.api.errors import register_error_handlers

LIMIT = 100_000


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = FastAPI()
    app.add_middleware(Linger, most=50 * LIMIT)
    app.add_middleware(Envelope)
    register_error_handlers(app)

    @app.post("/length")
    async def length(request: Request) -> int:
        return len(await read_body(request, LIMIT))

    with serving(app) as running:
        yield running.port


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=10)


@pytest.mark.parametrize("size", [0, 1, LIMIT - 1, LIMIT])
def test_a_body_up_to_the_limit_is_read_whole(port: int, size: int) -> None:
    connection = _connection(port)
    connection.request("POST", "/length", b"x" * size)
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, str(size).encode())


@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "chunked"])
@pytest.mark.parametrize("size", [LIMIT + 1, 20 * LIMIT])
def test_a_client_that_sends_too_much_gets_to_read_why(port: int, size: int, chunked: bool) -> None:
    connection = _connection(port)
    pieces = (b"x" * min(7000, size - start) for start in range(0, size, 7000))
    connection.request("POST", "/length", pieces if chunked else b"x" * size, encode_chunked=chunked)
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["error"]) == (413, "PayloadTooLarge")
    assert answer.headers["X-Request-Id"]


def test_an_announced_size_is_refused_before_anything_is_sent(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n")
        assert client.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_an_endless_chunked_body_is_refused_as_soon_as_it_passes_the_limit(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST /length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.sendall(b"%x\r\n" % (LIMIT + 1) + b"x" * (LIMIT + 1) + b"\r\n")
        assert client.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_never_stops_sending_is_cut_off(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n")
        with pytest.raises(ConnectionError):
            for _ in range(1000):
                client.sendall(b"x" * LIMIT)


def test_a_client_that_asks_first_need_not_send_the_body(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\nExpect: 100-continue\r\n\r\n")
        assert client.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_connection_whose_body_was_read_stays_open(port: int) -> None:
    connection = _connection(port)
    for size in (10, 20):
        connection.request("POST", "/length", b"x" * size)
        answer = connection.getresponse()
        assert answer.read() == str(size).encode() and "Connection" not in answer.headers


def test_many_large_refusals_at_once_all_get_their_answer(port: int) -> None:
    statuses: list[int] = []

    def post() -> None:
        connection = _connection(port)
        connection.request("POST", "/length", b"x" * 20 * LIMIT)
        statuses.append(connection.getresponse().status)

    threads = [threading.Thread(target=post) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert statuses == [413] * 8


def test_a_client_that_hangs_up_in_mid_body_is_nobodys_fault(port: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "fittingroom.access")
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\nabc")
    deadline = time.monotonic() + 10
    while "POST /length 0" not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.01)
    assert "POST /length 0" in caplog.text
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
