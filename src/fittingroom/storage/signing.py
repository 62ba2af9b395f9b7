"""Signed addresses of outputs, the same for every storage: only who was told an address can open it, until its end."""

import base64
import hashlib
import hmac

from fittingroom.secret import derive_key
from fittingroom.storage.names import is_name

#: Where the route that answers them lives, below the server's public URL.
ROUTE = "/outputs/{signature}/{name}"


class SignedPaths:
    """Makes and checks the paths of outputs. The end of an output is part of its name, and so is signed with it."""

    def __init__(self, secret: bytes) -> None:
        # A key of its own, so that no signature made elsewhere with the same secret opens an output.
        self._key = derive_key(secret, "output addresses")

    def path(self, name: str) -> str:
        """The path, to be put after the server's public URL, that opens the output called `name` until its end."""
        return ROUTE.format(signature=self._sign(name), name=name)

    def is_ours(self, signature: str, name: str) -> bool:
        """Whether `path` made this address. Whether its end has come is another question: see `names.end_of`."""
        return is_name(name) and hmac.compare_digest(signature.encode(), self._sign(name).encode())

    def _sign(self, name: str) -> str:
        digest = hmac.digest(self._key, name.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
