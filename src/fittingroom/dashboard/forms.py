"""What browsers post: read within limits, and only from pages of ours."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Path, Request

from fittingroom.dashboard.rooms import Opened
from fittingroom.dashboard.visitors import binding_of
from fittingroom.errors import BadRequest, NotFound, PayloadTooLarge, RequestError

_MOST_BYTES = 64 * 1024
_FORM = "application/x-www-form-urlencoded"
TOKEN_FIELD = "form_token"
TOKEN_HEADER = "X-Form-Token"


class ForgedForm(RequestError):
    """The form doesn't come from a page of ours, or the browser's session has changed since it was shown."""

    status = 403


Form = dict[str, str]

#: The type of a number in a page's address; others than the database's are no page.
Number = Annotated[int, Path(ge=1, lt=2**63)]


async def _read(request: Request) -> Form:
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != _FORM:
        return {}
    body = await read_body(request, _MOST_BYTES)
    try:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        raise BadRequest("The form can't be read.") from None
    if any("\0" in value for value in fields.values()):  # which the database has no text for
        raise BadRequest("The form can't be read.")
    return fields


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
    if "\0" in request.scope["path"]:
        raise NotFound("There is no such page.")
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
