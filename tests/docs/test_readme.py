"""The examples of the README, run as they stand against the whole service; and its links, followed."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from tests.sdk.environments import python_with
from tests.support.served import Served
from typer.testing import CliRunner

from fittingroom.cli.main import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "README.md").read_text()


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def _run(command: list[str], folder: Path, served: Served) -> str:
    environment = os.environ | {"FITTINGROOM_URL": served.url, "FITTINGROOM_KEY": served.key()}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Image.effect_mandelbrot((96, 128), (-2, -1.5, 1, 1.5), 50).convert("RGB").save(tmp_path / "person.jpg")
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "jumper.jpg")
    return tmp_path


def test_the_curl_example_submits_a_job(folder: Path, served: Served) -> None:
    (example,) = _blocks("bash")
    answer = json.loads(_run(["bash", "-euo", "pipefail", "-c", example], folder, served))
    assert answer["ok"] and re.fullmatch("[0-9a-f]{24}", answer["id"])


def test_the_sdk_example_leaves_a_picture(folder: Path, served: Served) -> None:
    (example,) = _blocks("python")
    _run([str(python_with("2.0.0")), "-c", example], folder, served)
    with Image.open(folder / "result.png") as picture:
        assert picture.size == (96, 128)


def test_the_command_line_example_leaves_a_picture(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = [block for block in _blocks("text") if "fittingroom try" in block]
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FITTINGROOM_ENGINE", "fixture")
    result = CliRunner().invoke(app, example.split()[1:])
    assert result.exit_code == 0, result.output
    assert (folder / "result.png").exists()


def test_the_key_example_makes_a_key(served: Served) -> None:
    (example,) = [block for block in _blocks("text") if "keys create" in block]
    result = CliRunner().invoke(app, example.split()[1:], env=served.environment)
    assert result.exit_code == 0 and result.stdout.splitlines()[-1].startswith("fr_")


def test_every_make_target_that_the_pages_name_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    named = {name for page in pages for name in re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(), re.MULTILINE)}
    assert {"demo", "serve", "test"} <= named <= targets


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for link in re.findall(r"\]\(([^)#\s]+)", path.read_text()):
        if "://" not in link:
            assert (path.parent / link).exists(), link


def test_the_page_of_dependencies_names_every_package_and_model() -> None:
    import tomllib

    from fittingroom.models.manifest import MODELS

    page = (ROOT / "docs" / "dependencies.md").read_text().lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    spoken = {"opencv-python-headless": "opencv", "pydantic-settings": "pydantic"}
    for requirement in project["dependencies"]:
        name = re.match(r"[a-z0-9-]+", requirement)
        assert name and spoken.get(name[0], name[0]) in page, requirement
    for model in MODELS:
        assert f"| {model.name} |" in page
