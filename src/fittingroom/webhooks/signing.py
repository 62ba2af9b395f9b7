"""Secrets of webhooks, and what is signed with them (Standard Webhooks, symmetric, v1)."""

import secrets
from base64 import b64encode
from datetime import UTC, datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from standardwebhooks.webhooks import Webhook

from fittingroom.secret import derive_key

_LENGTH = 32
_NONCE = 12


def new_secret() -> str:
    """A secret as its owner is told it."""
    return _text(secrets.token_bytes(_LENGTH))


def request_secret(secret: bytes, account_id: int) -> str:
    """What signs for the addresses that an account's requests bring along; it follows from the server's secret."""
    return _text(derive_key(secret, "webhooks of requests", salt=str(account_id).encode()))


def seal(text: str, secret: bytes, endpoint_id: str) -> bytes:
    """A secret as it is stored: AES-256-GCM with a key that follows from the server's secret."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(secret).encrypt(nonce, text.encode(), endpoint_id.encode())


def unseal(sealed: bytes, secret: bytes, endpoint_id: str) -> str:
    """The secret again. Raises cryptography's InvalidTag when anything about it was changed."""
    return _cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], endpoint_id.encode()).decode()


def headers(text: str, message_id: str, at: datetime, body: str) -> dict[str, str]:
    """The headers by which a receiver tells that a message is ours, and not an old one."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(text).sign(message_id, at.astimezone(UTC), body),
    }


def _text(secret: bytes) -> str:
    return "whsec_" + b64encode(secret).decode()


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(derive_key(secret, "webhook secrets"))
