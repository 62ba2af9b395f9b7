import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from tests.support.folders import short_folder
from tests.support.processes import environment
from tests.support.rows import rows

from fittingroom.db import Database
from fittingroom.db.cluster import ClusterError
from fittingroom.db.embedded import EmbeddedServer
from fittingroom.settings import Settings

HOLDER = Path(__file__).parent / "holder.py"
Hold = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def bare() -> Iterator[Path]:
    """A data folder with nothing in it."""
    with short_folder() as folder:
        yield folder
        _kill_what_is_left(folder)


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data folder with a cluster that is stopped: copying it is quicker than making one."""
    with short_folder() as folder:
        EmbeddedServer.join(folder, durable=False).leave()
        yield folder


@pytest.fixture
def data_dir(bare: Path, made: Path) -> Path:
    """A data folder with a cluster of this test's own, stopped."""
    subprocess.run(["cp", "-a", f"{made}/.", bare], check=True)
    return bare


def _kill_what_is_left(data_dir: Path) -> None:
    if process := _postmaster(data_dir):
        process.kill()
        process.wait(10)


def _postmaster(data_dir: Path) -> psutil.Process | None:
    """The server's process, if one runs."""
    try:
        return psutil.Process(int((data_dir / "postgres" / "data" / "postmaster.pid").read_text().split()[0]))
    except (OSError, psutil.NoSuchProcess):
        return None


@pytest.fixture
def hold() -> Iterator[Hold]:
    """Starts processes that hold a share of the server."""
    with ExitStack() as stack:

        def start(data_dir: Path, **options: Any) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [sys.executable, HOLDER, data_dir],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                **{"env": environment(), **options},
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield start


def _joined(process: "subprocess.Popen[str]") -> "subprocess.Popen[str]":
    assert process.stdout
    assert process.stdout.readline() == "joined\n"
    return process


def _leave(process: "subprocess.Popen[str]") -> None:
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def test_the_server_stops_with_the_last_that_leaves_and_not_before(data_dir: Path, hold: Hold) -> None:
    first, second = _joined(hold(data_dir)), _joined(hold(data_dir))
    _leave(first)
    assert _postmaster(data_dir)
    third = _joined(hold(data_dir))
    _leave(second)
    assert _postmaster(data_dir)
    _leave(third)
    assert _postmaster(data_dir) is None


def test_a_killed_process_does_not_keep_the_server_up(data_dir: Path, hold: Hold) -> None:
    killed, other = _joined(hold(data_dir)), _joined(hold(data_dir))
    killed.kill()
    killed.wait()
    assert _postmaster(data_dir)
    _leave(other)
    assert _postmaster(data_dir) is None


def test_a_server_left_behind_by_a_kill_is_taken_over(data_dir: Path, hold: Hold) -> None:
    killed = _joined(hold(data_dir))
    killed.kill()
    killed.wait()
    left_behind = _postmaster(data_dir)
    next_ = _joined(hold(data_dir))
    assert _postmaster(data_dir) == left_behind
    _leave(next_)
    assert _postmaster(data_dir) is None


def test_many_may_start_at_once(bare: Path, hold: Hold) -> None:
    processes = [hold(bare) for _ in range(3)]
    for process in processes:
        _joined(process)
    for process in processes:
        _leave(process)
    assert _postmaster(bare) is None


async def test_a_killed_server_is_started_again_under_those_who_use_it(data_dir: Path) -> None:
    async with await Database.open(Settings(data_dir=data_dir)) as db:
        await rows(db, "CREATE TABLE kept (n int)")
        killed = _postmaster(data_dir)
        assert killed
        killed.kill()
        killed.wait(10)
        assert await rows(db, "SELECT count(*) AS n FROM kept") == [{"n": 0}]
    assert _postmaster(data_dir) is None


def test_an_end_without_goodbye_stops_the_server_too(data_dir: Path) -> None:
    (data_dir / "postgres" / "log").unlink()
    forgetful = "import sys, pathlib; from fittingroom.db.embedded import EmbeddedServer as S\n"
    forgetful += "S.join(pathlib.Path(sys.argv[1]), durable=False); raise SystemExit(3)"
    assert subprocess.run([sys.executable, "-c", forgetful, data_dir], timeout=60, env=environment()).returncode == 3
    assert (data_dir / "postgres" / "log").exists()
    assert _postmaster(data_dir) is None


