"""Where an image of a request comes from: an address to fetch, or bytes that came along as base64."""

import binascii
import re
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import unquote_to_bytes, urlsplit

from pydantic import Field, PlainSerializer, PlainValidator, ValidationInfo, WithJsonSchema

#: What the record of a request says in place of base64 text.
PLACEHOLDER = "<base64>"

#: Validation context under which `PLACEHOLDER` is an image: reading a request back from its record.
FROM_RECORD = {"from_record": True}

_LONGEST_URL = 8192
_ADDRESS = re.compile(r"\s*https?://", re.IGNORECASE)
_DATA_URL = re.compile(r"\s*data:[^,]{0,1000};base64\s*,", re.IGNORECASE)
_WHITESPACE = b" \t\r\n\f\v"
_URL_SAFE_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True)
class Url:
    """An http(s) address, not yet known to be reachable or allowed."""

    address: str = field(repr=False)  # its query string may be a credential, and values end up in logs


@dataclass(frozen=True)
class Inline:
    """Bytes that came as base64, not yet known to be an image."""

    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Withheld:
    """An image that came as base64, in a request read back from its record: the bytes are kept elsewhere."""


ImageSource = Url | Inline | Withheld


def read_source(text: object) -> Url | Inline:
    """Tell an address from a data URL from bare base64. Raises ValueError where it is none of them."""
    if not isinstance(text, str) or not text:
        raise ValueError("not a text")
    if _ADDRESS.match(text):
        return _read_url(text)
    prefix = _DATA_URL.match(text)
    return Inline(_decode(text[prefix.end() if prefix else 0 :], percent=prefix is not None))


def read_address(text: object) -> str:
    """A public http(s) address, as it is. Raises ValueError."""
    if not isinstance(text, str) or not _ADDRESS.match(text):
        raise ValueError("not an address")
    return _read_url(text).address


def _read_url(text: str) -> Url:
    address = text.strip()
    if len(address) > _LONGEST_URL or _UNPRINTABLE.search(address):
        raise ValueError("not an address")
    parts = urlsplit(address)
    if not parts.hostname or parts.port == 0:  # reading `port` raises ValueError where it is no number
        raise ValueError("no host")
    return Url(address)


def _decode(text: str, percent: bool) -> bytes:
    # Lenient where encoders differ (whitespace, padding, the URL-safe alphabet), strict about everything else.
    raw = text.encode("ascii")
    if percent and b"%" in raw:
        raw = unquote_to_bytes(raw)
    compact = raw.translate(_URL_SAFE_TO_STANDARD, delete=_WHITESPACE).rstrip(b"=")
    data = binascii.a2b_base64(compact + b"=" * (-len(compact) % 4), strict_mode=True)
    if not data:
        raise ValueError("empty")
    return data


def _validate(value: object, info: ValidationInfo) -> ImageSource:
    if value == PLACEHOLDER and info.context == FROM_RECORD:
        return Withheld()
    return read_source(value)


def _write(source: ImageSource) -> str:
    return source.address if isinstance(source, Url) else PLACEHOLDER


#: The type of a request's image fields. Written back, base64 becomes `PLACEHOLDER`.
Image = Annotated[
    ImageSource,
    PlainValidator(_validate),
    PlainSerializer(_write, return_type=str),
    WithJsonSchema({"type": "string"}),
    Field(description="a public http(s) URL, a data URL (data:image/png;base64,…) or the bare base64 text of an image"),
]
