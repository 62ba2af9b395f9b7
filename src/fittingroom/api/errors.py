"""The one shape of every refusal: `{"error": "<Name>", "message": "<text>"}` with the error's HTTP status."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from fittingroom.errors import LimitError, MethodNotAllowed, NotFound, RequestError, UnauthorizedAccess

#: Seconds, where nobody knows: credits come back when a job fails, a month begins or somebody buys some.
_RETRY_AFTER = 60


def answer(error: RequestError, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The response that tells a client of `error`."""
    added = dict(headers or {})
    if isinstance(error, LimitError):
        added["Retry-After"] = str(error.retry_after or _RETRY_AFTER)
    if isinstance(error, UnauthorizedAccess):
        added["WWW-Authenticate"] = "Bearer"
    return JSONResponse({"error": error.name, "message": error.message}, error.status, added)


def register_error_handlers(app: FastAPI) -> None:
    """Have `app` answer our refusals, and those of the framework, in the contract's shape."""
    app.add_exception_handler(RequestError, _answer_ours)
    app.add_exception_handler(HTTPException, _answer_the_frameworks)


async def _answer_ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestError)
    if isinstance(error, LimitError) and error.quota is not None:
        request.state.quota = error.quota
    return answer(error)


async def _answer_the_frameworks(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    match error.status_code:
        case 404:
            return answer(NotFound("There is no such endpoint."))
        case 405:
            allowed = (error.headers or {}).get("Allow", "another method")
            return answer(MethodNotAllowed(f"This endpoint takes {allowed}."), {"Allow": allowed})
        case _:
            raise error
