"""Shade where surfaces lie close together and little of the room's light gets in: between legs, along the
underside of hems, and on what hangs or stands right below them."""

import cv2
import numpy as np

from fittingroom.vision.fitting.arrays import Array, Mask, f32

#: Depth and reach (units) of the shade that legs cast on each other where they part.
_BETWEEN, _BETWEEN_REACH = 0.19, 0.06
#: Depth of the shade right below a hem, how far down it falls, and how soft it is down and aside, in units.
_BELOW, _FALL, _SOFT, _ASIDE = 0.22, 0.03, 0.03, 0.008
#: Depth of the shade under a head, how far down it falls and how soft it is, in units.
_HEAD, _HEAD_FALL, _HEAD_SOFT = 0.16, 0.3, 0.14
#: How much darker cloth is where it turns under at a hem, and how far up that is seen, in units.
_UNDER, _BAND = 0.10, 0.022
#: Depth and softness (units) of the shade along a neckline's edge: where the cloth touches, and round about.
_TOUCH, _TOUCH_SOFT, _NEAR, _NEAR_SOFT = 0.23, 0.011, 0.11, 0.03
#: Depth and breadth (units) of the dark line of a neckline's own edge, where the cloth turns in, and height and breadth
#: of the light on the roll beside it.
_TURN, _TURN_BREADTH, _ROLL, _ROLL_BREADTH = 0.2, 0.006, 0.07, 0.02
#: How far from the neck (units) a neckline's edge is at most, and how softly that ends.
_NECKLINE, _FADES = 0.42, 0.08

#: How softly (units) a shade on the throat ends at the jaw.
_JAW = 0.015


def between_legs(parts: tuple[Array, Array], unit: float) -> Array:
    """Relative light (H×W) on two legs (0…1, the one in front last) for what each takes from the other's inner side.
    What is hidden of the leg behind takes nothing: it would leave a broad dark band along the one in front of it."""
    parts = f32(parts[0] * (1 - parts[1])), parts[1]
    size = parts[0].shape[1], parts[0].shape[0]
    quarter = max(8, size[0] // 4), max(8, size[1] // 4)  # so wide a blur needs no finer picture
    reach = (_BETWEEN_REACH * unit + 1) * quarter[1] / size[1]
    near = [
        cv2.resize(cv2.GaussianBlur(cv2.resize(part, quarter, interpolation=cv2.INTER_AREA), (0, 0), reach), size)
        for part in parts
    ]
    shade = np.maximum(near[1] * parts[0], near[0] * parts[1])
    return f32(1 - _BETWEEN * np.clip(2 * shade, 0, 1))


def below_hem(cloth: Array, unit: float) -> Array:
    """Relative light (H×W, 1 where there is no shade) on what lies right below `cloth` (0…1), not beside it."""
    fallen = _moved(cloth, max(1, round(_FALL * unit)))
    cast = cv2.GaussianBlur(fallen, (0, 0), sigmaX=_ASIDE * unit + 0.6, sigmaY=_SOFT * unit + 0.6)
    return f32(1 - _BELOW * cast * (1 - cloth))


def beside_neckline(cloth: Array, t: Array, aside: Array, unit: float) -> Array:
    """Relative light (H×W) on the skin along a neckline: whatever the light comes from, an edge of `cloth` (0…1) takes
    some of the room's from what lies close under it. t: down the torso; aside: pixels from the neck's middle."""
    touch, near = (
        np.clip(2 * cv2.GaussianBlur(cloth, (0, 0), soft * unit + 0.6), 0, 1) for soft in (_TOUCH_SOFT, _NEAR_SOFT)
    )
    return f32(1 - (_TOUCH * touch + _NEAR * near) * _by_neck(t, aside, unit) * (1 - cloth))


def up_to_face(light: Array, face: Mask, unit: float) -> Array:
    """Relative `light` (H×W) with nothing of its shade on the `face` (H×W): it fades out towards the jaw, for where
    chin and throat meet in the photo's own light the face's outline is a guess, and a shade would show it as a line."""
    off = 1 - cv2.GaussianBlur(face.astype(np.float32), (0, 0), _JAW * unit + 0.6)
    return f32(1 + (light - 1) * np.clip(2 * off - 1, 0, 1) * ~face)


def neckline_rim(cloth: Array, bare: Array, t: Array, aside: Array, unit: float) -> Array:
    """Relative light (H×W) on `cloth` (0…1) along a neckline, beside the `bare` skin (0…1): cloth has a thickness, so
    its edge rolls over, light on top and dark where it turns in. t, aside: as for `beside_neckline`."""
    beside = bare * (1 - cloth) * _by_neck(t, aside, unit)
    turn, roll = (
        np.clip(2 * cv2.GaussianBlur(f32(beside), (0, 0), breadth * unit + 0.6), 0, 1)
        for breadth in (_TURN_BREADTH, _ROLL_BREADTH)
    )
    return f32(1 + (_ROLL * np.maximum(roll - turn, 0) - _TURN * turn) * cloth)


def _by_neck(t: Array, aside: Array, unit: float) -> Array:
    """1 where a neckline may run, 0 far from it, H×W."""
    return f32(np.clip((_NECKLINE - np.abs(aside) / unit) / _FADES, 0, 1) * np.clip((0.5 - t) / 0.1, 0, 1))


def under_head(head: Array, face: Mask, unit: float) -> Array:
    """Relative light (H×W) below a `head` (0…1), which takes the light from above from neck, collar and chest. Hair
    that hangs below the `face` lies on the chest and takes none."""
    if not face.any():
        return np.ones(head.shape, np.float32)
    head = head.copy()
    head[int(np.flatnonzero(face.any(axis=1))[-1]) + 1 :] = 0
    size = head.shape[1], head.shape[0]
    quarter = max(8, size[0] // 4), max(8, size[1] // 4)
    share = quarter[1] / size[1]
    small = _moved(f32(cv2.resize(head, quarter, interpolation=cv2.INTER_AREA)), round(_HEAD_FALL * unit * share))
    cast = cv2.resize(cv2.GaussianBlur(small, (0, 0), _HEAD_SOFT * unit * share + 1), size)
    return f32(1 - _HEAD * np.clip(cast, 0, 1))


def hem_band(cloth: Array, unit: float) -> Array:
    """Relative light (H×W) of `cloth` (0…1), which gets darker towards its lower ends, where it curves in."""
    reach = max(1, round(_BAND * unit))
    end = np.clip(cloth - _moved(cloth, -reach), 0, 1)
    return f32(1 - _UNDER * cv2.GaussianBlur(end, (0, 0), 0.4 * reach + 0.5) * cloth)


def _moved(mask: Array, down: int) -> Array:
    """`mask` moved down by so many rows, or up by less than none; what comes in is as the last row was."""
    index = np.clip(np.arange(mask.shape[0]) - down, 0, mask.shape[0] - 1)
    return f32(mask[index])
