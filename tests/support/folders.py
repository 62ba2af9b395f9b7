import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def short_folder() -> Iterator[Path]:
    """A folder whose path is short enough for a socket, and whose parents another user can pass."""
    folder = Path(tempfile.mkdtemp(prefix="fr-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=os.name == "nt")
