"""The application of the pages, which is mounted beside the API."""

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import Scope

from fittingroom.dashboard.forms import TOKEN_HEADER, refuse_forgeries
from fittingroom.dashboard.headers import Headers
from fittingroom.dashboard.pages import STATIC, go, render
from fittingroom.dashboard.paths import PREFIX
from fittingroom.dashboard.rooms import Rooms
from fittingroom.dashboard.routes import (
    accounts,
    credits,
    jobs,
    keys,
    limits,
    members,
    overview,
    playground,
    profile,
    server,
    sign_in,
    usage,
    webhooks,
)
from fittingroom.dashboard.visitors import NotSignedIn
from fittingroom.db import Database
from fittingroom.errors import LimitError, NotFound, RequestError
from fittingroom.jobs import Changes

_PAGES = (
    accounts,
    credits,
    jobs,
    keys,
    limits,
    members,
    overview,
    playground,
    profile,
    server,
    sign_in,
    usage,
    webhooks,
)


def mount_dashboard(app: FastAPI) -> FastAPI:
    """Add the pages to an application; they answer once `open_dashboard` was called."""
    pages = FastAPI(openapi_url=None, redirect_slashes=False, dependencies=[Depends(refuse_forgeries)])
    for module in _PAGES:
        pages.include_router(module.router)
    pages.mount("/static", _Static(directory=STATIC))
    pages.add_middleware(Headers)
    pages.add_exception_handler(NotSignedIn, _send_to_sign_in)
    pages.add_exception_handler(RequestError, _tell)
    pages.add_exception_handler(HTTPException, _tell_the_frameworks)
    pages.add_exception_handler(RequestValidationError, _tell_of_no_page)
    pages.add_exception_handler(Exception, _tell_of_a_bug)
    app.mount(PREFIX, pages)
    for path in ("/", PREFIX):
        app.add_api_route(path, _home, methods=["GET", "HEAD"])
    return pages


def open_dashboard(pages: FastAPI, database: Database, changes: Changes) -> None:
    """Let the pages answer, on this database and by this word of jobs."""
    pages.state.rooms = Rooms.of(database, changes)


async def _home() -> RedirectResponse:
    return RedirectResponse(PREFIX + "/", 303)


async def _send_to_sign_in(request: Request, error: Exception) -> Response:
    if request.method == "GET" and request.url.path != PREFIX + "/":
        return go(f"/sign-in?next={request.url.path}")
    return go("/sign-in")


async def _tell(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestError)
    headers = {"Retry-After": str(error.retry_after or 60)} if isinstance(error, LimitError) else {}
    if TOKEN_HEADER in request.headers:
        return JSONResponse({"error": error.name, "message": error.message}, error.status, headers)
    response = render(request, "error.html", error.status, heading=_HEADINGS.get(error.status), message=error.message)
    response.headers.update(headers)
    return response


async def _tell_the_frameworks(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = "There is no such page." if error.status_code in (404, 405) else "This can't be done."
    return render(request, "error.html", error.status_code, heading=_HEADINGS.get(error.status_code), message=message)


async def _tell_of_no_page(request: Request, error: Exception) -> Response:
    return await _tell(request, NotFound("There is no such page."))


async def _tell_of_a_bug(request: Request, error: Exception) -> Response:
    return render(request, "error.html", 500, heading=None, message="Something broke on our side; the log tells what.")


_HEADINGS = {400: "That won't do", 403: "Not from here", 404: "Nothing here", 405: "Nothing here", 429: "Slow down"}


class _Static(StaticFiles):
    """Files whose addresses change with them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file, for browsers to keep."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
