"""Packages of others that tests run, made from the package indexes once and kept under `.cache`."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VERSIONS = ("0.1.0", "1.0.0", "1.1.0", "2.0.0")

_CACHE = Path(__file__).parents[2] / ".cache"
_SECONDS = 300


def python_with(version: str) -> Path:
    """The interpreter of an environment that has `tryiton` of that version, as its authors published it."""
    return environment_with(f"tryiton=={version}", _CACHE / "sdk" / version)


def generator() -> Path:
    """The interpreter of an environment that has a generator of clients, and what these need."""
    return environment_with("openapi-python-client==0.29.1", _CACHE / "generator")


def node_modules(project: Path) -> Path:
    """The packages that the lock file of a project for Node.js names."""
    folder = _CACHE / project.name
    lock, finished = (project / "package-lock.json").read_text(), folder / "finished"
    if not finished.exists() or finished.read_text() != lock:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(project / name, folder)
        _run("npm", "ci", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund")
        finished.write_text(lock)
    return folder / "node_modules"


def environment_with(requirement: str, folder: Path) -> Path:
    """The interpreter of the environment in `folder`, made there at the first call."""
    python, finished = folder / "bin" / "python", folder / "finished"
    if not (finished.exists() and python.exists()):  # it is gone where what it links to is
        shutil.rmtree(folder, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(folder))
        _run(str(python), "-m", "pip", "install", "--quiet", requirement)
        finished.touch()
    return python


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if done.returncode:
        pytest.fail(
            "Packages of others could not be installed; these tests need the package index, once. "
            f"`{' '.join(command)}` said:\n{done.stderr or done.stdout}",
            pytrace=False,
        )
