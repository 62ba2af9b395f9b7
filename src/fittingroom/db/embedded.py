"""The embedded server, shared by all our processes that use one data folder.

Each holds a shared lock on a file, the lease, for as long as it uses the server. Who leaves tries for the exclusive
lock: it is had only by the last, who stops the server. The kernel drops the lock of a process that was killed.
"""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psycopg
from sqlalchemy import URL

from fittingroom.db.cluster import SUPERUSER, Cluster

_DATABASE = "fittingroom"


class EmbeddedServer:
    """One user's share in the server; `url` says how to reach it."""

    def __init__(self, folder: Path, cluster: Cluster, lease: int) -> None:
        self._folder = folder
        self._cluster = cluster
        self._lease: int | None = lease
        self.url = URL.create("postgresql", username=SUPERUSER, database=_DATABASE, query={"host": str(cluster.socket)})
        atexit.register(self.leave)

    @classmethod
    def join(cls, data_dir: Path, *, durable: bool = True) -> Self:
        """Start the server under `data_dir/postgres`, or share the one that runs there.

        Not `durable` is quicker and loses data when the machine crashes: for tests.
        """
        folder = data_dir.expanduser().resolve() / "postgres"
        folder.mkdir(parents=True, exist_ok=True)
        with _turn(folder):
            cluster = Cluster(folder, durable=durable)
            cluster.ensure_running()
            server = cls(folder, cluster, _take_lease(folder))
            server._ensure_database()
        return server

    def revive(self) -> None:
        """Start the server again if it died under us."""
        with _turn(self._folder):
            self._cluster.ensure_running()

    def leave(self) -> None:
        """Give up the share; the last to leave stops the server. May be called twice."""
        atexit.unregister(self.leave)
        lease, self._lease = self._lease, None
        if lease is None:
            return
        with _turn(self._folder):
            try:
                if _is_last(lease):
                    self._cluster.stop()
            finally:
                # Said aloud, since a forked child would keep the lock alive by merely having the file open.
                fcntl.flock(lease, fcntl.LOCK_UN)
                os.close(lease)

    def _ensure_database(self) -> None:
        address = self.url.set(database="postgres").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {_DATABASE}")


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One process at a time starts, joins or leaves."""
    descriptor = os.open(folder / "turn", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _take_lease(folder: Path) -> int:
    descriptor = os.open(folder / "lease", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _is_last(lease: int) -> bool:
    try:
        fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
