"""Where weights lie on this machine, and whether they are the right ones."""

import hashlib
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from fittingroom.models.errors import ModelMissing, ModelUnknown
from fittingroom.models.manifest import MODELS, Model
from fittingroom.settings import Settings


class State(StrEnum):
    """How a model's file is."""

    PRESENT = "present"
    MISSING = "missing"
    DAMAGED = "damaged"


class ModelStore:
    """A folder with one file a model. Reading it never downloads anything."""

    def __init__(self, folder: Path, models: Sequence[Model] = MODELS) -> None:
        self.folder = folder
        self.models = {model.name: model for model in models}
        self._verified: dict[str, tuple[int, int]] = {}

    def model(self, name: str) -> Model:
        """The manifest's entry. Raises ModelUnknown."""
        try:
            return self.models[name]
        except KeyError:
            raise ModelUnknown(name, sorted(self.models)) from None

    def file(self, model: Model) -> Path:
        """Where the model's file lies, or would."""
        return self.folder / model.file

    def state(self, model: Model) -> State:
        """Compare the file with the manifest. A file is hashed once, and again after it has changed."""
        try:
            stat = self.file(model).stat()
        except (FileNotFoundError, NotADirectoryError):
            return State.MISSING
        mark = (stat.st_size, stat.st_mtime_ns)
        if self._verified.get(model.name) == mark:
            return State.PRESENT
        if stat.st_size != model.size or sha256_of(self.file(model)) != model.sha256:
            return State.DAMAGED
        self._verified[model.name] = mark
        return State.PRESENT

    def path(self, name: str) -> Path:
        """The verified file of the model called `name`. Raises ModelUnknown, or ModelMissing saying what mends it."""
        model = self.model(name)
        state = self.state(model)
        if state is State.PRESENT:
            return self.file(model)
        options = "" if model.licence.permissive else f" --accept-licence {name}"
        why = "is not in the store" if state is State.MISSING else "is damaged: its checksum is wrong"
        raise ModelMissing(name, why, options)

    def adopt(self, model: Model, file: Path) -> None:
        """Move a checked file, which must lie in the same file system, into its place in one step."""
        file.replace(self.file(model))


def open_store(settings: Settings) -> ModelStore:
    """The store that the settings name. It need not exist yet."""
    return ModelStore(settings.data_dir / "models")


def sha256_of(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
