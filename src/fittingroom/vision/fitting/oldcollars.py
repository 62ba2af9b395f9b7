"""Collars and neckbands of the old top that were labelled skin: they lie where a neck is looked for, but have colours
that the person's face shows nowhere."""

import cv2
import numpy as np

from fittingroom.vision.channels import dot, length
from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.arrays import Array, Mask, f32, flags
from fittingroom.vision.fitting.clothinhair import likelier_cloth
from fittingroom.vision.fitting.crops import box_round
from fittingroom.vision.fitting.fill import at_least, grow, opened, push_pull, shrink
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components, holding

#: How far up and down (t) and beside the neck's middle (units) necklines are looked for.
_HIGHEST, _LOWEST, _ASIDE = -0.6, 0.25, 0.6
#: From which difference (a and b, and brightness above the lightest skin) on a colour is not skin's; a face in coloured
#: light has more colours: of its own spread this percentile, so many times as much, is allowed as well.
_FOREIGN, _SPREAD, _TIMES = 17.0, 75, 1.5
#: A face with a larger spread stands between lamps of different colours, and no colour can be told not to be skin.
_LAMPS = 16.0
#: From which share of that on it is none beside what surely isn't: there both are mixed.
_MIXED = 0.65
#: The least area's root of a band, in units: chains and strands are thinner.
_CRUMB = 0.05
#: A collar's end beside the neck is smaller: how many times as foreign it is, how close to the background and how
#: large, units; of a rim of old cloth how wide, pixels.
_SURELY, _OUTLINE, _TIP, _RIM = 1.25, 0.06, 0.02, 2.5
#: How much of what surrounds a band is old cloth at least.
_BESIDE = 0.15
#: The face mesh's points on the lower lip; how far above a collar a face's outline may take it in, units; from which
#: share of the way from the face's colour to the collar's on, if they are so far (Lab) apart.
_LIPS, _UNDER_CHIN, _NEARER, _APART = [17, 84, 314], 0.12, 0.55, 18.0
#: How far beside old cloth, units, it may pass for the face, and how much likelier (natural logarithm) than in the face
#: its colours are in that cloth.
_TAKEN_IN, _LIKELIER = 0.07, 1.0
#: How far from old cloth, units, a sunlit or faded collar may pass for skin; how wide colours are looked at together
#: and the root of its least area, units; how much likelier on the whole its colours are in that cloth, and how far
#: from it, units, the background mixes into its rim.
_PALE_REACH, _EVEN, _PATCH, _ON_WHOLE, _EDGE = 0.12, 0.008, 0.05, 1.0, 0.03
#: How far from a band, units, it goes on in the chin's shade, and the share of what is foreign elsewhere that is there.
_SHADED, _FAINT = 0.03, 0.25


def collars_as_skin(person: Person, frame: Frame) -> Mask:
    """What is labelled skin between chin and chest, but has colours that the face shows nowhere and lies on old cloth,
    H×W: a turtleneck, a neckband, a collar's edge."""
    t, _ = frame.fields(person.labels.shape)
    unit = frame.unit
    near = (t > _HIGHEST) & _on_neck(person, frame)
    skin, upper, hair = (person.labels == label for label in (Label.SKIN, Label.UPPER, Label.HAIR))
    face = shrink(person.labels == Label.FACE, 3)
    if face.sum() < 200 or not near.any():
        return np.zeros(near.shape, np.bool_)
    off = _off_skin(person, face | near)
    spread = float(np.percentile(off[face], _SPREAD))
    if spread > _LAMPS:
        return np.zeros(near.shape, np.bool_)
    limit = max(_FOREIGN, _TIMES * spread)
    mixed = flags(near & (off > _MIXED * limit))
    found = at_least(opened(flags(near & (off > limit)), 1), (_CRUMB * unit) ** 2)
    found = flags(found | _tips(flags(near & (off > _SURELY * limit)), person, unit))
    found = flags(mixed & grow(found, _CRUMB * unit))
    _, parts = cv2.connectedComponents(found.astype(np.uint8))
    count = int(parts.max()) + 1
    ring = cv2.dilate(parts.astype(np.float32), np.ones((5, 5), np.uint8)).astype(np.intp) * (parts == 0)
    around, cloth, locks = (np.bincount(ring[mask], minlength=count) for mask in (ring > 0, upper, hair))
    banded = (cloth > _BESIDE * np.maximum(around, 1)) & (cloth > locks)
    banded[0] = False
    return flags(grow(flags(banded[parts]), 1) & skin)


def _tips(foreign: Mask, person: Person, unit: float) -> Mask:
    """What of `foreign` (H×W: no skin's colour, in skin) is a collar's upper end beside the neck, H×W: close to the
    background but not mixed with it, and large, or a mere rim of old cloth."""
    aside = flags(foreign & grow(person.alpha < 0.1, _OUTLINE * unit) & shrink(person.alpha > 0.95, 1))
    rim = aside & grow(person.labels == Label.UPPER, _RIM)
    return flags(at_least(opened(aside, 1), (_TIP * unit) ** 2) | rim)


