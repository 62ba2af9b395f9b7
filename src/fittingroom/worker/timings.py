"""How long each stage of a job took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fittingroom import metrics, tracing


class Timings:
    """Seconds by the name of the stage, in the order in which they ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.steps: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done inside, whether it succeeds or not."""
        begun = time.perf_counter()
        try:
            with tracing.span(name):
                yield
        finally:
            seconds = time.perf_counter() - begun
            self.seconds[name] = round(seconds, 4)
            metrics.stage_ended(name, seconds)

    def step(self, name: str, seconds: float) -> None:
        """A step of the engine is over that took so long; one that comes again adds to what it took before."""
        self.steps[name] = round(self.steps.get(name, 0) + seconds, 4)
        metrics.engine_step_ended(name, seconds)
        tracing.passed(f"engine step: {name}", seconds)

    @property
    def told(self) -> dict[str, Any]:
        """As a job's row has it: seconds by stage, and "steps" of the engine as pairs, since their order matters."""
        return self.seconds | ({"steps": [list(step) for step in self.steps.items()]} if self.steps else {})

    def __str__(self) -> str:
        return ", ".join(f"{name} {seconds:.2f}" for name, seconds in self.seconds.items())
