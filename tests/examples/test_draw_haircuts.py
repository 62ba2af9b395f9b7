"""The playground's pictures of haircuts are what the engine draws."""

import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from tests.support.processes import environment
from tests.support.weights import store_with_weights

from fittingroom.dashboard.pages import STATIC
from fittingroom.tryon.kinds import KEEP, Haircut

SCRIPT = Path(__file__).parents[2] / "examples" / "draw_haircuts.py"


def test_there_is_a_picture_of_each_and_of_nothing_else() -> None:
    assert {path.name for path in (STATIC / "haircuts").iterdir()} == {f"{cut}.webp" for cut in (KEEP, *Haircut)}


def test_a_picture_drawn_anew_is_the_one_that_is_there(tmp_path: Path) -> None:
    store_with_weights()
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path), "BuzzCut"], env=environment(), timeout=300, check=True)
    new, old = (
        np.asarray(Image.open(folder / "BuzzCut.webp").convert("RGB"), np.float32)
        for folder in (tmp_path, STATIC / "haircuts")
    )
    assert np.abs(new - old).mean() < 2
