"""`fittingroom doctor`: is everything there that a try-on needs, and if not, which command mends it."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from fittingroom.settings import Settings

_ROOM_NEEDED = 2 * 2**30
_NAME = re.compile(r"[A-Za-z0-9._-]+")


class Mark(StrEnum):
    """How a thing is: fine, worth knowing, or in the way of a try-on."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "missing"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `mend` is the command or step that puts it right."""

    mark: Mark
    what: str
    detail: str
    mend: str = ""


def register(root: typer.Typer) -> None:
    """Add `doctor` to the command line."""
    root.command()(doctor)


def doctor() -> None:
    """Look at what is installed, the models, the database and the disk; exit 1 where something is in the way.

    Example: fittingroom doctor
    """
    from fittingroom.settings import Settings

    settings = Settings()
    findings = [finding for check in _CHECKS for finding in check(settings)]
    for finding in findings:
        typer.secho(f"{finding.mark:8}", fg=_COLOURS[finding.mark], nl=False)
        typer.echo(f"{finding.what}: {finding.detail}")
        if finding.mend:
            typer.echo(f"        {finding.mend}")
    if any(finding.mark is Mark.BAD for finding in findings):
        raise typer.Exit(1)


def _packages(settings: "Settings") -> Iterator[Finding]:
    try:
        missing = [name for name in _required() if not _installed(name)]
    except metadata.PackageNotFoundError:
        yield Finding(Mark.BAD, "packages", "fittingroom runs from a folder without being installed", "make install")
        return
    if missing:
        yield Finding(Mark.BAD, "packages", f"not installed: {', '.join(missing)}", "make install")
    else:
        python = f"Python {sys.version.split()[0]}, fittingroom {metadata.version('fittingroom')}"
        yield Finding(Mark.GOOD, "packages", f"{python}, and all that it needs")


def _required() -> list[str]:
    """Names of the packages that fittingroom needs, without those of its extras."""
    lines = metadata.requires("fittingroom") or []
    names = (_NAME.match(line) for line in lines if "extra ==" not in line)
    return [name.group() for name in names if name]


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _engine_and_models(settings: "Settings") -> Iterator[Finding]:
    from fittingroom.engines.registry import UnknownEngine, create_engine
    from fittingroom.models.store import State, open_store

    try:
        engine = create_engine(settings.engine, settings)
    except (UnknownEngine, ImportError) as error:
        yield Finding(Mark.BAD, "engine", str(error), "unset FITTINGROOM_ENGINE")
        return
    yield Finding(Mark.GOOD, "engine", f"{engine.name} {engine.version}")
    store = open_store(settings)
    for model in store.models.values():
        state = store.state(model)
        needed = model.name in engine.models
        if state is State.PRESENT:
            yield Finding(Mark.GOOD, f"model {model.name}", f"{model.licence.name}")
            continue
        mark = Mark.BAD if needed or state is State.DAMAGED else Mark.NOTE
        use = "the engine needs it" if needed else f"optional. {model.purpose}"
        option = "" if model.licence.permissive else f" --accept-licence {model.name}"
        yield Finding(mark, f"model {model.name}", f"{state}; {use}", f"fittingroom models pull {model.name}{option}")


def _database(settings: "Settings") -> Iterator[Finding]:
    if settings.database_url:
        mend = "correct FITTINGROOM_DATABASE_URL, or unset it to use the embedded server"
        yield _answer("external", settings.database_url, mend)
        return
    from fittingroom.db.cluster import ClusterError
    from fittingroom.db.embedded import EmbeddedServer

    mend = "set FITTINGROOM_DATABASE_URL to a PostgreSQL of your own"
    try:
        server = EmbeddedServer.join(settings.data_dir)
    except (ImportError, OSError, ClusterError) as error:
        yield Finding(Mark.BAD, "database", f"the embedded server can't run: {error}", mend)
        return
    try:
        yield _answer("embedded", server.url.render_as_string(hide_password=False), mend)
    finally:
        server.leave()


def _answer(kind: str, url: str, mend: str) -> Finding:
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.parameter_status("server_version")
    except psycopg.Error as error:
        return Finding(Mark.BAD, "database", f"{kind}: {str(error).strip().splitlines()[-1]}", mend)
    return Finding(Mark.GOOD, "database", f"{kind} PostgreSQL {version} answers")


def _disk(settings: "Settings") -> Iterator[Finding]:
    folder = settings.data_dir.expanduser()
    standing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        detail = f"{folder} can't be written to ({error.strerror})"
        yield Finding(Mark.BAD, "data folder", detail, "point FITTINGROOM_DATA_DIR at a folder of yours")
        return
    free = shutil.disk_usage(standing).free
    detail = f"{folder}, {free / 2**30:.1f} GiB free"
    if free < _ROOM_NEEDED:
        yield Finding(Mark.BAD, "data folder", detail, "free some disk space, or move it with FITTINGROOM_DATA_DIR")
    else:
        yield Finding(Mark.GOOD, "data folder", detail)


_CHECKS: tuple[Callable[["Settings"], Iterator[Finding]], ...] = (_packages, _disk, _database, _engine_and_models)
_COLOURS = {Mark.GOOD: "green", Mark.NOTE: "yellow", Mark.BAD: "red"}
