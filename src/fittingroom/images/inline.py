"""Images that come inside the request: data URLs and bare base64."""

import binascii
import re
from urllib.parse import unquote_to_bytes

from fittingroom.errors import ImageLoadError

_URL = re.compile(r"\s*https?://", re.IGNORECASE)
_DATA_URL = re.compile(r"\s*data:([^,]*),", re.IGNORECASE)
_URL_SAFE_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_WHITESPACE = b" \t\r\n\f\v"

#: Characters that one byte takes at most: 4/3 in base64, each written as a percent sign and two digits.
_LONGEST_SPELLING = 4
_LONGEST_HEADER = 1024


def is_url(source: str) -> bool:
    """Whether `source` is to be fetched. Anything else is the image itself, or nothing."""
    return _URL.match(source) is not None


def decode_inline(source: str, what: str, max_bytes: int) -> bytes:
    """The bytes of a data URL or of bare base64, standard or URL-safe, padded or not, with or without whitespace.

    `what` names the image in errors. Raises ImageLoadError, before decoding where it would pass `max_bytes`.
    """
    if len(source) > _LONGEST_SPELLING * max_bytes + _LONGEST_HEADER:
        raise _too_large(what, max_bytes)
    header = _DATA_URL.match(source)
    if header and not header[1].lower().rstrip().endswith(";base64"):
        raise ImageLoadError(f"{what} is a data URL without base64; write data:image/png;base64,… instead.")
    try:
        text = source[header.end() if header else 0 :].encode("ascii")
    except UnicodeEncodeError:
        raise _not_base64(what) from None
    if b"%" in text:
        text = unquote_to_bytes(text)
    text = text.translate(_URL_SAFE_TO_STANDARD, delete=_WHITESPACE).rstrip(b"=")
    if not text:
        raise ImageLoadError(f"{what} is missing.")
    if len(text) * 3 // 4 > max_bytes:
        raise _too_large(what, max_bytes)
    try:
        return binascii.a2b_base64(text + b"=" * (-len(text) % 4), strict_mode=True)
    except binascii.Error:
        raise _not_base64(what) from None


def _too_large(what: str, max_bytes: int) -> ImageLoadError:
    return ImageLoadError(f"{what} is larger than {max_bytes / 2**20:g} MiB.")


def _not_base64(what: str) -> ImageLoadError:
    return ImageLoadError(f"{what} is neither an http(s) URL nor base64.")
