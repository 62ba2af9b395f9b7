"""`users` as an operator runs it."""

import httpx
from click.testing import Result
from tests.support.served import Served
from typer.testing import CliRunner

from fittingroom.cli.main import app


def _run(served: Served, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["users", *arguments], env=served.environment)


def test_a_user_is_made_listed_let_in_by_a_link_and_removed(served: Served) -> None:
    made = _run(served, "create", "ann@cli.example", "--account", "cli", "--administrator", "--url", served.url)
    first, again = made.stdout.splitlines()[-1], _run(served, "link", "ann@cli.example", "--url", served.url).stdout
    for link in (first, again.strip()):
        assert "ann@cli.example" in httpx.get(link).text
    assert "administrator" in _run(served, "list").stdout
    assert _run(served, "create", "bob@cli.example", "--account", "cli", "--administrator").exit_code == 0
    assert _run(served, "remove", "ann@cli.example").exit_code == 0
    assert httpx.get(first).status_code == 404 and "ann@cli.example" not in _run(served, "list").stdout


def test_what_can_not_be_done_is_said_without_a_traceback(served: Served) -> None:
    for arguments, said in (
        (("link", "nobody@cli.example"), "users list"),
        (("create", "x", "--account", "a"), "email"),
    ):
        done = _run(served, *arguments)
        assert done.exit_code == 1 and said in done.stderr
