import click
import pytest
import typer
from typer.testing import CliRunner

from fittingroom import __version__
from fittingroom.cli.main import app


def _leaves(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if hasattr(command, "commands"):
        return [leaf for name, child in command.commands.items() for leaf in _leaves(child, (*path, name))]
    return [path]


def test_version_prints_the_version() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.stdout.strip()) == (0, __version__)


@pytest.mark.parametrize("path", _leaves(typer.main.get_command(app)), ids=" ".join)
def test_every_command_explains_itself_with_an_example(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*path, "--help"])
    assert result.exit_code == 0
    assert "fittingroom " + " ".join(path) in result.stdout.split("Usage:")[1].split("\n", 2)[2]
