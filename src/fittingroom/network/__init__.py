"""Connections to addresses that strangers chose, without letting them reach the host's own network.

    url = read_url(text)                                    # urls.py; raises Refused
    backend = GuardedBackend(allow, seconds)                # guard.py; for an httpcore pool
    async with httpcore.AsyncConnectionPool(ssl_context=trust(), network_backend=backend) as pool: ...
    connection_trouble(error)                               # words for what an httpcore pool raised

addresses.py says which addresses are public.
"""

from fittingroom.network.addresses import Address, Network
from fittingroom.network.guard import (
    TROUBLE,
    GuardedBackend,
    Refused,
    Resolve,
    Unreachable,
    connection_trouble,
    resolve_by_system,
    trust,
)
from fittingroom.network.urls import read_url

__all__ = [
    "TROUBLE",
    "Address",
    "GuardedBackend",
    "Network",
    "Refused",
    "Resolve",
    "Unreachable",
    "connection_trouble",
    "read_url",
    "resolve_by_system",
    "trust",
]
