import subprocess
import sys

import pytest

from fittingroom.engines.registry import ENGINES, FAULTY_ENGINES, UnknownEngine, create_engine
from fittingroom.settings import Settings


def test_an_unknown_name_is_refused_with_the_known_ones_and_the_setting_to_mend() -> None:
    with pytest.raises(UnknownEngine, match=r"FITTINGROOM_ENGINE.*'previw'.*preview, fixture"):
        create_engine("previw", Settings())


@pytest.mark.parametrize("name", ["fixture", *FAULTY_ENGINES])
def test_each_name_makes_an_engine(name: str) -> None:
    assert create_engine(name, Settings(fixture_seconds=0.5)).seconds == 0.5  # type: ignore[attr-defined]


def test_naming_the_engines_imports_none_of_them() -> None:
    code = "import sys, fittingroom.engines.registry; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
    for place in {**ENGINES, **FAULTY_ENGINES}.values():
        assert place.partition(":")[0] not in told
