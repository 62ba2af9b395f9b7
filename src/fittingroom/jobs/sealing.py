"""Images that came inside a request wait for their worker as ciphertext (AES-256-GCM).

What opens it is computed from the job's own random seal and the server's secret: without the job's row, or without
the secret, the ciphertext is noise. Erasing the seal at the job's end therefore erases the images wherever a copy of
the ciphertext may still lie.
"""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fittingroom.secret import derive_key

_SEAL = 32
_NONCE = 12


def new_seal() -> bytes:
    """A job's own random part of the key."""
    return secrets.token_bytes(_SEAL)


def close(image: bytes, secret: bytes, seal: bytes, job_id: str, field: str) -> bytes:
    """Nonce and ciphertext; it opens only for the same job and field."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(secret, seal).encrypt(nonce, image, _label(job_id, field))


def open_(sealed: bytes, secret: bytes, seal: bytes, job_id: str, field: str) -> bytes:
    """The image. Raises cryptography's InvalidTag when anything about it was changed."""
    return _cipher(secret, seal).decrypt(sealed[:_NONCE], sealed[_NONCE:], _label(job_id, field))


def _cipher(secret: bytes, seal: bytes) -> AESGCM:
    return AESGCM(derive_key(secret, "job inputs", salt=seal))


def _label(job_id: str, field: str) -> bytes:
    return f"{job_id}/{field}".encode()
