"""A real PostgreSQL for tests: the embedded server, or the one that FITTINGROOM_TEST_DATABASE_URL names.

One server a session, migrated once into a template; each test gets a copy of that as its own database.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url
from tests.support.clock import MovableClock
from tests.support.folders import short_folder

from fittingroom.db import Database
from fittingroom.db.embedded import EmbeddedServer
from fittingroom.settings import Settings

_TEMPLATE = f"fittingroom_template_{os.getpid()}"


def _run(server: URL, statement: str) -> None:
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(statement)


def _address(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[URL]:
    """A server on which databases may be made."""
    given = os.environ.get("FITTINGROOM_TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql")
        return
    with short_folder() as folder:
        server = EmbeddedServer.join(folder, durable=False)
        yield server.url
        server.leave()


@pytest.fixture(scope="session")
def template_database(postgres: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a migrated database to copy."""
    _run(postgres, f"CREATE DATABASE {_TEMPLATE}")
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("template"), database_url=_address(postgres, _TEMPLATE), secret="test"
    )

    async def migrate() -> None:
        await (await Database.open(settings)).close()

    asyncio.run(migrate())
    yield _TEMPLATE
    _run(postgres, f"DROP DATABASE {_TEMPLATE} WITH (FORCE)")


@contextmanager
def _copy(postgres: URL, template: str, suffix: str) -> Iterator[str]:
    name = f"{template}_{suffix}"
    _run(postgres, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _address(postgres, name)
    _run(postgres, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database_url(postgres: URL, template_database: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated database that is this test's own."""
    with _copy(postgres, template_database, f"{abs(hash(request.node.nodeid)):x}") as address:
        yield address


@pytest.fixture(scope="session")
def server_database_url(postgres: URL, template_database: str) -> Iterator[str]:
    """The address of a migrated database for the API that many tests share."""
    with _copy(postgres, template_database, "server") as address:
        yield address


@pytest.fixture(scope="session")
def served_database_url(postgres: URL, template_database: str) -> Iterator[str]:
    """The address of a migrated database for the whole service that many tests share."""
    with _copy(postgres, template_database, "served") as address:
        yield address


@pytest.fixture(scope="module")
def strange_database_url(postgres: URL, template_database: str) -> Iterator[str]:
    """The address of a migrated database in which there is nobody yet, for a service that is set up in a browser."""
    with _copy(postgres, template_database, "strange") as address:
        yield address


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a server of this test's own."""
    return Settings(data_dir=tmp_path / "data", database_url=database_url)


@pytest.fixture
def clock() -> MovableClock:
    """The clock that `db` goes by."""
    return MovableClock()


@pytest.fixture
async def db(settings: Settings, clock: MovableClock) -> AsyncIterator[Database]:
    """An open database that goes by `clock`."""
    async with await Database.open(settings, clock=clock) as database:
        yield database
