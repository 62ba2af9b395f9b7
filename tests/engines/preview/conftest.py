"""The preview engine, loaded once for all tests that only ask it for pictures."""

import pytest
from tests.support.weights import store_with_weights

from fittingroom.engines.preview.engine import PreviewEngine


@pytest.fixture(scope="session")
def loaded() -> PreviewEngine:
    engine = PreviewEngine()
    engine.load(store_with_weights(), "cpu")
    return engine
