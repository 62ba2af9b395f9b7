"""The connection to PostgreSQL, its migrations, and the embedded server.

    async with await Database.open(settings) as db:      # starts or joins the embedded server, migrates
        async with db.transaction() as connection:       # commits at the end, rolls back on an error
            now = await db.now(connection)

`Database` is handed to the services of the rooms above: `Accounts(db)`, `Credits(db)`, `Limits(db)`, `Jobs(db)`.
Time is the database server's own, so that machines whose clocks disagree still agree; tests hand in a clock.
"""

from fittingroom.db.database import Database, DatabaseUnavailable

__all__ = ["Database", "DatabaseUnavailable"]
