"""The server's own secret, and the keys that are derived from it, one for each purpose."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fittingroom.settings import Settings

_FILE = "secret"


def server_secret(settings: Settings) -> bytes:
    """The setting, or else what is in `data_dir/secret`, made there at the first call.

    Processes that start together agree on one secret: the file appears whole or not at all.
    """
    if settings.secret:
        return settings.secret.encode()
    path = settings.data_dir / _FILE
    if not path.exists():
        _make(path)
    return path.read_bytes()


def derive_key(secret: bytes, purpose: str, salt: bytes | None = None) -> bytes:
    """32 bytes that only who knows the secret can compute, different for each purpose and salt (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose.encode()).derive(secret)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{_FILE}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
