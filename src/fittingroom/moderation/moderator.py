"""Says whether a picture is allowed at the moderation level that the client asked for."""

import asyncio
import logging
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fittingroom.errors import ContentModerationError, FittingroomError
from fittingroom.moderation.findings import Detector
from fittingroom.moderation.nudenet import MODEL, NudeNet
from fittingroom.moderation.rules import refused_for
from fittingroom.tryon.kinds import ModerationLevel

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """How a picture came to be allowed; for the job's record."""

    OFF = "off"
    CHECKED = "checked"
    UNAVAILABLE = "not available"


class Models(Protocol):
    """Where weights are found."""

    def path(self, name: str) -> Path:
        """The verified file of the model called `name`. Raises a FittingroomError that says what mends it."""


class Moderator:
    """Checks pictures, one at a time. The detector is loaded at the first picture that needs it, and kept."""

    def __init__(self, models: Models, load: Callable[[Path], Detector] = NudeNet) -> None:
        self._models = models
        self._load = load
        self._detector: Detector | None = None
        self._turn = asyncio.Lock()
        self._told = False

    async def check(self, pixels: NDArray[np.uint8], what: str, level: ModerationLevel) -> Outcome:
        """Returns how the picture was allowed. `what` names it in errors, for example "Model image".

        Without the detector's weights, PERMISSIVE lets everything pass and says so, CONSERVATIVE nothing.
        Raises ContentModerationError.
        """
        if level is ModerationLevel.NONE:
            return Outcome.OFF
        async with self._turn:
            try:
                detector = await self._loaded()
            except FittingroomError as missing:
                return self._without_detector(missing, level)
            findings = await asyncio.to_thread(detector.find, pixels)
        if reason := refused_for(findings, level):
            raise ContentModerationError(f"{what} shows {reason}, which moderation level {level} refuses.")
        return Outcome.CHECKED

    async def _loaded(self) -> Detector:
        if self._detector is None:
            self._detector = await asyncio.to_thread(lambda: self._load(self._models.path(MODEL)))
        return self._detector

    def _without_detector(self, missing: FittingroomError, level: ModerationLevel) -> Outcome:
        if level is ModerationLevel.CONSERVATIVE:
            raise ContentModerationError(f"Moderation level {level} can't be kept here. {missing.message}") from missing
        if not self._told:
            self._told = True  # once: the job's record says it each time
            log.warning("Moderation is not available. %s", missing.message)
        return Outcome.UNAVAILABLE
