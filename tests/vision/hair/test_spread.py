"""Tones of drawn hair spread as in photos."""

import numpy as np

from fittingroom.vision.hair.ramp import ramp_of
from fittingroom.vision.hair.splat import Layer
from fittingroom.vision.hair.spread import spread


def _flat() -> Layer:
    """Hair that is all about as dark."""
    tone = np.random.default_rng(0).normal(0.25, 0.06, (60, 60)).clip(0, 1).astype(np.float32)
    return Layer(tone, np.zeros_like(tone), np.ones_like(tone))


def test_flat_dark_hair_gets_its_middle_tone_and_more_light_and_shade() -> None:
    layer = _flat()
    found, behind = spread(layer, layer, ramp_of((12, 4, 8)))
    assert 0.4 < np.median(found.tone) < 0.55
    assert found.tone.std() > 1.6 * layer.tone.std()
    assert np.array_equal(found.tone, behind.tone)
    order = np.argsort(layer.tone.ravel())
    assert (np.diff(found.tone.ravel()[order]) >= -1e-6).all()


def test_fair_hair_stays_as_it_is_lit() -> None:
    layer = _flat()
    assert spread(layer, layer, ramp_of((70, 5, 25)))[0] is layer
