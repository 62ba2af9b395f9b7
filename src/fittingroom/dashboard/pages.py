"""Rendering: templates, and what all of them know."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fittingroom import __version__
from fittingroom.dashboard.notices import NOTICES
from fittingroom.dashboard.paths import PREFIX
from fittingroom.dashboard.rooms import rooms_of
from fittingroom.dashboard.visitors import FORM_COOKIE, bind_form, binding_of

STATIC = Path(__file__).with_name("static")


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page. Its forms are bound to the browser that it is for."""
    rooms = rooms_of(request)
    binding = binding_of(request) or rooms.form_tokens.new_binding()
    known = {
        "visitor": getattr(request.state, "visitor", None),
        "form_token": rooms.form_tokens.make(binding),
        "notice": NOTICES.get(request.query_params.get("done", "")),
        "path": request.url.path.removeprefix(PREFIX),
    }
    response = HTMLResponse(_environment().get_template(template).render(known | values), status)
    if not binding_of(request):
        bind_form(response, binding, rooms)
    return response


def address_of(request: Request) -> str:
    """How programs reach the API: for examples to copy."""
    ours = str(request.base_url).rstrip("/").removesuffix(PREFIX)
    return (rooms_of(request).settings.public_url or ours).rstrip("/")


def go(path: str, done: str = "") -> RedirectResponse:
    """On to another page after a form, which then says what was `done`."""
    return RedirectResponse(PREFIX + path + (f"?done={done}" if done else ""), 303)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("fittingroom.dashboard"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"static": _static, "base": PREFIX, "version": __version__, "form_cookie": FORM_COOKIE}
    environment.filters |= {
        "moment": _moment,
        "pretty": _pretty,
        "seconds": _seconds,
        "bytes": _bytes,
    }
    return environment


@cache
def _static(name: str) -> str:
    """The address of a file, which changes when the file does, so that browsers may keep it."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"{PREFIX}/static/{name}?{digest}"


def _moment(value: datetime | None, otherwise: str = "never") -> Markup:
    """A time in UTC, which a script then shows in the browser's own zone."""
    if value is None:
        return Markup('<span class="faint">{}</span>').format(otherwise)
    told = f"{value:%Y-%m-%d %H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(timespec="seconds"), told)


def _pretty(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def _bytes(value: float) -> str:
    for unit in ("bytes", "KiB", "MiB"):
        if value < 1024:
            return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} GiB"
