"""Tokens of links and sessions: random, told to one person, stored as a keyed hash."""

import hashlib
import hmac
import re
import secrets

from fittingroom.secret import derive_key

_FORM = re.compile(r"[A-Za-z0-9_-]{43}\.[0-9a-f]{32}")


class Tokens:
    """Makes tokens for one purpose. Each carries a signature, so that a made-up one never reaches the database."""

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._signing = derive_key(secret, f"{purpose} signatures")
        self._hashing = derive_key(secret, purpose)

    def make(self) -> str:
        """A new one: 256 random bits and their signature."""
        body = secrets.token_urlsafe(32)
        return f"{body}.{self._sign(body)}"

    def is_ours(self, token: str) -> bool:
        """Whether `make` made it."""
        body, _, signature = token.partition(".")
        return bool(_FORM.fullmatch(token)) and hmac.compare_digest(signature, self._sign(body))

    def digest(self, text: str) -> bytes:
        """What is stored of it: HMAC-SHA256."""
        return hmac.digest(self._hashing, text.encode(), hashlib.sha256)

    def _sign(self, body: str) -> str:
        return hmac.digest(self._signing, body.encode(), hashlib.sha256)[:16].hex()
