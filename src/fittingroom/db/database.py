"""A handle on the database: opened from settings, handed to the services."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self

from psycopg import AsyncConnection as AsyncPsycopgConnection
from psycopg import OperationalError
from psycopg.rows import TupleRow
from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import OperationalError as ConnectionFailed
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from fittingroom.clock import Clock
from fittingroom.db.embedded import EmbeddedServer
from fittingroom.db.migrate import migrate
from fittingroom.secret import server_secret
from fittingroom.settings import Settings

_DRIVER = "postgresql+psycopg"


class DatabaseUnavailable(Exception):
    """There is no connection to the database; the message tells the operator which, and why."""


class Database:
    """A pool of connections, and the embedded server's lease where there is one."""

    def __init__(
        self, settings: Settings, engine: AsyncEngine, server: EmbeddedServer | None, clock: Clock | None
    ) -> None:
        self.settings = settings
        self.secret = server_secret(settings)
        self._engine = engine
        self._server = server
        self._clock = clock

    @classmethod
    async def open(cls, settings: Settings, *, clock: Clock | None = None) -> Self:
        """Connect, and bring the schema up to date. `clock` None: the database server's own clock.

        Raises DatabaseUnavailable.
        """
        server = None
        if settings.database_url is None:
            server = await asyncio.to_thread(EmbeddedServer.join, settings.data_dir)
        url = _url(settings, server)
        engine = create_async_engine(
            url,
            async_creator=partial(_connect, _conninfo(url), server),
            hide_parameters=True,  # errors end up in logs, and parameters hold key hashes and strangers' URLs
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=10,
        )
        database = cls(settings, engine, server, clock)
        try:
            async with database.transaction() as connection:
                await migrate(connection)
        except BaseException as error:
            await database.close()
            if isinstance(error, ConnectionFailed):
                raise DatabaseUnavailable(f"FITTINGROOM_DATABASE_URL: no connection. {error.orig}") from error
            raise
        return database

    async def close(self) -> None:
        """Give back the connections, and stop the embedded server if nobody else uses it. May be called twice."""
        await self._engine.dispose()
        server, self._server = self._server, None
        if server is not None:
            await asyncio.to_thread(server.leave)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def transaction(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection within one transaction: committed at the end, rolled back on an error."""
        return self._engine.begin()

    async def now(self, connection: AsyncConnection) -> datetime:
        """The present moment, in UTC."""
        if self._clock is not None:
            return self._clock()
        moment: datetime = (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()
        return moment

    @property
    def conninfo(self) -> str:
        """The address for psycopg and libpq; carries the password, so it is not for logs."""
        return _conninfo(self._engine.url)


async def _connect(conninfo: str, server: EmbeddedServer | None) -> AsyncPsycopgConnection[TupleRow]:
    try:
        return await AsyncPsycopgConnection.connect(conninfo)
    except OperationalError:
        if server is None:
            raise
        # It is ours to keep up: it was killed, by the kernel for memory say.
        await asyncio.to_thread(server.revive)
        return await AsyncPsycopgConnection.connect(conninfo)


def _conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _url(settings: Settings, server: EmbeddedServer | None) -> URL:
    if server is not None:
        return server.url.set(drivername=_DRIVER)
    assert settings.database_url is not None
    url = make_url(settings.database_url.replace("postgres://", "postgresql://", 1)).set(drivername=_DRIVER)
    # Else a machine that doesn't answer is waited for without end.
    return url if "connect_timeout" in url.query else url.update_query_dict({"connect_timeout": "10"})
