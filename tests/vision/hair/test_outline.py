"""The outline of skin before a wall that hair hid."""

import numpy as np

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.hair.beneath import Beneath
from fittingroom.vision.hair.outline import calm_outline

_UNIT = 60.0
_WALL, _SKIN, _CURL = 220.0, 120.0, 20.0
_ROW, _COLUMN = np.mgrid[:120, :120]
#: A cheek's edge that is cut out raggedly, in steps of three pixels.
_CHEEK = (_COLUMN < 60 + 1.5 * (-1.0) ** (_ROW // 3)).astype(np.float32)


def _head() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Its picture with a dark rim of curls left on the skin, where hair was taken off, and what lies beneath."""
    value = np.where(_CHEEK > 0, _SKIN, _WALL)
    value[(_CHEEK > 0) & (_COLUMN >= 59)] = _CURL
    hair = _COLUMN >= 62
    return f32(np.repeat(value[..., None], 3, 2)), hair, np.where(_CHEEK > 0, Beneath.HEAD, 0).astype(np.uint8)


def _places(body: np.ndarray) -> np.ndarray:
    return np.asarray(body[30:90].sum(1))


def test_a_ragged_edge_becomes_even_and_its_dark_rim_goes() -> None:
    image, hair, beneath = _head()
    nothing = np.zeros(hair.shape, bool)
    calm, body, _ = calm_outline(image, f32(_CHEEK), hair, beneath, nothing, _UNIT)
    assert np.ptp(_places(_CHEEK)) == 3 and np.ptp(_places(body)) < 0.6
    assert abs(_places(body).mean() - _places(_CHEEK).mean()) < 0.6
    middle = calm[30:90]
    assert middle.min() > _SKIN - 30 and image[30:90].min() == _CURL
    assert (np.abs(middle[:, 50:70] - 170) < 40).any(1).all()  # no cut with scissors


def test_an_outline_that_hair_never_hid_and_one_that_is_spared_stay() -> None:
    image, hair, beneath = _head()
    for taken, spared in ((np.zeros_like(hair), np.zeros_like(hair)), (hair, np.ones_like(hair))):
        calm, body, evened = calm_outline(image, f32(_CHEEK), taken, beneath, spared, _UNIT)
        assert not evened.any()
        assert np.array_equal(calm, image) and np.array_equal(body, _CHEEK)
