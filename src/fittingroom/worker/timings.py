"""How long each stage of a job took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from fittingroom import metrics, tracing


class Timings:
    """Seconds by the name of the stage, in the order in which they ended."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

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

    def __str__(self) -> str:
        return ", ".join(f"{name} {seconds:.2f}" for name, seconds in self.seconds.items())