def collars_like_skin(person: Person, frame: Frame) -> Mask:
    """What is labelled skin close to old cloth, may be skin by its colour, but is likelier in that cloth than in this
    person's skin, H×W: a sunlit collar, a neckband in the shade."""
    skin, upper = person.labels == Label.SKIN, person.labels == Label.UPPER
    unit = frame.unit
    near = flags(_on_neck(person, frame) & grow(upper, _PALE_REACH * unit))
    ratio = likelier_cloth(person, frame, flags((skin | (person.labels == Label.FACE)) & ~grow(near, 2)))
    if ratio is None or not near.any():
        return np.zeros(near.shape, np.bool_)
    sigma = _EVEN * unit
    within = cv2.GaussianBlur(near.astype(np.float32), (0, 0), sigma)
    mean = cv2.GaussianBlur(f32(ratio * near), (0, 0), sigma) / np.maximum(within, 0.05)
    alike = holding(at_least(flags(near & (mean > 0)), (_PATCH * unit) ** 2), grow(upper, 1.5))
    parts, areas = components(alike)
    likely = np.bincount(parts.ravel(), (ratio * alike).ravel(), len(areas)) > _ON_WHOLE * areas
    likely[0] = False
    found = flags(grow(flags(likely[parts]), 1) & near)
    outline = near & grow(person.alpha < 0.5, 2.5) & grow(found, _EDGE * unit)
    found = flags(found | outline)
    rest, areas = components(flags(skin & ~found))
    cut_off = areas < 0.5 * found.sum()  # between it and other cloth
    cut_off[0] = False
    return flags(found | holding(flags(cut_off[rest]), grow(found, 1.5)))


def collar_under_chin(person: Person, collar: Mask, frame: Frame) -> Mask:
    """What is labelled face or neck below the mouth, but is nearer to the colours of the `collar` (H×W) that it lies on
    than to the face's, H×W: a turtleneck's upper edge, paler or darker in its folds than the rest of it."""
    face = person.labels == Label.FACE
    t, nothing = frame.fields(face.shape)[0], np.zeros(face.shape, np.bool_)
    if person.face is None or not collar.any():
        return nothing
    near = face | _on_neck(person, frame)
    near = flags(near & grow(collar, _UNDER_CHIN * frame.unit) & (t > float(frame.t(person.face[_LIPS, :2]).max())))
    sure, cloth = shrink(face, 3) & ~grow(near, 2), shrink(collar, 3)
    if not near.any() or sure.sum() < 200 or cloth.sum() < 200:
        return nothing
    box = box_round(near, 0.2 * frame.unit)
    off = _off_skin(person, sure | near)
    limit = max(_FOREIGN, _TIMES * float(np.percentile(off[sure], _SPREAD)))
    foreign, faintly = (off > _MIXED * limit)[box], (off > _FAINT * limit)[box]  # no beard is the one
    lab, sure, cloth, near = f32(to_lab(person.image[box])), sure[box], cloth[box], near[box]
    if not sure.any() or not cloth.any():
        return nothing
    own, other = push_pull(lab, sure), push_pull(lab, cloth)
    way = other - own
    alike = (dot(lab - own, way) > _NEARER * dot(way, way)) & (length(way) > _APART)
    bands = at_least(opened(flags(near & alike & foreign), 1), (0.8 * _CRUMB * frame.unit) ** 2)
    bands = holding(bands, grow(collar, 2)[box])
    shaded = flags(near & alike & faintly & grow(bands, _SHADED * frame.unit))  # right under the chin
    found = nothing.copy()
    found[box] = grow(bands | holding(shaded, grow(bands, 2)), 1) & near & faintly
    return found


def collars_as_face(person: Person, frame: Frame) -> Mask:
    """What is labelled face right beside old cloth, but has colours of that and none of skin, H×W: the upper end of a
    collar beside the jaw, which the face's outline takes in."""
    face, upper = person.labels == Label.FACE, person.labels == Label.UPPER
    near = flags(face & grow(upper, _TAKEN_IN * frame.unit))
    nothing, sure = np.zeros(face.shape, np.bool_), shrink(flags(face & ~near), 3)
    if sure.sum() < 200 or not near.any():
        return nothing
    ratio = likelier_cloth(person, frame, flags(face & ~near))
    if ratio is None:
        return nothing
    off = _off_skin(person, face)
    limit = max(_FOREIGN, _TIMES * float(np.percentile(off[sure], _SPREAD)))
    alike = flags(near & (off > limit) & (ratio > _LIKELIER))
    found = holding(at_least(alike, (0.5 * _TIP * frame.unit) ** 2), grow(upper, 2))
    mixed = near & (off > _MIXED * limit) & (ratio > 0)
    return flags(found | (grow(found, 2) & mixed))


def _on_neck(person: Person, frame: Frame) -> Mask:
    """Skin between chin and chest that no arm and no object may be, H×W."""
    t, lateral = frame.fields(person.labels.shape)
    near = (t < _LOWEST) & (np.abs(lateral - float(frame.lateral(frame.neck_mid))) < _ASIDE * frame.unit)
    free = ~person.front.objects & ~(person.front.arms[0] | person.front.arms[1])
    return flags((person.labels == Label.SKIN) & near & free)


def _off_skin(person: Person, where: Mask) -> Array:
    """How far (Lab) the colour of each pixel of `where` is from this person's skin in any light, H×W: what is only
    darker isn't."""
    off, box = np.zeros(where.shape, np.float32), box_round(where)
    lab = to_lab(person.image[box])
    way = lab - person.skin.at(lab[..., 0])
    way[..., 0] = np.maximum(lab[..., 0] - float(person.skin.lightness[-1]), 0)
    off[box] = length(f32(way))
    return off
