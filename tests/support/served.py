"""`fittingroom serve` as an operator runs it, in a process of its own, with the fixture engine."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from fittingroom.cli.main import app

_SOURCE = str(Path(__file__).parents[2] / "src")


@dataclass(frozen=True)
class Served:
    """A service under way."""

    url: str
    environment: dict[str, str] = field(repr=False)

    def key(self, credits: int = 100) -> str:
        """A key of an account that nobody else has."""
        arguments = ["keys", "create", "--account", f"customer {secrets.token_hex(8)}", "--credits", str(credits)]
        made = CliRunner().invoke(app, arguments, env=self.environment)
        return made.stdout.splitlines()[-1]


@pytest.fixture(scope="session")
def served(served_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    environment = {
        "FITTINGROOM_DATABASE_URL": served_database_url,
        "FITTINGROOM_DATA_DIR": str(folder),
        "FITTINGROOM_ENGINE": "fixture",
    }
    command = [sys.executable, "-c", "from fittingroom.cli.main import app; app()", "serve", "--port", "0"]
    paths = {"PYTHONPATH": os.pathsep.join([_SOURCE, os.environ.get("PYTHONPATH", "")])}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            command, env=os.environ | environment | paths, stdout=subprocess.PIPE, stderr=log, text=True
        )
    try:
        yield Served(_address(process, folder / "log"), environment)
    finally:
        process.terminate()
        assert process.wait(30) == 0, (folder / "log").read_text()


def _address(process: "subprocess.Popen[str]", log: Path) -> str:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            assert httpx.get(f"{found[0]}/healthz", timeout=30).status_code == 200
            return found[0]
    raise AssertionError(f"the service did not start:\n{log.read_text()}")
