"""Relief: what seams plain cloth has can still be seen when it is drawn small."""

import numpy as np

from fittingroom.vision.fitting.relief import evened, raised

SHAPE = np.zeros((200, 160), np.bool_)
SHAPE[10:190, 10:150] = True


def cloth(seam: int = 190) -> np.ndarray:
    fabric = np.full((200, 160, 3), 200, np.uint8)
    fabric[:, 78:82] = seam
    return fabric


def test_a_faint_seam_gets_deeper_the_smaller_it_is_drawn() -> None:
    half, large = raised(cloth(), SHAPE, 0.5), raised(cloth(), SHAPE, 0.9)
    assert half[100, 80, 0] < large[100, 80, 0] < 190
    assert abs(int(half[100, 30, 0]) - 200) <= 1


def test_cloth_drawn_as_large_as_it_is_stays_as_it_is() -> None:
    assert (raised(cloth(), SHAPE, 1.0) == cloth()).all()


def test_a_pattern_gets_no_harder() -> None:
    striped = cloth()
    striped[::6] = 150
    striped[1::6] = 150
    assert (raised(striped, SHAPE, 0.5) == striped).all()


def test_a_pale_patch_on_plain_cloth_goes_and_its_seam_stays() -> None:
    worn = cloth().astype(np.float32)
    ys, xs = np.mgrid[:200, :160]
    worn += (30 * np.exp(-((ys - 60) ** 2 + (xs - 50) ** 2) / 300))[..., None]
    found = evened(worn.astype(np.uint8), SHAPE).astype(int)
    assert found[60, 50, 0] - found[150, 50, 0] < 15
    assert found[120, 40, 0] - found[120, 80, 0] > 5


def test_a_print_keeps_its_light_and_dark() -> None:
    printed = cloth()
    printed[40:120, 20:70] = 60
    assert (evened(printed, SHAPE) == printed).all()
