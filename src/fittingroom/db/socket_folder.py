"""Where the embedded server's socket lies: who can enter that folder can enter the database."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

# A socket's address holds 104 bytes on macOS and 108 on Linux, with PostgreSQL's file name and an end mark in it.
_LONGEST = 104 - len("/.s.PGSQL.5432.lock") - 1


def socket_folder(folder: Path) -> Path:
    """`run` under the folder, or where no socket can be there, a folder of ours in the temporary folder."""
    near = folder / "run"
    # A comma parts hosts in an address.
    fits = len(os.fsencode(near)) <= _LONGEST and "," not in str(near)
    path = near if fits else _short(folder)
    path.mkdir(mode=0o700, exist_ok=True)
    _refuse_others(path)
    return path


def _short(folder: Path) -> Path:
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"fittingroom-{folder.stat().st_uid}-{digest}"


def _refuse_others(path: Path) -> None:
    found = path.lstat()
    strange = os.geteuid() not in (0, found.st_uid)
    if strange or not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077:
        raise PermissionError(f"{path} must be a folder that only its owner can enter; remove it and start again.")
