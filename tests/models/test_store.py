from pathlib import Path

import pytest
from tests.models.sources import WEIGHTS, model, store_of

from fittingroom.models.errors import ModelMissing, ModelUnknown
from fittingroom.models.manifest import MODELS, Licence, Url
from fittingroom.models.store import State


def test_a_missing_model_names_the_command_that_mends_it(tmp_path: Path) -> None:
    store = store_of(tmp_path, model("w", Url("http://127.0.0.1/w")))
    with pytest.raises(ModelMissing, match=r"fittingroom models pull w$"):
        store.path("w")


def test_a_missing_model_with_an_unusual_licence_names_the_option_too(tmp_path: Path) -> None:
    licence = Licence("CC-BY-NC-4.0", commercial=False)
    store = store_of(tmp_path, model("w", Url("http://127.0.0.1/w"), licence=licence))
    with pytest.raises(ModelMissing, match=r"fittingroom models pull w --accept-licence w$"):
        store.path("w")


def test_a_file_that_changes_after_it_was_checked_is_checked_again(tmp_path: Path) -> None:
    one = model("w", Url("http://127.0.0.1/w"))
    store = store_of(tmp_path, one)
    store.folder.mkdir()
    store.file(one).write_bytes(WEIGHTS)
    assert store.state(one) is State.PRESENT
    store.file(one).write_bytes(WEIGHTS[::-1])
    assert store.state(one) is State.DAMAGED
    with pytest.raises(ModelMissing, match="damaged"):
        store.path("w")


def test_an_unknown_model_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ModelUnknown, match="first"):
        store_of(tmp_path, model("first", Url("http://127.0.0.1/w"))).path("second")


def test_every_model_of_the_manifest_has_its_own_name_and_file_and_a_whole_checksum() -> None:
    assert len({m.name for m in MODELS}) == len({m.file for m in MODELS}) == len(MODELS)
    assert all(len(bytes.fromhex(m.sha256)) == 32 and m.size > 0 for m in MODELS)
