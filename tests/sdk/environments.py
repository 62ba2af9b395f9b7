"""A virtual environment for each SDK version, made from the package index once and kept under `.cache/sdk`."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VERSIONS = ("0.1.0", "1.0.0", "1.1.0", "2.0.0")

_CACHE = Path(__file__).parents[2] / ".cache" / "sdk"
_SECONDS = 300


def python_with(version: str) -> Path:
    """The interpreter of an environment that has `tryiton` of that version, as its authors published it."""
    folder = _CACHE / version
    python, finished = folder / "bin" / "python", folder / "finished"
    if not (finished.exists() and python.exists()):  # it is gone where what it links to is
        shutil.rmtree(folder, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(folder))
        _run(str(python), "-m", "pip", "install", "--quiet", f"tryiton=={version}")
        finished.touch()
    return python


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if done.returncode:
        pytest.fail(
            "The official SDKs could not be installed; these tests need the package index, once. "
            f"`{' '.join(command)}` said:\n{done.stderr or done.stdout}",
            pytrace=False,
        )
