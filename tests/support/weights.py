"""The model store that tests of the real networks read, where it is filled."""

import pytest

from fittingroom.engines.preview.networks import PERSON_MODELS
from fittingroom.models.store import ModelStore, State, open_store
from fittingroom.settings import Settings


def store_with_weights() -> ModelStore:
    """The user's own store. Skips the test where it lacks weights that the preview engine needs."""
    store = open_store(Settings())
    missing = [name for name in PERSON_MODELS if store.state(store.model(name)) is not State.PRESENT]
    if missing:
        pytest.skip(f"not in the model store: {', '.join(missing)}; run `fittingroom models pull`")
    return store
