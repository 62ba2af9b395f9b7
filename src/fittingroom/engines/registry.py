"""The engines by name. Naming one imports nothing; only the engine that is asked for is imported."""

from importlib import import_module

from fittingroom.engines.base import Engine
from fittingroom.settings import Settings

#: Engines that make pictures for people, and where their classes live.
ENGINES = {
    "preview": "fittingroom.engines.preview.engine:PreviewEngine",
    "fixture": "fittingroom.engines.fixture.engine:FixtureEngine",
}

_FAULTS = "fittingroom.engines.fixture.faults"

#: Engines that go wrong, each in one way, so that whatever runs engines can be tried against them.
FAULTY_ENGINES = {
    "fixture-crash": f"{_FAULTS}:CrashingEngine",
    "fixture-out-of-memory": f"{_FAULTS}:OutOfMemoryEngine",
    "fixture-hang": f"{_FAULTS}:HangingEngine",
    "fixture-exception": f"{_FAULTS}:RaisingEngine",
    "fixture-image-load-error": f"{_FAULTS}:ImageLoadErrorEngine",
    "fixture-pose-error": f"{_FAULTS}:PoseErrorEngine",
    "fixture-content-moderation-error": f"{_FAULTS}:ContentModerationErrorEngine",
    "fixture-input-validation-error": f"{_FAULTS}:InputValidationErrorEngine",
    "fixture-pipeline-error": f"{_FAULTS}:PipelineErrorEngine",
    "fixture-processing-error": f"{_FAULTS}:ProcessingErrorEngine",
    "fixture-unchanged": f"{_FAULTS}:UnchangedEngine",
    "fixture-outside-mask": f"{_FAULTS}:OutsideMaskEngine",
    "fixture-wrong-size": f"{_FAULTS}:WrongSizeEngine",
    "fixture-too-few": f"{_FAULTS}:TooFewEngine",
    "fixture-too-many": f"{_FAULTS}:TooManyEngine",
    "fixture-noisy": f"{_FAULTS}:NoisyEngine",
    "fixture-load-failure": f"{_FAULTS}:LoadFailureEngine",
    "fixture-limited": f"{_FAULTS}:LimitedEngine",
}


class UnknownEngine(ValueError):
    """No engine has that name; the message lists the ones there are."""


def require_known(name: str) -> str:
    """Where the class of the engine called `name` lives, as "module:class". Raises UnknownEngine."""
    place = ENGINES.get(name) or FAULTY_ENGINES.get(name)
    if place is None:
        raise UnknownEngine(f"FITTINGROOM_ENGINE: no engine is called {name!r}. Known engines: {', '.join(ENGINES)}.")
    return place


def create_engine(name: str, settings: Settings) -> Engine:
    """A new engine, not loaded yet. Raises UnknownEngine.

    An engine that has settings of its own reads them in a classmethod `from_settings`.
    """
    module, _, attribute = require_known(name).partition(":")
    found: type[Engine] = getattr(import_module(module), attribute)
    from_settings = getattr(found, "from_settings", None)
    engine: Engine = from_settings(settings) if from_settings else found()
    return engine
