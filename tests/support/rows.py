from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from fittingroom.db import Database

#: Whatever a submission writes to.
WRITTEN_BY_SUBMIT = ("jobs", "job_inputs", "ledger", "request_windows", "procrastinate_jobs", "procrastinate_events")


async def rows(db: Database, query: str, **values: Any) -> list[Mapping[str, Any]]:
    """Run a statement, and read what it returns."""
    async with db.transaction() as connection:
        result = await connection.execute(text(query), values)
        return [dict(row._mapping) for row in result] if result.returns_rows else []


async def contents(db: Database) -> dict[str, list[Mapping[str, Any]]]:
    """All rows of the tables that a submission writes to."""
    return {table: await rows(db, f"SELECT * FROM {table} ORDER BY 1") for table in WRITTEN_BY_SUBMIT}
