"""What every answer carries whatever made it: a request id, how the rate limit stands, a line in the log.

Also the last resort: an error that nobody foresaw is logged with the request id, and the client is told the id alone.
"""

import logging
import time
from secrets import token_hex

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fittingroom import metrics, tracing
from fittingroom.api.errors import answer
from fittingroom.errors import InternalServerError, Quota
from fittingroom.logs import logged_with

_access = logging.getLogger("fittingroom.access")
_log = logging.getLogger(__name__)


class Envelope:
    """ASGI middleware, the outermost of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request_id = token_hex(8)
        with (
            logged_with(request_id=request_id),
            tracing.span("request", **{"http.request.method": scope["method"], "request_id": request_id}),
        ):
            await self._answer(request_id, scope, receive, send)

    async def _answer(self, request_id: str, scope: Scope, receive: Receive, send: Send) -> None:
        began, status = time.monotonic(), 0

        async def send_enveloped(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(MutableHeaders(scope=message), request_id, scope.get("state", {}).get("quota"))
            await send(message)

        scope.setdefault("state", {})
        try:
            await self._app(scope, receive, send_enveloped)
        except ClientDisconnect:
            pass  # nobody is left to answer
        except Exception:
            _log.exception("Request %s broke.", request_id)
            if status:
                raise  # too late for another answer: the server cuts the connection, so that the client notices
            error = InternalServerError(f"Something broke on our side. The request id is {request_id}.")
            await answer(error)(scope, receive, send_enveloped)
        finally:
            _tell(scope["method"], _route(scope), status, time.monotonic() - began, request_id)


def _tell(method: str, route: str, status: int, seconds: float, request_id: str) -> None:
    metrics.request_answered(method, route, status, seconds)
    attributes: dict[str, tracing.Attribute] = {"http.route": route, "http.response.status_code": status}
    tracing.note(**attributes)
    if status >= 500:
        tracing.note_error(str(status))
    milliseconds = round(seconds * 1000)
    told = {"method": method, "route": route, "status": status, "milliseconds": milliseconds}
    _access.info("%s %s %d %d ms %s", method, route, status, milliseconds, request_id, extra=told)


def _add_headers(headers: MutableHeaders, request_id: str, quota: Quota | None) -> None:
    headers["X-Request-Id"] = request_id
    if quota is not None:
        headers["RateLimit-Limit"] = str(quota.limit)
        headers["RateLimit-Remaining"] = str(quota.remaining)
        headers["RateLimit-Reset"] = str(quota.reset)


def _route(scope: Scope) -> str:
    """The route's pattern, not its address: that may carry a signature, or be anything where there is no route."""
    # A route that was included under a prefix has only the rest of its path; the framework keeps the whole beside it.
    whole = scope.get("fastapi", {}).get("effective_route_context")
    return str(getattr(whole, "path", None) or getattr(scope.get("route"), "path", "-"))
