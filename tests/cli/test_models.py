import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fittingroom.cli.main import app
from fittingroom.models.manifest import MODELS


@pytest.fixture(autouse=True)
def _data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITTINGROOM_DATA_DIR", str(tmp_path))


def test_list_names_every_model_with_state_and_licence() -> None:
    result = CliRunner().invoke(app, ["models", "list"])
    assert result.exit_code == 0
    for model in MODELS:
        line = next(line for line in result.stdout.splitlines() if line.startswith(model.name))
        assert "missing" in line and model.licence.name in line


def test_verify_fails_on_a_damaged_file_and_says_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "selfie_segmenter.tflite").write_bytes(b"not a model")
    result = CliRunner().invoke(app, ["models", "verify"])
    assert result.exit_code == 1
    assert "fittingroom models pull selfie_segmenter" in result.stderr


def test_pull_of_a_gated_model_fails_with_the_option_that_accepts_it() -> None:
    result = CliRunner().invoke(app, ["models", "pull", "nudenet"])
    assert result.exit_code == 1
    assert "--accept-licence nudenet" in result.stderr


def test_pull_from_a_mirror_that_holds_another_file_of_the_name_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "selfie_segmenter.tflite").write_bytes(json.dumps({}).encode())
    monkeypatch.setenv("FITTINGROOM_MODELS_MIRROR", str(mirror))
    result = CliRunner().invoke(app, ["models", "pull", "selfie_segmenter"])
    assert result.exit_code == 1
    assert "checksum" in result.stderr
