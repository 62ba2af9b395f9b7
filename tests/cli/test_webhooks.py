"""`webhooks` as an operator runs it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from tests.support.callers import make_claim
from typer.testing import CliRunner

from fittingroom.accounts import Accounts
from fittingroom.cli.main import app
from fittingroom.credits import Credits
from fittingroom.db import Database
from fittingroom.jobs import Jobs
from fittingroom.settings import Settings

Run = Callable[..., Result]
URL = "https://example.com/hooks"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(database_url=database_url, data_dir=tmp_path)


@pytest.fixture
def run(settings: Settings) -> Run:
    environment = {
        "FITTINGROOM_DATABASE_URL": str(settings.database_url),
        "FITTINGROOM_DATA_DIR": str(settings.data_dir),
    }
    run: Run = lambda *arguments: CliRunner().invoke(app, arguments, env=environment)  # noqa: E731
    run("keys", "create", "--account", "demo", "--credits", "5")
    return run


async def _end_a_job(settings: Settings) -> None:
    async with await Database.open(settings) as db:
        account = await Accounts(db).get_or_create("demo")
        caller = await Accounts(db).authenticate((await Accounts(db).create_key(account.id)).text)
        await Credits(db).grant_purchased(account.id, 1)
        await Jobs(db).complete(await make_claim(db, caller), [])


def test_an_endpoint_is_added_listed_and_removed_and_its_secret_told_once(run: Run) -> None:
    added = run("webhooks", "add", URL, "--account", "demo")
    secret = added.stdout.splitlines()[-1]
    assert added.exit_code == 0 and secret.startswith("whsec_")
    listed = run("webhooks", "list", "--account", "demo").stdout
    assert URL in listed and "in force" in listed and secret not in listed
    assert run("webhooks", "remove", listed.split()[0]).exit_code == 0
    assert run("webhooks", "list").stdout == ""
    assert run("webhooks", "secret", "--account", "demo").stdout != added.stdout


def test_what_was_sent_is_listed_and_sent_again(run: Run, settings: Settings) -> None:
    run("webhooks", "add", URL, "--account", "demo")
    asyncio.run(_end_a_job(settings))
    (line,) = run("webhooks", "deliveries", "--account", "demo").stdout.splitlines()
    assert "job.completed" in line and URL in line and "attempts 0  due" in line
    assert run("webhooks", "redeliver", line.split()[0]).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "ftp://example.com", "--account", "demo"), "http://"),
        (("add", URL, "--account", "nobody"), "nobody"),
        (("deliveries", "--account", "nobody"), "nobody"),
        (("remove", "ep_0"), "no such endpoint"),
        (("redeliver", "msg_0"), "no such delivery"),
    ],
)
def test_what_is_not_there_is_said_in_words(run: Run, arguments: tuple[str, ...], words: str) -> None:
    done = run("webhooks", *arguments)
    assert done.exit_code == 1 and words in done.stderr


def test_a_new_secret_is_printed_as_the_last_line(run: Run) -> None:
    run("keys", "create", "--account", "demo")
    secret = run("webhooks", "add", URL, "--account", "demo").stdout.splitlines()[-1]
    endpoint = run("webhooks", "list", "--account", "demo").stdout.split()[0]
    anew = run("webhooks", "rotate", endpoint).stdout.splitlines()[-1]
    assert anew.startswith("whsec_") and anew != secret
    assert run("webhooks", "rotate", "ep_0").exit_code == 1
