import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from fittingroom.api.envelope import Envelope
from fittingroom.api.errors import register_error_handlers
from fittingroom.errors import ConcurrencyLimitExceeded, OutOfCredits, Quota, RateLimitExceeded, UnauthorizedAccess


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI(openapi_url=None)
    app.add_middleware(Envelope)
    register_error_handlers(app)

    @app.get("/fine/{secret}")
    async def fine(secret: str, request: Request) -> str:
        request.state.quota = Quota(20, 19, 60)
        return "fine"

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("the password is hunter2")

    @app.get("/broken-later")
    async def broken_later() -> StreamingResponse:
        async def chunks() -> AsyncIterator[bytes]:
            yield b"begun"
            raise RuntimeError("too late")

        return StreamingResponse(chunks())

    @app.get("/refused/{name}")
    async def refused(name: str) -> None:
        raise {
            "rate": RateLimitExceeded("Slow down.", 7, Quota(20, 0, 7)),
            "jobs": ConcurrencyLimitExceeded("Wait.", 5),
            "credits": OutOfCredits("Buy some."),
            "key": UnauthorizedAccess("No key."),
        }[name]

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def test_every_answer_has_its_own_request_id(client: httpx.AsyncClient) -> None:
    answers = [await client.get(path) for path in ("/fine/x", "/fine/x", "/none", "/broken", "/refused/key")]
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == len(answers)


async def test_a_break_tells_the_client_nothing_but_the_request_id(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await client.get("/broken")
    request_id = answer.headers["X-Request-Id"]
    message = f"Something broke on our side. The request id is {request_id}."
    assert (answer.status_code, answer.json()) == (500, {"error": "InternalServerError", "message": message})
    assert request_id in caplog.text and "hunter2" in caplog.text


async def test_a_break_in_the_middle_of_an_answer_is_not_passed_off_as_a_whole_one(client: httpx.AsyncClient) -> None:
    with pytest.raises(RuntimeError, match="too late"):
        await httpx.AsyncClient(transport=httpx.ASGITransport(client._transport.app)).get("http://test/broken-later")


async def test_the_rate_limit_is_told_of_in_headers(client: httpx.AsyncClient) -> None:
    for path, values in (("/fine/x", ("20", "19", "60")), ("/refused/rate", ("20", "0", "7"))):
        headers = (await client.get(path)).headers
        assert tuple(headers[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")) == values


@pytest.mark.parametrize(
    ("path", "status", "name", "retry_after"),
    [
        ("/refused/rate", 429, "RateLimitExceeded", "7"),
        ("/refused/jobs", 429, "ConcurrencyLimitExceeded", "5"),
        ("/refused/credits", 429, "OutOfCredits", "60"),
        ("/refused/key", 401, "UnauthorizedAccess", None),
        ("/none", 404, "NotFound", None),
    ],
)
async def test_refusals_have_the_shape_of_the_contract(
    client: httpx.AsyncClient, path: str, status: int, name: str, retry_after: str | None
) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["error"]) == (status, name)
    assert set(answer.json()) == {"error", "message"}
    assert answer.headers.get("Retry-After") == retry_after


async def test_a_wrong_method_is_told_the_right_one(client: httpx.AsyncClient) -> None:
    answer = await client.post("/broken")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert answer.json() == {"error": "MethodNotAllowed", "message": "This endpoint takes GET."}


async def test_the_log_has_the_route_but_neither_address_nor_query(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "fittingroom")
    answer = await client.get("/fine/signature?token=hush")
    await client.get("/unknown/signature?token=hush")
    assert "GET /fine/{secret} 200" in caplog.text and answer.headers["X-Request-Id"] in caplog.text
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("fittingroom")]
    assert not [line for line in ours if "hush" in line or "signature" in line]
