"""What every engine is: something that names what it can do, loads once, and turns requests into pictures."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from fittingroom.tryon.kinds import Category, Haircut, Kind, Mode, Subcategory
from fittingroom.tryon.loaded import LoadedRequest


@dataclass(frozen=True)
class Capabilities:
    """What an engine can do. `subcategories` lists the ones done within each category; an empty tuple means
    that the category takes none. A category that is absent can't be done. `haircuts`: the ones that it can draw."""

    kinds: frozenset[Kind]
    subcategories: Mapping[Category, tuple[Subcategory, ...]] = field(default_factory=dict)
    modes: frozenset[Mode] = frozenset(Mode)
    haircuts: frozenset[Haircut] = frozenset(Haircut)


@dataclass(frozen=True)
class Picture:
    """One result.

    image: uint8, height × width × 3, RGB in sRGB, the size of the input person.
    mask: bool, height × width; True where pixels may differ from the input. Outside it they are identical.
    record: what the engine decided, for the job's record, e.g. {"subcategory": "tops"}.
    """

    image: NDArray[np.uint8]
    mask: NDArray[np.bool_]
    record: Mapping[str, str] = field(default_factory=dict)


class Progress(Protocol):
    """Told about each step as it begins."""

    def __call__(self, done: int, total: int, step: str) -> None:
        """`done` of `total` steps are behind us; `step` names the next one in words a person understands."""


class Models(Protocol):
    """Where an engine finds its weights."""

    def path(self, name: str) -> Path:
        """The verified file of the model called `name`. Raises ModelMissing with the command that mends it."""


class Engine(Protocol):
    """The protocol itself. `load` is called once, in the process that will call `try_on` many times."""

    name: str
    version: str
    capabilities: Capabilities
    models: tuple[str, ...]

    def load(self, models: Models, device: str) -> None:
        """Read weights into memory. `device` is "cpu" or a name the engine knows."""

    def try_on(self, request: LoadedRequest, report: Progress) -> Iterator[Picture]:
        """Yield `request.num_samples` pictures.

        Raises PoseError, InputValidationError or PipelineError. Same request, seed and version: same bytes.
        """


@runtime_checkable
class Watched(Protocol):
    """An engine that shows its work: `watch`, where set, is called with each step's name and the picture after it
    (uint8, height × width × 3, RGB in sRGB, at working size)."""

    watch: Callable[[str, NDArray[np.uint8]], None] | None
