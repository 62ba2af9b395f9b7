"""Passwords: which are taken, and what is stored of them (Argon2id)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fittingroom.errors import BadRequest

SHORTEST = 10
LONGEST = 256

_hasher = PasswordHasher()
#: A sign-in takes so much memory for a moment; more at a time than this wait.
_two_at_a_time = ThreadPoolExecutor(2, "passwords")
#: Compared with where there is no user, so that it takes as long to be told so.
_NOBODYS = _hasher.hash("nobody has this password")


async def digest(password: str) -> str:
    """What is stored of a password. Raises BadRequest where it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadRequest(f"A password has {SHORTEST} to {LONGEST} characters.")
    return await asyncio.get_running_loop().run_in_executor(_two_at_a_time, _hasher.hash, password)


async def is_right(password: str, stored: str | None) -> bool:
    """Whether this is the password; takes as long where there is none."""
    tried = (password[: LONGEST + 1], stored or _NOBODYS)
    matches = await asyncio.get_running_loop().run_in_executor(_two_at_a_time, _matches, *tried)
    return matches and stored is not None


def _matches(password: str, stored: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
