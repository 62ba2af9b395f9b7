"""Whom the embedded server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import stat
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypedDict

_NAME = "pgserver"


class RunAs(TypedDict, total=False):
    """What `subprocess.run` needs to run as another user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class ServerUser:
    """A system user; None where the server runs as we do."""

    entry: pwd.struct_passwd | None

    @classmethod
    def of(cls, data: Path) -> Self:
        """Ourselves; as root, whoever owns the cluster already, or else a system user made for it."""
        if os.geteuid() != 0:
            return cls(None)
        if data.exists() and (owner := data.stat().st_uid) != 0:
            return cls(pwd.getpwuid(owner))
        return cls(_made(_NAME))

    @property
    def run_as(self) -> RunAs:
        """For `subprocess.run`."""
        if self.entry is None:
            return {}
        return {"user": self.entry.pw_uid, "group": self.entry.pw_gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give them a file or folder."""
        if self.entry is not None:
            os.chown(path, self.entry.pw_uid, self.entry.pw_gid)

    def let_run(self, program: Path) -> None:
        """Let them run an installed program, which an install by root with a strict umask keeps to root."""
        self.open_way_to(program)
        if self.entry is None or program.stat().st_mode & stat.S_IXOTH:
            return
        for path in program.parent.parent.rglob("*"):
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))

    def open_way_to(self, path: Path) -> None:
        """Let them pass through the folders above a path: pass only, not list."""
        if self.entry is None:
            return
        for folder in path.parents:
            mode = folder.stat().st_mode
            if folder.stat().st_uid != self.entry.pw_uid and not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)


def _made(name: str) -> pwd.struct_passwd:
    user = _known(name) or _added(name)
    if user is None:
        fix = f"create a system user {name}, start as a plain user, or set FITTINGROOM_DATABASE_URL"
        raise PermissionError(f"PostgreSQL refuses to run as root, and useradd failed: {fix}.")
    return user


def _added(name: str) -> pwd.struct_passwd | None:
    # Whether it failed shows in the outcome: somebody else may have added them at the same moment.
    with suppress(OSError):
        subprocess.run(["useradd", "--system", "--no-create-home", name], check=False, capture_output=True)
    return _known(name)


def _known(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
