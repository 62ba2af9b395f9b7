"""Word of jobs' changes, as PostgreSQL passes it on: a trigger notifies of each change of status or progress."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager, suppress
from time import monotonic
from types import TracebackType
from typing import Self

import psycopg

from fittingroom.db import Database
from fittingroom.errors import ConcurrencyLimitExceeded
from fittingroom.jobs import reading
from fittingroom.jobs.model import Job

log = logging.getLogger(__name__)

_CHANNEL = "fittingroom_jobs"
#: Seconds after which a job is looked at even without word of it: word is lost while the connection is.
_LOOK_EVERY = 2.0
_RETRY = 1.0
#: Each who waits costs a little; no account may cost a lot.
MOST_WATCHERS = 50


class Changes:
    """One connection that listens, for all in this process who wait for jobs. It is opened when the first one does.

    Use as an async context manager.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watchers: dict[str, set[asyncio.Event]] = {}
        self._by_account: dict[int, int] = {}
        self._listener: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if self._listener:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)

    def close(self) -> None:
        """Have all who wait stop waiting, at once and from now on."""
        self._closed = True
        for events in self._watchers.values():
            for event in events:
                event.set()

    async def follow(
        self, account_id: int, job_id: str, seconds: float, tick: float = 15
    ) -> AsyncGenerator[Job | None]:
        """The job as it is, and again whenever its status or progress has changed, up to its end.

        It ends with the job, after `seconds`, or when this is closed. None where nothing changed for `tick` seconds.
        Raises NotFound at once; ConcurrencyLimitExceeded where the account has too many who wait.
        """
        until = monotonic() + seconds
        await self._listen_from_now_on()
        with self._watch(account_id, job_id) as changed:
            seen, told = None, monotonic()
            while True:
                changed.clear()
                job = await reading.get(self._database, account_id, job_id)
                if (job.status, job.progress) != seen:
                    seen, told = (job.status, job.progress), monotonic()
                    yield job
                if job.status.ended or self._closed or monotonic() >= until:
                    return
                with suppress(TimeoutError):
                    async with asyncio.timeout(min(_LOOK_EVERY, tick, until - monotonic())):
                        await changed.wait()
                if monotonic() - told >= tick:
                    told = monotonic()
                    yield None

    async def end_of(self, account_id: int, job_id: str, seconds: float) -> Job | None:
        """The job once it has ended; None if that takes longer. Raises what `follow` does."""
        async with aclosing(self.follow(account_id, job_id, seconds)) as following:
            async for job in following:
                if job is not None and job.status.ended:
                    return job
        return None

    def ensure_room(self, account_id: int) -> None:
        """Raises ConcurrencyLimitExceeded where the account has as many who wait as it may."""
        if self._by_account.get(account_id, 0) >= MOST_WATCHERS:
            raise ConcurrencyLimitExceeded(f"Too many connections wait for jobs: {MOST_WATCHERS} at a time.", 5)

    @contextmanager
    def _watch(self, account_id: int, job_id: str) -> Iterator[asyncio.Event]:
        self.ensure_room(account_id)
        event = asyncio.Event()
        self._by_account[account_id] = self._by_account.get(account_id, 0) + 1
        self._watchers.setdefault(job_id, set()).add(event)
        try:
            yield event
        finally:
            self._watchers[job_id].discard(event)
            if not self._watchers[job_id]:
                del self._watchers[job_id]
            self._by_account[account_id] -= 1
            if not self._by_account[account_id]:
                del self._by_account[account_id]

    async def _listen_from_now_on(self) -> None:
        if self._listener is None:
            self._listener = asyncio.create_task(self._listen())
        with suppress(TimeoutError):  # without word, there is still looking
            async with asyncio.timeout(_RETRY):
                await self._listening.wait()

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._database.conninfo, autocommit=True
                ) as connection:
                    await connection.execute(f"LISTEN {_CHANNEL}")
                    self._listening.set()
                    async for word in connection.notifies():
                        for event in self._watchers.get(word.payload, ()):
                            event.set()
            except psycopg.Error as error:
                log.warning("Word of jobs' changes is cut off (%s); it is taken up again.", type(error).__name__)
            await asyncio.sleep(_RETRY)
