"""A PostgreSQL as somebody else would run it: the system's own programs, on a port, with a password.

To run tests on it: `python -m tests.support.external_postgres pytest --database-only`.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.folders import short_folder

VARIABLE = "FITTINGROOM_TEST_DATABASE_URL"


def newest_programs() -> Path | None:
    """The folder of the newest system PostgreSQL, or None where there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return max(found, default=None, key=lambda path: path.parent.name.rjust(4))


@contextmanager
def external_postgres(programs: Path) -> Iterator[str]:
    """Runs a server as long as the context lasts; gives its address."""
    with short_folder() as folder:
        run_as = _run_as(folder)
        password, port, data = secrets.token_hex(8), _free_port(), folder / "data"
        (folder / "password").write_text(password)
        (folder / "password").chmod(0o644)

        def run(program: str, *arguments: str) -> None:
            log = (folder / "output").open("w")
            with log:
                command = [str(programs / program), "-D", str(data), *arguments]
                subprocess.run(command, check=True, stdout=log, stderr=log, cwd="/", **run_as)

        run("initdb", "-U", "owner", "-A", "scram-sha-256", f"--pwfile={folder / 'password'}", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c max_connections=200 -c fsync=off"
        run("pg_ctl", "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgresql://owner:{password}@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-m", "fast", "-w", "stop")


def _run_as(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> int:
    """Run a command with the address in its environment."""
    programs = newest_programs()
    if programs is None:
        print("No PostgreSQL in /usr/lib/postgresql or on the PATH: install the package postgresql.", file=sys.stderr)
        return 1
    with external_postgres(programs) as address:
        return subprocess.run([sys.executable, "-m", *sys.argv[1:]], env={**os.environ, VARIABLE: address}).returncode


if __name__ == "__main__":
    sys.exit(main())
