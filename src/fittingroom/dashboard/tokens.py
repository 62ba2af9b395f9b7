"""Tokens in forms: only a page of ours, shown in the same browser, can have sent what carries one."""

import hashlib
import hmac
import secrets

from fittingroom.secret import derive_key


class FormTokens:
    """Makes and checks them. Each is bound to a cookie of the browser that was shown the form."""

    def __init__(self, secret: bytes) -> None:
        self._key = derive_key(secret, "form tokens")

    def new_binding(self) -> str:
        """What the cookie of a browser holds in which nobody is signed in yet."""
        return secrets.token_urlsafe(24)

    def make(self, binding: str) -> str:
        """The token for forms in the browser whose cookie is `binding`."""
        return hmac.digest(self._key, binding.encode(), hashlib.sha256).hex()

    def is_right(self, binding: str, token: str) -> bool:
        """Whether the form was ours."""
        return bool(binding) and hmac.compare_digest(self.make(binding).encode(), token.encode())
