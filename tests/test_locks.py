"""The lock files, held against pyproject.toml. `make lock` writes them anew."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def _pinned(lock: str) -> dict[str, str]:
    """Package → its lines, hashes and all. A package may be pinned once for each version of Python."""
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements" / lock).read_text().strip())
    return {block.split("==")[0]: block for block in blocks if "==" in block}


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("runtime.lock", PROJECT["dependencies"]),
        ("dev.lock", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
        ("build.lock", ["hatchling", "editables"]),
    ],
)
def test_a_lock_pins_what_is_asked_for_each_with_its_hashes(lock: str, requirements: list[str]) -> None:
    pinned = _pinned(lock)
    names = {match[0].lower() for match in (re.match(r"[A-Za-z0-9._-]+", line) for line in requirements) if match}
    assert names - set(pinned) == set()
    assert [name for name, block in pinned.items() if "--hash=sha256:" not in block] == []


def test_runtime_and_development_have_the_same_versions() -> None:
    runtime, dev = _pinned("runtime.lock"), _pinned("dev.lock")
    assert {name for name in runtime if dev.get(name) != runtime[name]} == set()


def test_no_lock_names_a_package_index() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        assert "://" not in lock.read_text()
