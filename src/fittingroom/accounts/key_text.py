"""How a key is written: `fr_`, 32 random characters, and 6 that check them.

The check lets a mistyped key be told without a look at the database, and lets scanners find leaked keys with few false
alarms. 32 characters of 62 are 190 bits, so a keyed hash without salt or stretching is enough to store.
"""

import hashlib
import hmac
import secrets
import string
import zlib

_ALPHABET = string.digits + string.ascii_letters
_MARK = "fr_"
_RANDOM = 32
_CHECK = 6
_SHOWN = len(_MARK) + 6


def make() -> str:
    """A new key."""
    body = _MARK + "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return body + _check(body)


def is_well_formed(text: str) -> bool:
    """Whether this can be a key at all."""
    body, check = text[:-_CHECK], text[-_CHECK:]
    right_shape = text.isascii() and text.startswith(_MARK) and len(text) == len(_MARK) + _RANDOM + _CHECK
    return right_shape and check == _check(body)


def prefix(text: str) -> str:
    """The part that may be shown, so that people can tell their keys apart."""
    return text[:_SHOWN]


def digest(text: str, key: bytes) -> bytes:
    """What is stored of it: HMAC-SHA256."""
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _check(body: str) -> str:
    number, characters = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK):
        number, index = divmod(number, len(_ALPHABET))
        characters += _ALPHABET[index]
    return characters
