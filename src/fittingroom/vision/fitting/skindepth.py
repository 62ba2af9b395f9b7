"""How boldly a person's skin shows its form: hard light and shine draw a body in lights and shades, soft light hardly
does."""

import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, f32
from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.person import Label, Person

#: How much of its usual lightness bare skin spans between its shades and its lights, in a studio's even light.
_USUAL = 0.42
#: The least and the most that drawn form differs from what it is in such light: less would be flat, more is a glare.
_DEPTH = (0.8, 1.5)


def skin_depth(person: Person) -> float:
    """How strong the modelling of drawn skin is beside the usual, as face and bare limbs show it: 1 where neither is
    seen."""
    spans = []
    for label, margin in ((Label.FACE, 4), (Label.SKIN, 3)):
        seen = shrink(person.labels == label, margin) & (person.alpha > 0.95)
        if seen.sum() > 150:
            dark, usual, bright = np.percentile(to_lab(person.image[seen][None])[..., 0], [10, 50, 90])
            spans.append(float((bright - dark) / max(float(usual), 1.0)))
    return float(np.clip(np.mean(spans) / _USUAL, *_DEPTH)) if spans else 1.0


def deeper(details: Array, depth: float) -> Array:
    """`details` (light about 1) so much stronger."""
    return f32(1 + depth * (details - 1))
