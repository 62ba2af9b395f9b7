"""The examples of docs/api.md, run as they stand against the whole service."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.support.served import Served

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
RUNNERS = {"bash": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}


@dataclass(frozen=True)
class Example:
    language: str
    source: str
    answer: Any


def examples() -> list[Example]:
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    following = [*blocks[1:], ("", "")]
    return [
        Example(language, source, json.loads(after) if language == "bash" and next_language == "json" else None)
        for (language, source), (next_language, after) in zip(blocks, following, strict=True)
        if language in (*RUNNERS, "js")
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Image.effect_mandelbrot((96, 128), (-2, -1.5, 1, 1.5), 50).convert("RGB").save(tmp_path / "person.jpg")
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "shirt.png")
    return tmp_path


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.language}: {example.source[:50]!r}")
def test_an_example_does_what_the_page_says(example: Example, folder: Path, served: Served) -> None:
    environment = os.environ | {"FITTINGROOM_URL": served.url, "FITTINGROOM_KEY": served.key(credits=150)}
    done = subprocess.run(
        _command(example, folder), cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    if example.answer is None:
        with Image.open(folder / "result.png") as picture:
            assert picture.size == (96, 128)
    else:
        assert _shape(json.loads(done.stdout)) == _shape(example.answer)


def test_the_page_has_an_example_in_each_language() -> None:
    assert {example.language for example in examples()} == {"bash", "python", "js"}


def test_the_page_names_every_endpoint_and_field() -> None:
    from fittingroom.api.routes.tryon import PATHS
    from fittingroom.errors import JOB_ERRORS
    from fittingroom.tryon.kinds import Haircut
    from fittingroom.tryon.requests import FashionRequest, HairstyleRequest, TattooRequest

    page = PAGE.read_text()
    fields = [name for request in (FashionRequest, HairstyleRequest, TattooRequest) for name in request.model_fields]
    for word in (*PATHS, *(f"`{name}`" for name in (*fields, *JOB_ERRORS, *Haircut))):
        assert word in page


def _command(example: Example, folder: Path) -> list[str]:
    if example.language != "js":
        return [*RUNNERS[example.language], example.source]
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node.js on this machine")
    (folder / "example.mjs").write_text(example.source)
    return [node, "example.mjs"]


def _shape(answer: Any) -> Any:
    """An answer without what differs from run to run: ids and numbers."""
    if isinstance(answer, dict):
        return {name: _shape(value) for name, value in answer.items()}
    if isinstance(answer, str):
        return re.sub("[0-9a-f]{24}", "<id>", answer)
    return "<number>" if isinstance(answer, int) and not isinstance(answer, bool) else answer
