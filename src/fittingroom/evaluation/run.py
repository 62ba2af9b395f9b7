"""Runs an engine over cases, in this process."""

import time
from collections.abc import Sequence
from typing import Protocol

from fittingroom.engines.base import Engine, Picture, Progress
from fittingroom.engines.registry import create_engine
from fittingroom.errors import FittingroomError, PipelineError
from fittingroom.evaluation.cases import Case, CaseLoader, CasesError, ClothesCase
from fittingroom.evaluation.metrics import Metrics, measure
from fittingroom.evaluation.results import Failure, Results
from fittingroom.models.store import open_store
from fittingroom.settings import Settings
from fittingroom.tryon.loaded import LoadedRequest, Pixels


class Audience(Protocol):
    """Told how a run goes."""

    def step(self, case_id: str, done: int, total: int, step: str) -> None:
        """The engine begins a step of a case."""

    def finished(self, case_id: str, outcome: Metrics | Failure) -> None:
        """A case has ended."""


def load_engine(settings: Settings) -> Engine:
    """The engine that the settings name, ready to work. Raises UnknownEngine, ModelMissing."""
    engine = create_engine(settings.engine, settings)
    engine.load(open_store(settings), "cpu")
    return engine


def first_picture(engine: Engine, request: LoadedRequest, report: Progress) -> Picture:
    """The first of the pictures that the request asks for. Raises JobError."""
    for picture in engine.try_on(request, report):
        return picture
    raise PipelineError("The engine made no picture.")


def run_cases(engine: Engine, cases: Sequence[Case], loader: CaseLoader, results: Results, audience: Audience) -> None:
    """Every case ends as a picture or a failure in `results`; none stops the others."""
    for case in cases:
        try:
            outcome: Metrics | Failure = _run(engine, case, loader, results, audience)
        except FittingroomError as error:
            outcome = Failure(error.name, error.message)
        except (CasesError, OSError) as error:
            outcome = Failure(type(error).__name__, str(error))
        except Exception as error:  # an engine's bug, which must not hide how the other cases fare
            outcome = Failure(PipelineError.__name__, f"{type(error).__name__}: {error}")
        if isinstance(outcome, Failure):
            results.fail(case.id, outcome)
        audience.finished(case.id, outcome)


def _run(engine: Engine, case: Case, loader: CaseLoader, results: Results, audience: Audience) -> Metrics:
    request = loader.request(case)

    def report(done: int, total: int, step: str) -> None:
        audience.step(case.id, done, total, step)

    begun = time.perf_counter()
    picture = first_picture(engine, request, report)
    seconds = time.perf_counter() - begun
    metrics = measure(request.subject, picture, seconds, case.boxes.get("face"), _pair(case, loader))
    results.keep(case.id, picture, metrics)
    return metrics


def _pair(case: Case, loader: CaseLoader) -> tuple[Pixels, Pixels] | None:
    if not isinstance(case, ClothesCase) or case.pair is None:
        return None
    return loader.image(case.pair.original), loader.image(case.pair.mask)
