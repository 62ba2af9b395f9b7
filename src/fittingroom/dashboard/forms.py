"""What browsers post: read within limits, and only from pages of ours."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from fittingroom.dashboard.rooms import Opened
from fittingroom.dashboard.visitors import binding_of
from fittingroom.errors import BadRequest, PayloadTooLarge, RequestError

_MOST_BYTES = 64 * 1024
_FORM = "application/x-www-form-urlencoded"
TOKEN_FIELD = "form_token"
TOKEN_HEADER = "X-Form-Token"


class ForgedForm(RequestError):
    """The form doesn't come from a page of ours, or the browser's session has changed since it was shown."""

    status = 403


Form = dict[str, str]


async def _read(request: Request) -> Form:
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != _FORM:
        return {}
    body = await read_body(request, _MOST_BYTES)
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        raise BadRequest("The form can't be read.") from None


async def read_body(request: Request, most: int) -> bytes:
    """The whole body. Raises PayloadTooLarge, before reading it, where it is larger than `most` bytes."""
    announced = request.headers.get("Content-Length", "")
    if not announced.isdecimal() or int(announced) > most:
        raise PayloadTooLarge(f"That is larger than {most / 2**20:.3g} MiB.")
    return await request.body()


#: The type of a page's parameter that receives the fields of a form; empty where none was posted.
Posted = Annotated[Form, Depends(_read)]


async def refuse_forgeries(request: Request, rooms: Opened) -> None:
    """For every request that may change something: it carries the token of a form of ours."""
    if request.method in ("GET", "HEAD"):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise ForgedForm("This was sent by another site.")
    token = request.headers.get(TOKEN_HEADER) or (await _read(request)).get(TOKEN_FIELD, "")
    if not rooms.form_tokens.is_right(binding_of(request), token):
        raise ForgedForm("The page was open for too long, or cookies are off. Go back, load it again and retry.")


def whole_number(form: Form, field: str, least: int, most: int) -> int:
    """A number in a form. Raises BadRequest."""
    text = form.get(field, "").strip()
    if text.isascii() and text.isdecimal() and len(text) < 12 and least <= int(text) <= most:
        return int(text)
    raise BadRequest(f"{field.replace('_', ' ').capitalize()} takes a whole number from {least} to {most}.")
