"""The table of rooms in docs/architecture.md, held against what the code imports."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "fittingroom"
PICTURE_LIBRARIES = {"cv2", "numpy", "scipy"}
ENTRANCES = {"__init__", "__main__"}


def _table() -> dict[str, set[str]]:
    """Room → rooms that it may import."""
    page = (ROOT / "docs" / "architecture.md").read_text()
    section = page.split("## Rooms")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (\w+) \| .+ \| ?(.*?) ?\|$", section, re.MULTILINE)
    return {room: {name.strip() for name in allowed.split(",") if name.strip()} for room, allowed in rows[1:]}


TABLE = _table()


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    """Dotted names that a module imports anywhere in it, functions and type checking blocks included."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names) if module == "fittingroom" else (module,)


def _modules(room: str) -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if _room(path) == room]


def test_every_room_is_in_the_table_and_the_table_has_no_other() -> None:
    found = {_room(path) for path in SOURCE.rglob("*.py")} - ENTRANCES
    assert found == set(TABLE)


@pytest.mark.parametrize("room", [room for room, allowed in TABLE.items() if allowed != {"everything"}])
def test_a_room_imports_only_the_rooms_that_its_row_names(room: str) -> None:
    used = {
        (name.split(".")[1], str(path.relative_to(SOURCE)))
        for path in _modules(room)
        for name in _imports(path)
        if name.startswith("fittingroom.")
    }
    assert {(other, where) for other, where in used if other not in TABLE[room] | {room, "__version__"}} == set()


def test_rooms_do_not_import_one_another_in_a_circle() -> None:
    reached = {room: set(allowed) & set(TABLE) for room, allowed in TABLE.items()}
    for _ in TABLE:
        reached = {room: others.union(*(reached[other] for other in others)) for room, others in reached.items()}
    assert [room for room, others in reached.items() if room in others] == []


def test_vision_knows_no_library_but_those_for_arrays_and_pictures() -> None:
    outside = {name.split(".")[0] for path in _modules("vision") for name in _imports(path)}
    assert outside - PICTURE_LIBRARIES - set(sys.stdlib_module_names) <= {"fittingroom"}


def test_only_settings_reads_the_environment() -> None:
    """Handing the whole of it on to a child process is not reading it."""
    readers = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if re.search(r"os\.(environ\[|environ\.get|getenv)", path.read_text()) and _room(path) != "settings"
    }
    assert readers == set()
