import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.evaluation.photos import make_photos
from tests.support.weights import store_with_weights
from typer.testing import CliRunner

from fittingroom.cli.main import app

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def _fixture_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITTINGROOM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FITTINGROOM_ENGINE", "fixture")
    monkeypatch.setenv("FITTINGROOM_FIXTURE_SECONDS", "0")


def test_every_case_leaves_a_picture_and_its_mask_or_a_named_error(tmp_path: Path) -> None:
    cases, out = make_photos(tmp_path), tmp_path / "out"
    result = CliRunner().invoke(app, ["eval", str(cases), "--images", str(tmp_path), "--out", str(out)])
    assert result.exit_code == 0, result.output
    errors = json.loads((out / "errors.json").read_text())
    assert {case: error["error"] for case, error in errors.items()} == {
        "broken": "ImageLoadError",
        "lost": "FileNotFoundError",
    }
    for case in ("top", "hair", "ink", "tie"):
        before = np.array(Image.open(tmp_path / "a.png"))
        after = np.array(Image.open(out / f"{case}.png"))
        edited = np.array(Image.open(out / f"{case}.mask.png"))[..., 0] > 0
        assert (before[~edited] == after[~edited]).all() and (before != after).any()
    assert json.loads((out / "metrics.json").read_text())["top"]["outside"] == 0
    assert Image.open(out / "sheet.jpg").width > 600
    assert "4 of 6 cases gave a picture" in result.stdout
    table = json.loads((out / "table.json").read_text())
    assert table["cases"] == 6 and table["passed"] == 4
    assert "| broken | 0 | - | no picture: ImageLoadError |" in (out / "table.md").read_text()
    assert "not looked over" in result.stderr


def test_images_lie_beside_the_cases_unless_said_and_one_task_can_be_asked_for(tmp_path: Path) -> None:
    cases, out = make_photos(tmp_path), tmp_path / "out"
    result = CliRunner().invoke(app, ["eval", str(cases), "--out", str(out), "--task", "clothes"])
    assert result.exit_code == 0, result.output
    assert [path.name for path in out.glob("*.mask.png")] == ["top.mask.png"]
    assert "1 of 3 cases pass" in result.stdout


def test_clothes_are_looked_over_where_the_networks_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the user's own store
    store_with_weights()
    monkeypatch.setenv("FITTINGROOM_ENGINE", "fixture")
    monkeypatch.setenv("FITTINGROOM_FIXTURE_SECONDS", "0")
    cases, out = EXAMPLES / "cases.json", tmp_path / "out"
    result = CliRunner().invoke(app, ["eval", str(cases), "--out", str(out), "--only", "jumper"])
    assert result.exit_code == 0, result.output
    (row,) = json.loads((out / "table.json").read_text())["results"]
    assert "old cloth left" in row["figures"]
    assert not row["passed"]  # the fixture engine paints a frame and leaves the old clothes where they are


def test_only_the_cases_asked_for_are_run(tmp_path: Path) -> None:
    cases, out = make_photos(tmp_path), tmp_path / "out"
    arguments = ["eval", str(cases), "--images", str(tmp_path), "--out", str(out), "--only", "hair,tie"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert sorted(path.name for path in out.glob("*.png")) == ["hair.mask.png", "hair.png", "tie.mask.png", "tie.png"]


def test_an_engine_whose_models_are_missing_says_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FITTINGROOM_ENGINE", "preview")
    arguments = ["eval", str(make_photos(tmp_path)), "--images", str(tmp_path), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1
    assert "fittingroom models pull" in result.stderr
