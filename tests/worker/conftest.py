from collections.abc import AsyncIterator

import pytest
from tests.worker.bench import Bench, open_bench

from fittingroom.settings import Settings


@pytest.fixture
async def bench(settings: Settings) -> AsyncIterator[Bench]:
    quick = {
        "secret": "a secret of these tests",
        "engine": "fixture",
        "fixture_seconds": 0.0,
        "heartbeat_seconds": 0.2,
        "stale_seconds": 1.5,
        "engine_timeout_seconds": 60.0,
    }
    async with open_bench(settings.model_copy(update=quick)) as opened:
        yield opened
