"""`fittingroom serve` as an operator runs it, in a process of its own, with the fixture engine."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from tests.support.processes import serving
from typer.testing import CliRunner

from fittingroom.cli.main import app


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
    variables = {
        "FITTINGROOM_DATABASE_URL": served_database_url,
        "FITTINGROOM_DATA_DIR": str(folder),
        "FITTINGROOM_ENGINE": "fixture",
    }
    with serving(folder, variables, _address) as url:
        yield Served(url, variables)


def _address(line: str) -> str | None:
    found = re.search(r"http://\S+", line)
    if found:
        assert httpx.get(f"{found[0]}/healthz", timeout=30).status_code == 200
    return found and found[0]
