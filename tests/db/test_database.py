from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.rows import rows

from fittingroom.db import Database
from fittingroom.settings import Settings


async def test_a_transaction_that_breaks_off_leaves_nothing(db: Database) -> None:
    with pytest.raises(RuntimeError):
        async with db.transaction() as connection:
            await connection.exec_driver_sql("CREATE TABLE gone ()")
            raise RuntimeError
    assert await rows(db, "SELECT to_regclass('gone') AS found") == [{"found": None}]


async def test_time_is_the_servers_own_unless_a_clock_is_handed_in(settings: Settings, db: Database) -> None:
    async with await Database.open(settings) as real, real.transaction() as connection:
        assert abs(await real.now(connection) - datetime.now(UTC)) < timedelta(minutes=5)
    async with db.transaction() as connection:
        assert await db.now(connection) == datetime(2026, 1, 31, 12, tzinfo=UTC)


async def test_an_address_without_a_server_is_an_error_and_starts_none(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="connection"):
        await Database.open(Settings(data_dir=tmp_path, database_url="postgresql://nobody@127.0.0.1:1/none"))
    assert not (tmp_path / "postgres").exists()
