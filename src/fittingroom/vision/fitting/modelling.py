"""The modelling of hips and legs that old trousers show: creases from crotch and knees, light on thighs and shins, the
shade between the legs. New trousers on the same legs are lit and creased alike."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.fill import shrink
from fittingroom.vision.fitting.foldlines import along_folds, far_from_ends
from fittingroom.vision.fitting.scene import luminance
from fittingroom.vision.fitting.shading import ENOUGH, bands, bleached, masked_blur, plain_bands, soft_limit, trusted
from fittingroom.vision.person import Person

#: Breadths (units) of the finest crease, of what is a fold still, and of the light on a whole leg.
_CREASE, _FOLD, _LEG = 0.014, 0.09, 0.25
#: Blur (pixels) in which the camera's grain and a twill's are gone: they are neither folds nor panels.
_GRAIN = 1.2
#: Share of what is found that new cloth takes on: of folds, and of light on a leg. Of folds no more than half:
#: their crisp sides are lost with the old cloth's grain, and what is left of many deep ones looks like dirt.
_FOLDS, _LIGHT = 0.45, 0.9
#: Share that goes where it is indigo's fading: whiskers are no folds, but thighs are worn where light falls on them.
_FADED_FOLDS, _FADED_LIGHT = 0.85, 0.35
#: Deeper or brighter than these (logarithms of luminance) nothing is drawn.
_DEEPEST_FOLDS, _DEEPEST_LIGHT = (0.09, 0.055), (0.13, 0.09)
#: Broad light that the new cloth's own photo shows (spread of its logarithm) with which it needs no brighter places
#: yet, and with which most of them are left out: thighs that are bleached already would shine.
_OWN_NONE, _OWN_MUCH, _LEFT_OUT = 0.012, 0.036, 0.75
#: Over how much (units) the modelling ends inside the old outline, and above an old hem that new cloth goes on below;
#: by how much new legs may be broader than old ones.
_FADES, _ENDS, _BROADER = 0.09, 0.25, 0.15
#: The same of the light on a whole leg where the old cloth was short: shorts are lit and shaded as they stand off the
#: leg. So much of the new cloth lies beyond old that was nearly as long, and beyond shorts.
_LIGHT_ENDS, _SHORT = 0.9, (0.1, 0.3)


def modelling(
    person: Person, unit: float, old: Mask, cover: Mask, room: float = 1.0, own: float = 0.0
) -> tuple[Array, Array]:
    """Relative light (H×W each, about 1) of the folds that `old` cloth on hips and legs (H×W) shows, and of the legs
    themselves, on new cloth that will `cover` them.

    room: 0…1, how far the new cloth's own pattern leaves room for folds; light on a whole leg bends no pattern. own:
    its `own_light`.
    Nothing comes of cloth that is patterned, ripped or nearly black. Where the new cloth goes on below the old one's
    hem the modelling ends before it, and everywhere inside the old outline."""
    none = np.ones(old.shape, np.float32)
    inner = shrink(old, 0.012 * unit)
    if inner.sum() < ENOUGH:
        return none, none
    log = np.log(luminance(person.image))
    fine, wide = _CREASE * unit, _FOLD * unit
    found = plain_bands(person, f32(cv2.GaussianBlur(log, (0, 0), _GRAIN)), inner, fine, wide)
    if found is None:
        return none, none
    plain, smooth, broad = found
    trust = trusted(log, smooth, broad, plain)
    if trust <= 0:
        return none, none
    dye = bleached(person.image, plain, smooth, broad, fine, wide)
    folds = along_folds(f32(smooth - broad), plain, unit) * room * _FOLDS * (1 - _FADED_FOLDS * dye)
    light = (broad - masked_blur(broad, plain, _LEG * unit)) * _LIGHT * (1 - _FADED_LIGHT * dye)
    light *= 0.5 + 0.5 * room
    away = cv2.distanceTransform(plain.astype(np.uint8), cv2.DIST_L2, 3) / unit
    near = cv2.GaussianBlur(eased(f32(away / _FADES)), (0, 0), max(1.0, fine))
    wider = _broadened(old, _BROADER * unit)
    beyond = float((cover & ~wider).sum()) / max(float(cover.sum()), 1.0)
    light_ends = float(np.interp(beyond, _SHORT, (_ENDS, _LIGHT_ENDS)))
    share, far = (near * trust * far_from_ends(wider, cover, unit, ends) for ends in (_ENDS, light_ends))
    lit = 1 - _LEFT_OUT * float(np.clip((own - _OWN_NONE) / (_OWN_MUCH - _OWN_NONE), 0, 1))
    folds, light = (
        f32(np.exp(soft_limit(f32(each), *limit) * by))
        for each, limit, by in (
            (folds, _DEEPEST_FOLDS, share),
            (np.where(light > 0, lit, 1) * light, _DEEPEST_LIGHT, far),
        )
    )
    return folds, light


def own_light(fabric: NDArray[np.uint8], shape: Mask) -> float:
    """How far `fabric` (H×W×3 RGB, of the garment that `shape` covers) is light here and dark there over the breadth of
    a leg: spread of the logarithm of luminance."""
    columns = np.flatnonzero(shape.any(axis=0))
    if not columns.size:
        return 0.0
    unit = 0.8 * float(columns[-1] - columns[0])
    broad = bands(f32(np.log(luminance(fabric))), shape, _CREASE * unit, _FOLD * unit)[1]
    return 1.4826 * float(np.median(np.abs(broad - masked_blur(broad, shape, _LEG * unit))[shape]))


def _broadened(mask: Mask, by: float) -> Mask:
    """`mask` and what lies beside it, not below, by so many pixels."""
    return flags(cv2.dilate(mask.astype(np.uint8), np.ones((1, 2 * round(by) + 1), np.uint8)) > 0)
