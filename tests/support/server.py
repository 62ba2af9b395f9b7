"""The whole API on a real server, and customers of it that are accounts of their own."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text
from tests.support.clock import MovableClock
from tests.support.serving import Running, serving

from fittingroom.accounts import Caller
from fittingroom.api.app import create_app
from fittingroom.api.services import Services
from fittingroom.errors import JobError
from fittingroom.jobs import Claim, Output
from fittingroom.settings import Settings

_IMAGE = "https://images.example/photo.jpg"


@dataclass(frozen=True)
class Customer:
    """An account that nobody else has, and a client that sends its key."""

    http: httpx.Client
    caller: Caller
    key: str

    def submit(self, **more: object) -> str:
        """Ask for a picture in clothes; returns the job's id."""
        answer = self.http.post("/api/v1/tryon/fashion", json={"model_image": _IMAGE, "garment_image": _IMAGE} | more)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])


@dataclass(frozen=True)
class Server:
    """The whole API, running."""

    running: Running
    services: Services
    clock: MovableClock

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.running.port}"

    def customer(self, credits: int = 100) -> Customer:
        accounts = self.services.accounts
        account = self.running.run(accounts.get_or_create(f"customer {secrets.token_hex(8)}"))
        if credits:
            self.running.run(self.services.credits.grant_purchased(account.id, credits))
        key = self.running.run(accounts.create_key(account.id)).text
        http = httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {key}"}, timeout=30)
        return Customer(http, self.running.run(accounts.authenticate(key)), key)

    def open(self, address: str) -> httpx.Response:
        """What is at an address that the server gave out."""
        assert address.startswith(self.url + "/")
        return httpx.get(address)

    def complete(self, job_id: str, *pictures: bytes) -> None:
        """End a job as a worker does, with these pictures."""
        self.running.run(self._complete(job_id, pictures))

    def fail(self, job_id: str, error: JobError) -> None:
        """End a job as a worker does, with this error."""
        self.running.run(self._fail(job_id, error))

    @contextmanager
    def without_table(self, table: str) -> Iterator[None]:
        """Something is broken, for a while, that no code foresees."""
        self.running.run(self._rename(table, "gone"))
        try:
            yield
        finally:
            self.running.run(self._rename("gone", table))

    async def _rename(self, old: str, new: str) -> None:
        async with self.services.database.transaction() as connection:
            await connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    async def _complete(self, job_id: str, pictures: Sequence[bytes]) -> None:
        ends = self.clock() + timedelta(hours=self.services.settings.output_hours)
        names = [await self.services.outputs.put(picture, "png", ends) for picture in pictures]
        outputs = [Output(name, "image/png") for name in names]
        assert await self.services.jobs.complete(await self._claim(job_id), outputs)

    async def _fail(self, job_id: str, error: JobError) -> None:
        assert await self.services.jobs.fail(await self._claim(job_id), error)

    async def _claim(self, job_id: str) -> Claim:
        claim = await self.services.jobs.claim(job_id, "a worker")
        assert claim is not None
        return claim


@pytest.fixture(scope="session")
def server(server_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    clock = MovableClock()
    settings = Settings(data_dir=tmp_path_factory.mktemp("api"), database_url=server_database_url)
    app = create_app(settings, clock=clock)
    with serving(app) as running:
        yield Server(running, app.state.services, clock)


@pytest.fixture
def customer(server: Server) -> Iterator[Customer]:
    made = server.customer()
    with made.http:
        yield made
