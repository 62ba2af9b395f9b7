import re
import shutil
from pathlib import Path

import pytest
from tests.support.folders import short_folder
from typer.testing import CliRunner

from fittingroom.cli.main import app


@pytest.fixture
def healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITTINGROOM_ENGINE", "fixture")
    _leave_free(monkeypatch, 8)


def _leave_free(monkeypatch: pytest.MonkeyPatch, gib: float) -> None:
    """Let every disk seem to have that much room: what the disk below the tests has left is none of their business."""
    real = shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", lambda path: real(path)._replace(free=int(gib * 2**30)))


def _marks(output: str) -> dict[str, str]:
    found = re.findall(r"^(ok|note|missing) +([\w ]+?):", output, re.MULTILINE)
    return {what: mark for mark, what in found}


@pytest.mark.usefixtures("healthy")
def test_a_machine_with_all_that_the_engine_needs_is_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with short_folder() as folder:
        monkeypatch.setenv("FITTINGROOM_DATA_DIR", str(folder))
        result = CliRunner().invoke(app, ["doctor"])
    marks = _marks(result.stdout)
    assert (marks["database"], marks["data folder"], marks["engine"]) == ("ok", "ok", "ok")
    assert marks["model pose_landmarker"] == "note"
    assert "fittingroom models pull pose_landmarker" in result.stdout


@pytest.mark.usefixtures("healthy")
def test_a_data_folder_on_a_full_disk_is_named_with_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("FITTINGROOM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FITTINGROOM_DATABASE_URL", database_url)
    _leave_free(monkeypatch, 0.3)
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert _marks(result.stdout)["data folder"] == "missing"
    assert "0.3 GiB free" in result.stdout


@pytest.mark.usefixtures("healthy")
def test_a_database_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITTINGROOM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FITTINGROOM_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert _marks(result.stdout)["database"] == "missing"
    assert "FITTINGROOM_DATABASE_URL" in result.stdout


@pytest.mark.usefixtures("healthy")
def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("FITTINGROOM_DATA_DIR", str(tmp_path / "file" / "data"))
    monkeypatch.setenv("FITTINGROOM_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "FITTINGROOM_DATA_DIR" in result.stdout


def test_a_model_that_the_engine_needs_is_missed_with_the_command_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("FITTINGROOM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("FITTINGROOM_DATABASE_URL", database_url)
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert _marks(result.stdout)["database"] == "ok"
    assert _marks(result.stdout)["model pose_landmarker"] == "missing"
    assert "fittingroom models pull pose_landmarker" in result.stdout
