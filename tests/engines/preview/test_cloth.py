import threading

import numpy as np
import pytest
from tests.vision.fitting.drawn import drawn_top

from fittingroom.engines.preview.cloth import cut_cloth
from fittingroom.vision.parallel import beside


@pytest.mark.parametrize("hem_kept", [False, True])
def test_each_piece_goes_on_beyond_its_outline_in_its_own_colour(hem_kept: bool) -> None:
    top = drawn_top()
    cut = cut_cloth(top, hem_kept)
    for fabric in (cut.body, *cut.sleeves):
        assert fabric is not None
        assert np.abs(fabric[60:480, 60:400].astype(int) - (20, 130, 130)).max() < 40  # the backdrop is white


def test_a_vest_has_no_sleeves_to_be_cut() -> None:
    assert cut_cloth(drawn_top(sleeves=False), hem_kept=False).sleeves == (None, None)


def test_what_is_done_beside_hands_over_its_result_and_its_errors() -> None:
    here = threading.get_ident()
    assert beside(threading.get_ident).result() != here
    with pytest.raises(ZeroDivisionError):
        beside(divmod, 1, 0).result()
