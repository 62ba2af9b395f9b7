import threading
from pathlib import Path

import numpy as np

from fittingroom.engines.base import Picture
from fittingroom.evaluation.metrics import Metrics
from fittingroom.evaluation.results import Failure, Results

PICTURE = Picture(np.full((8, 6, 3), 9, np.uint8), np.ones((8, 6), np.bool_))


def test_runs_that_share_a_folder_lose_nothing_of_one_another(tmp_path: Path) -> None:
    def run(number: int) -> None:
        results = Results(tmp_path)
        for case in range(10):
            results.fail(f"bad{number}-{case}", Failure("PoseError", "No person."))
            results.keep(f"good{number}-{case}", PICTURE, Metrics(1, 1, 1, 0))

    runs = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for each in runs:
        each.start()
    for each in runs:
        each.join(60)
    results = Results(tmp_path)
    assert (len(results.errors()), len(results.metrics())) == (40, 40)
    assert len(list(tmp_path.glob("good*.mask.png"))) == 40


def test_the_last_outcome_of_a_case_replaces_the_one_before(tmp_path: Path) -> None:
    results = Results(tmp_path)
    results.keep("c", PICTURE, Metrics(1, 1, 1, 0))
    results.fail("c", Failure("PoseError", "No person."))
    assert not results.picture("c").exists() and not results.mask("c").exists()
    assert (list(results.errors()), list(results.metrics())) == (["c"], [])
    results.keep("c", PICTURE, Metrics(1, 1, 1, 0))
    assert (list(results.errors()), list(results.metrics())) == ([], ["c"])
