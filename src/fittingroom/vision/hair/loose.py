"""Single strands that fly off before a plain wall: too faint and too far out for colours alone to tell."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.matte import HairMatte
from fittingroom.vision.hair.soft import blur, thin_lines, widened
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]

_LOOSE, _THICK = 0.8, 0.05  # units from the hair within which loose strands are sought, and half their width
_FAINT = 0.02, 0.06  # share above the wall's own lines from which on strands are told from them, and up to all
_USUAL = 98  # percentile of the wall's own lines, further out, that strands must be stronger than
_WHOLE = 1.25  # the lens spreads a strand: what is seen of its darkness is less than it has
_AS_TOLD = 0.06  # share by which the wall may differ from the one carried in: no lamps, no frames
_APART = 25.0, 15.0  # distance in Lab of hair from a wall from which on strands are seen, and up to all of them


def loose_strands(matte: HairMatte, person: Person, unit: float) -> Array:
    """H×W, 0…1: the share of strands that fly off before a wall, by what they differ from it just beside them. None
    where the wall has such lines of its own. unit: the head's, pixels."""
    lab, sure = to_lab(person.image), matte.alpha > 0.95
    near, around = (widened(matte.mask, times * _LOOSE * unit) for times in (1, 2))
    skin = flags(np.isin(person.labels, (Label.FACE, Label.SKIN)))
    wall = (person.labels == Label.BACKGROUND) & ~widened(skin, 0.03 * unit)
    apart = wall & around & ~near
    if min(sure.sum(), apart.sum()) < 100:
        return np.zeros_like(matte.alpha)
    contrast = np.median(lab[sure], axis=0) - matte.beside
    square = (contrast**2).sum(-1)
    share = f32(((lab - matte.beside) * contrast).sum(-1) / np.maximum(square, 1))
    lines = thin_lines(f32(np.clip(share, -0.5, 1)), max(1.0, _THICK * unit))[1]
    usual = float(np.percentile(lines[apart], _USUAL))
    drawn = eased((lines - usual - _FAINT[0]) / _FAINT[1]) * eased((np.sqrt(square) - _APART[0]) / _APART[1])
    unlike = blur(f32(np.abs(share - lines) * ~matte.mask), 0.1 * unit)
    drawn *= 1 - eased((unlike - _AS_TOLD) / _AS_TOLD)
    return f32(np.clip(_WHOLE * lines * drawn * (wall & near), 0, 1))
