import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fittingroom.db import Database
from fittingroom.settings import Settings


async def test_an_error_of_the_database_names_no_parameter_of_the_statement(db: Database) -> None:
    with pytest.raises(DBAPIError) as caught:
        async with db.transaction() as connection:
            await connection.execute(text("SELECT 1 / 0, CAST(:url AS text)"), {"url": "https://h/me.png?token=hush"})
    assert "division by zero" in str(caught.value)
    assert "hush" not in str(caught.value)


def test_settings_printed_show_no_secret() -> None:
    settings = Settings(
        secret="hush-hush", database_url="postgresql://me:hush-hush@h/x", s3_secret_access_key="hush-hush"
    )
    assert "hush-hush" not in repr(settings)
