"""Old clothes nearly as light as the wall behind them: their side is lost in it, and a strip of them is left beside new
clothes. The wall there is drawn anew from further out."""

import cv2
import numpy as np

from fittingroom.vision.channels import length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import noise, push_pull, shrink
from fittingroom.vision.fitting.leftovers import within
from fittingroom.vision.fitting.undress import joined_to
from fittingroom.vision.person import Label, Person

#: How far beside the old clothes a strip of them may be left, and where the wall is surely itself, in units.
_STRIP, _CLEAR = 0.075, 0.085
#: Clothes and wall that differ by less (Lab) are told apart badly.
_ALIKE = 24.0
#: Fine detail (grey levels) of a wall that may be drawn anew.
_PLAIN = 3.0


def pale_rims(person: Person, unit: float) -> Mask:
    """H×W: background close to old clothes whose colour it nearly has."""
    worn = person.worn
    beside = (person.alpha < 0.6) & ~worn & (person.labels == Label.BACKGROUND) & within(worn, _STRIP * unit)
    inner, wall = shrink(worn, 3), _wall(person, unit)
    if not beside.any() or inner.sum() < 200 or wall.sum() < 500:
        return np.zeros(worn.shape, np.bool_)
    lab = f32(to_lab(person.image))
    apart = length(push_pull(lab, inner) - push_pull(lab, wall))
    return flags(beside & (apart < _ALIKE))


def wall_beside(person: Person, rims: Mask, unit: float, seed: int) -> Array | None:
    """The wall carried on to the old clothes from where it is surely wall, H×W×3, as light beside their `rims` (H×W) as
    it is seen there: in a gap beside an arm it has a shade of its own. None where it isn't plain."""
    wall = _wall(person, unit)
    near = wall & within(person.worn, 2 * _CLEAR * unit)
    if near.sum() < 200:
        return None
    image = f32(person.image)
    rough = np.abs(image - cv2.GaussianBlur(image, (0, 0), 2)).mean(-1)
    if float(np.percentile(rough[near], 90)) > _PLAIN:
        return None
    drawn = joined_to(person, f32(cv2.GaussianBlur(push_pull(image, wall), (0, 0), 4)), rims, unit)
    return f32(drawn + noise(wall.shape, 0.8, seed)[..., None] * 0.8 * float(np.median(rough[near])))


def _wall(person: Person, unit: float) -> Mask:
    return flags(shrink(flags(person.alpha < 0.01), 3) & ~within(person.worn, _CLEAR * unit))
