"""`keys` and `credits` as an operator runs them."""

import re
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from click.testing import Result
from typer.testing import CliRunner

from fittingroom.cli.main import app

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    environment = {"FITTINGROOM_DATABASE_URL": database_url, "FITTINGROOM_DATA_DIR": str(tmp_path)}
    return lambda *arguments: CliRunner().invoke(app, arguments, env=environment)


def test_a_key_is_printed_once_as_the_last_line_and_never_again(run: Run, database_url: str) -> None:
    made = run("keys", "create", "--account", "demo", "--credits", "12")
    key = made.stdout.splitlines()[-1]
    assert made.exit_code == 0 and key.startswith("fr_") and made.stdout.count(key) == 1
    listed = run("keys", "list")
    assert key[:9] in listed.stdout and "demo" in listed.stdout and key not in listed.stdout
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT api_keys::text FROM api_keys").fetchall()
        assert len(rows) == 1 and key not in rows[0][0]


def test_keys_of_one_account_share_its_credits(run: Run) -> None:
    first, second = (run("keys", "create", "--account", "demo", "--credits", "5") for _ in range(2))
    assert first.stdout.splitlines()[-1] != second.stdout.splitlines()[-1]
    granted = run("credits", "grant", "--account", "demo", "--credits", "7")
    assert "17 credits" in granted.stdout and "17 purchased" in granted.stdout


def test_a_revoked_key_is_listed_as_such(run: Run) -> None:
    key = run("keys", "create", "--account", "demo").stdout.splitlines()[-1]
    assert run("keys", "revoke", key[:9]).exit_code == 0
    assert "revoked" in run("keys", "list", "--account", "demo").stdout
    again = run("keys", "revoke", key)
    assert again.exit_code == 1 and "keys list" in again.stderr


def test_an_account_that_is_not_there_is_named(run: Run) -> None:
    for arguments in (("keys", "list"), ("credits", "grant", "--credits", "1")):
        done = run(*arguments, "--account", "nobody")
        assert done.exit_code == 1 and "nobody" in done.stderr


def test_a_subscription_is_granted_beside_what_was_purchased(run: Run) -> None:
    run("keys", "create", "--account", "demo", "--credits", "5")
    granted = run("credits", "grant", "--account", "demo", "--credits", "50", "--monthly")
    assert "55 credits: 50 of its subscription, 5 purchased" in granted.stdout


def test_the_audit_passes_on_a_ledger_that_adds_up_and_names_the_rows_of_one_that_does_not(
    run: Run, database_url: str
) -> None:
    run("keys", "create", "--account", "demo", "--credits", "5")
    assert run("credits", "audit").exit_code == 0
    with psycopg.connect(database_url) as connection:
        connection.execute("ALTER TABLE ledger DISABLE TRIGGER ALL")
        row = connection.execute("UPDATE ledger SET purchased = 6 RETURNING id").fetchone()
    audited = run("credits", "audit")
    assert audited.exit_code == 1 and row is not None and f"ledger row {row[0]}:" in audited.stdout


def test_a_database_that_is_not_there_is_named_without_traceback_or_password(tmp_path: Path) -> None:
    address = "postgresql://somebody:hunter2@localhost:1/nowhere"
    environment = {"FITTINGROOM_DATABASE_URL": address, "FITTINGROOM_DATA_DIR": str(tmp_path)}
    done = CliRunner().invoke(app, ["keys", "list"], env=environment)
    assert done.exit_code == 1 and done.stderr.startswith("FITTINGROOM_DATABASE_URL: ")
    assert "hunter2" not in done.output and "Traceback" not in done.output


def test_a_key_is_made_and_listed_with_its_scopes_and_limits(run: Run, database_url: str) -> None:
    bounds = ("--scope", "tryon", "--scope", "status", "--limit", "tryon=5", "--limit", "in_flight=2")
    made = run("keys", "create", "--account", "demo", "--name", "kiosk", *bounds)
    assert made.exit_code == 0
    run("keys", "create", "--account", "demo")
    kiosk, plain = run("keys", "list").stdout.splitlines()
    assert "kiosk" in kiosk and "only status, tryon" in kiosk and "at most tryon=5, in_flight=2" in kiosk
    assert "everything" in plain and "at most" not in plain


def test_a_key_is_changed_where_it_is_told_to_and_else_stays_as_it_was(run: Run) -> None:
    bounds = ("--scope", "tryon", "--limit", "tryon=5", "--limit", "status=9", "--days", "30")
    key = run("keys", "create", "--account", "demo", "--name", "kiosk", *bounds).stdout.splitlines()[-1]
    end = re.findall(r"until \d{4}-\d\d-\d\d \d\d:\d\d", run("keys", "list").stdout)
    changed = run("keys", "change", key[:9], "--scope", "status", "--limit", "tryon=", "--limit", "in_flight=1")
    assert changed.exit_code == 0 and changed.stdout == run("keys", "list").stdout and len(end) == 1
    for told in ("kiosk", "only status", "at most status=9, in_flight=1", end[0]):
        assert told in changed.stdout
    freed = run("keys", "change", key, "--everything", "--no-end", "--name", "shop")
    assert "shop" in freed.stdout and "everything" in freed.stdout and "until" not in freed.stdout
    assert "at most status=9, in_flight=1" in freed.stdout


def test_a_change_that_can_not_be_is_told_and_changes_nothing(run: Run) -> None:
    key = run("keys", "create", "--account", "demo").stdout.splitlines()[-1]
    before = run("keys", "list").stdout
    wrong = ((), ("--scope", "all"), ("--scope", "status", "--everything"), ("--days", "3", "--no-end"))
    for options in (*wrong, ("--limit", "speed="), ("--limit", "tryon=x"), ("--days", "0")):
        assert run("keys", "change", key, *options).exit_code == 2, options
    assert run("keys", "list").stdout == before
    run("keys", "revoke", key)
    gone = run("keys", "change", key, "--everything")
    assert gone.exit_code == 1 and "keys list" in gone.stderr


def test_a_scope_or_limit_that_is_not_there_is_named_and_no_key_made(run: Run) -> None:
    for bounds in (("--scope", "everything"), ("--limit", "speed=3"), ("--limit", "tryon=-1"), ("--limit", "tryon")):
        refused = run("keys", "create", "--account", "demo", *bounds)
        assert refused.exit_code == 2 and bounds[0] in refused.stderr
    assert run("keys", "list").stdout == ""
