"""The folder of an evaluation. Several runs may write to one folder at a time: each case's file is replaced in one
step, and what they share is changed under a lock."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from fittingroom.engines.base import Picture
from fittingroom.evaluation.metrics import Metrics
from fittingroom.images.encode import encode_image


@dataclass(frozen=True)
class Failure:
    """A case that raised: the error's public name and message."""

    error: str
    message: str


class Results:
    """`<id>.png`, `<id>.mask.png` (white where edited), errors.json and metrics.json in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / ".lock")

    def picture(self, case_id: str) -> Path:
        """Where the case's picture lies, or would."""
        return self.folder / f"{case_id}.png"

    def mask(self, case_id: str) -> Path:
        """Where the case's mask lies, or would."""
        return self.folder / f"{case_id}.mask.png"

    def keep(self, case_id: str, picture: Picture, metrics: Metrics) -> None:
        """Write a picture, its mask and figures; an earlier failure of the case is forgotten."""
        shown = np.repeat(picture.mask[..., None], 3, axis=2).astype(np.uint8) * 255
        _replace(self.picture(case_id), encode_image(picture.image, "png"))
        _replace(self.mask(case_id), encode_image(shown, "png"))
        self._note(case_id, metrics=asdict(metrics))

    def fail(self, case_id: str, failure: Failure) -> None:
        """Write down why there is no picture; an earlier one is removed."""
        self.picture(case_id).unlink(missing_ok=True)
        self.mask(case_id).unlink(missing_ok=True)
        self._note(case_id, error=asdict(failure))

    def errors(self) -> dict[str, dict[str, str]]:
        """errors.json: the failures by case."""
        return self._read("errors.json")

    def metrics(self) -> dict[str, dict[str, Any]]:
        """metrics.json: the figures by case."""
        return self._read("metrics.json")

    def _note(
        self, case_id: str, metrics: Mapping[str, Any] | None = None, error: Mapping[str, str] | None = None
    ) -> None:
        with self._lock:
            for name, entry in (("metrics.json", metrics), ("errors.json", error)):
                entries = self._read(name)
                entries.pop(case_id, None)
                if entry is not None:
                    entries[case_id] = dict(entry)
                content = json.dumps(dict(sorted(entries.items())), indent=1, ensure_ascii=False)
                _replace(self.folder / name, content.encode())

    def _read(self, name: str) -> dict[str, dict[str, Any]]:
        path = self.folder / name
        entries: dict[str, dict[str, Any]] = json.loads(path.read_bytes()) if path.exists() else {}
        return entries


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
