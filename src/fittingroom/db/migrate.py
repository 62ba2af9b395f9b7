"""Brings the schema up to date: ours by Alembic, the queue's by the files that it ships."""

from pathlib import Path

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from fittingroom.db.locks import lock_migrations

_FOLDER = Path(__file__).parent / "migrations"
_CREATE_RECORD = "CREATE TABLE IF NOT EXISTS queue_schema (newest text NOT NULL)"


async def migrate(connection: AsyncConnection) -> None:
    """Run what is missing, within the caller's transaction, one process at a time."""
    await lock_migrations(connection)
    await connection.run_sync(_upgrade_queue)
    await connection.run_sync(_upgrade_ours)


def _upgrade_ours(connection: Connection) -> None:
    if _version(connection) == _newest():
        return
    # Slow to import, and seldom needed.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar_one() is None:
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _newest() -> str:
    """A migration's file is named by its revision and what it is about: `0001_accounts.py`."""
    return max(path.name for path in (_FOLDER / "versions").glob("[0-9]*.py")).partition("_")[0]


def _upgrade_queue(connection: Connection) -> None:
    """The queue's package ships its whole schema, and a file for each change; the newest applied is written down."""
    changes = sorted(path for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    connection.execute(text(_CREATE_RECORD))
    applied = connection.execute(text("SELECT newest FROM queue_schema")).scalar_one_or_none()
    if applied is None:
        _run_script(connection, SchemaManager.get_schema())
        connection.execute(text("INSERT INTO queue_schema VALUES (:newest)"), {"newest": changes[-1].name})
        return
    for change in changes:
        if change.name > applied:
            _run_script(connection, change.read_text())
            connection.execute(text("UPDATE queue_schema SET newest = :newest"), {"newest": change.name})


def _run_script(connection: Connection, script: str) -> None:
    # Without parameters the driver sends the text as it is: several statements, percent signs and all.
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})
