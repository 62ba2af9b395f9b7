import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

Told = TypeVar("Told")

#: `fittingroom`, as a process of its own.
FITTINGROOM = (sys.executable, "-c", "from fittingroom.cli.main import app; app()")


def environment(**variables: str) -> dict[str, str]:
    """For a Python process that a test starts: it finds the package, and these tests, where the test does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **variables}


@contextmanager
def serving(folder: Path, variables: dict[str, str], said: Callable[[str], Told | None]) -> Iterator[Told]:
    """`fittingroom serve` under way on a free port, with its log in `folder`: what `said` makes of the first line
    printed of which it makes something. It must end well when told to."""
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*FITTINGROOM, "serve", "--port", "0"], env=environment(**variables), stdout=subprocess.PIPE, stderr=log,
            text=True,
        )  # fmt: skip
    try:
        assert process.stdout
        told = next((found for line in process.stdout if (found := said(line)) is not None), None)
        assert told is not None, f"the service did not start:\n{(folder / 'log').read_text()}"
        yield told
    finally:
        process.terminate()
        assert process.wait(30) == 0, (folder / "log").read_text()
