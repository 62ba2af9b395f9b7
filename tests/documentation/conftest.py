from collections.abc import Iterator

import httpx
import pytest
from tests.support.server import Server


@pytest.fixture
def reader(server: Server) -> Iterator[httpx.Client]:
    """Somebody who reads the documentation, without a key."""
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client
