import asyncio
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from procrastinate.schema import SchemaManager
from sqlalchemy import URL, Connection
from tests.support.rows import rows

from fittingroom.db import Database, migrate
from fittingroom.db.metadata import metadata
from fittingroom.settings import Settings

for room in ("accounts", "credits", "jobs", "limits", "users", "webhooks"):
    import_module(f"fittingroom.{room}.tables")
NEWEST = max(path.name for path in Path(migrate.__file__).with_name("migrations").glob("versions/0*.py"))[:4]


@pytest.fixture
def empty(postgres: URL, tmp_path: Path) -> Iterator[Settings]:
    """Settings whose database has nothing in it."""
    name = f"fittingroom_empty_{tmp_path.name}"[:60].lower()
    with psycopg.connect(postgres.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        address = postgres.set(database=name).render_as_string(hide_password=False)
        yield Settings(data_dir=tmp_path, database_url=address)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


async def test_many_may_open_an_empty_database_at_once(empty: Settings) -> None:
    for db in await asyncio.gather(*(Database.open(empty) for _ in range(4))):
        assert await rows(db, "SELECT version_num FROM alembic_version") == [{"version_num": NEWEST}]
        await db.close()


async def test_migrations_make_the_tables_that_the_code_speaks_of(db: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        def is_ours(name: str | None, kind: str, parents: object) -> bool:
            return kind != "table" or name in metadata.tables

        options = {"compare_type": True, "compare_server_default": True, "include_name": is_ours}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    async with db.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_a_newer_queue_brings_its_changes_once(
    db: Database, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for change in Path(SchemaManager.get_migrations_path()).glob("*.sql"):
        (tmp_path / change.name).write_text("SELECT 1 / 0")
    (tmp_path / "99.00.00_01_pre_x.sql").write_text("CREATE TABLE x (percent text DEFAULT '100%'); SELECT 1")
    monkeypatch.setattr(SchemaManager, "get_migrations_path", staticmethod(lambda: str(tmp_path)))
    for _ in range(2):
        async with await Database.open(settings) as again:
            assert await rows(again, "SELECT * FROM x") == []
