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


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FITTINGROOM_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FITTINGROOM_ENGINE", "fixture")
    monkeypatch.setenv("FITTINGROOM_FIXTURE_SECONDS", "0")
    make_photos(tmp_path)
    return tmp_path


def _arguments(photos: Path, *more: str, person: str = "a.png") -> list[str]:
    return ["try", "clothes", "--person", str(photos / person), "--garment", str(photos / "b.png"), *more]


def test_a_try_on_leaves_picture_sheet_mask_and_record_and_prints_the_path(photos: Path) -> None:
    out, sheet, debug = photos / "new" / "out.png", photos / "sheet.jpg", photos / "debug"
    more = ["--subcategory", "tops", "-o", str(out), "--sheet", str(sheet), "--debug", str(debug)]
    result = CliRunner().invoke(app, _arguments(photos, *more))
    assert result.exit_code == 0, result.output
    assert result.stdout.strip().replace("\n", "") == str(out)
    assert (np.array(Image.open(out)) != np.array(Image.open(photos / "a.png"))).any()
    assert Image.open(sheet).size[0] > Image.open(out).size[0]
    assert Image.open(debug / "mask.png").size == Image.open(out).size
    assert json.loads((debug / "record.json").read_text())["subcategory"] == "tops"


def test_the_same_seed_gives_the_same_file_and_another_seed_another(photos: Path) -> None:
    made = {}
    for name, seed in (("one", "1"), ("again", "1"), ("two", "2")):
        path = photos / f"{name}.png"
        assert CliRunner().invoke(app, _arguments(photos, "-o", str(path), "--seed", seed)).exit_code == 0
        made[name] = path.read_bytes()
    assert made["one"] == made["again"] != made["two"]


@pytest.mark.parametrize(
    ("more", "person", "engine", "words"),
    [
        (["-o", "out.gif"], "a.png", "fixture", "must end in .png, .jpg or .jpeg"),
        (["-o", "out.png"], "text.png", "fixture", "ImageLoadError"),
        (["-o", "out.png"], "a.png", "fixture-pose-error", "PoseError"),
        (["-o", "out.png"], "a.png", "fixture-outside-mask", "PipelineError"),
        (["-o", "out.png"], "a.png", "nothing", "no engine is called 'nothing'"),
        (["-o", "out.png", "--subcategory", "watch"], "a.png", "fixture", "tops, bottoms, dresses"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line_and_nothing_is_written(
    photos: Path, monkeypatch: pytest.MonkeyPatch, more: list[str], person: str, engine: str, words: str
) -> None:
    monkeypatch.setenv("FITTINGROOM_ENGINE", engine)
    monkeypatch.chdir(photos)
    result = CliRunner().invoke(app, _arguments(photos, *more, person=person))
    assert result.exit_code == 1
    assert words in result.stderr.replace("\n", " ")
    assert "Traceback" not in result.output
    assert not (photos / more[1]).exists()


def test_debug_leaves_a_numbered_picture_after_each_step_of_the_engine(tmp_path: Path) -> None:
    store_with_weights()
    photo, garment = EXAMPLES / "person-astronaut.png", EXAMPLES / "garment-jumper.jpg"
    arguments = ["try", "clothes", "--person", str(photo), "--garment", str(garment), "--subcategory", "tops"]
    more = ["-o", str(tmp_path / "out.png"), "--mode", "performance", "--debug", str(tmp_path / "debug")]
    result = CliRunner().invoke(app, arguments + more)
    assert result.exit_code == 0, result.output
    steps = sorted((tmp_path / "debug").glob("[0-9][0-9]-*.png"))
    assert [path.name[:2] for path in steps] == [f"{number:02}" for number in range(1, len(steps) + 1)]
    assert len(steps) > 3
    assert all(Image.open(path).size == Image.open(steps[0]).size for path in steps)