def test_a_pid_file_whose_number_went_to_another_program_is_no_hindrance(data_dir: Path) -> None:
    # The stranger must run as the server does, or PostgreSQL itself sees that it can't be its own.
    owner = (data_dir / "postgres" / "data").stat().st_uid
    with subprocess.Popen(["sleep", "60"], user=owner if os.geteuid() == 0 else None) as stranger:
        file = data_dir / "postgres" / "data" / "postmaster.pid"
        file.write_text(f"{stranger.pid}\n{file.parent}\n1\n5432\n\n\n  1 1\nready\n")
        os.chown(file, owner, -1)
        EmbeddedServer.join(data_dir, durable=False).leave()
        assert stranger.poll() is None
        stranger.kill()


def test_an_interrupted_making_is_begun_anew(bare: Path) -> None:
    draft = bare / "postgres" / "draft"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")
    EmbeddedServer.join(bare, durable=False).leave()
    assert not draft.exists()


@pytest.mark.parametrize("name", ["a b's, (c)", "x" * 120], ids=["odd", "long"])
def test_a_folder_of_any_name_is_reached_by_its_owner_alone(data_dir: Path, name: str) -> None:
    moved = data_dir / name
    moved.mkdir()
    (data_dir / "postgres").rename(moved / "postgres")
    server = EmbeddedServer.join(moved, durable=False)
    with psycopg.connect(server.url.render_as_string(hide_password=False)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    folder = Path(str(server.url.query["host"]))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    process = _postmaster(moved)
    assert process
    assert {Path(str(place.laddr)).parent for place in process.net_connections("all") if place.laddr} == {folder}
    server.leave()
    assert _postmaster(moved) is None
    assert not folder.exists()


def test_a_folder_that_pg_ctl_cannot_take_is_an_error_at_once(bare: Path) -> None:
    with pytest.raises(ClusterError, match="move"):
        EmbeddedServer.join(bare / "$HOME", durable=False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user; others are that user already")
def test_root_and_a_plain_user_can_each_have_a_server_on_one_machine(data_dir: Path, hold: Hold) -> None:
    nobody = pwd.getpwnam("nobody")
    theirs = data_dir / "theirs"
    theirs.mkdir()
    os.chown(theirs, nobody.pw_uid, nobody.pw_gid)
    data_dir.chmod(0o711)
    ours = _joined(hold(data_dir / "ours"))
    other = _joined(hold(theirs, **_python_of(nobody)))
    for folder, owner in ((data_dir / "ours", "pgserver"), (theirs, "nobody")):
        process = _postmaster(folder)
        assert process
        assert process.username() == owner
    os_root = _joined(hold(theirs))
    _leave(other)
    assert _postmaster(theirs)
    for process in (ours, os_root):
        _leave(process)
    assert (_postmaster(data_dir / "ours"), _postmaster(theirs)) == (None, None)


def _python_of(user: pwd.struct_passwd) -> dict[str, Any]:
    """How to start a Python of our version as that user: ours, or if that lies in root's home, the system's."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    options: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
    packages = [path for path in sys.path if path and not path.startswith(sys.base_prefix)]
    options["env"] = environment(PYTHONPATH=os.pathsep.join(packages), HOME="/nonexistent")
    for program in (sys.executable, f"/usr/bin/{version}"):
        with suppress(OSError):
            if not subprocess.run([program, "-c", "import sqlalchemy"], **options, capture_output=True).returncode:
                return {**options, "executable": program}
    pytest.skip(f"{user.pw_name} can run no {version} here")


def test_a_signal_to_the_terminals_group_leaves_the_server_to_us(data_dir: Path, hold: Hold) -> None:
    process = _joined(hold(data_dir, start_new_session=True))
    os.killpg(process.pid, signal.SIGINT)
    process.wait(60)
    assert _postmaster(data_dir) is None
