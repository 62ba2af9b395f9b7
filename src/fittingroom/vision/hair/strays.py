"""Hair for dyeing: down to single strands that leave the head, each with its true share of the pixel.

A new cut may cut its edge a little outside the old hair; a dye may not leave a rim of the old colour, nor tint what
lies beside it. So along the labels' edge colours say how much of a pixel is hair as far as they can, and further off
only thin lines before a plain background and hues that skin has not are taken for strands.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.colour import to_lab
from fittingroom.vision.easing import eased
from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.beard import beard
from fittingroom.vision.hair.ears import ears_of
from fittingroom.vision.hair.edges import (
    blended,
    by_colour,
    by_hue,
    darker,
    hue_share,
    in_light,
    off_line,
    surroundings,
)
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.highlights import pale_locks
from fittingroom.vision.hair.jaw import shade_under_jaw
from fittingroom.vision.hair.lengths import hollows
from fittingroom.vision.hair.limbs import rim_of_skin
from fittingroom.vision.hair.loose import loose_strands
from fittingroom.vision.hair.matte import HairMatte, ears_zone, guarded, hanging, skin_at_ears
from fittingroom.vision.hair.matting import band, matted
from fittingroom.vision.hair.mislabelled import bare_forehead, bare_neck, other_things
from fittingroom.vision.hair.missed import before_face, missed, strandless
from fittingroom.vision.hair.paler import paler_locks
from fittingroom.vision.hair.rims import parted_from_wall
from fittingroom.vision.hair.soft import blur, depth_in, narrowed, opened, smooth_fill, thin_lines, widened
from fittingroom.vision.hair.threads import threads
from fittingroom.vision.hair.told import nearer_body, retold
from fittingroom.vision.hair.unseen import locks_before_dark
from fittingroom.vision.hair.vivid import over_face
from fittingroom.vision.people.head import BROWS, EYES, LIPS, hull
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_EDGE = 0.08  # units over which the labels' edge is soft
_WALL, _SKIN = 0.3, 0.07  # units outside it within which colours speak, beside wall and beside skin
_BROAD = 0.15  # and within which what has no strands is hair before a wall
_SHADOW, _FINE = 0.05, 0.04  # on skin, units within which smooth darkening may be hair; half the width of locks there
_FALLEN = 0.5  # on skin where the hair's hue is its own
#: Share of the way from skin's lightness to hair's that a fringe's shade goes, and over which hair is told from it.
_SHADED = 0.4, 0.35
_CORE = 0.05  # units inside the hair from which on its strands are clear
_BITS = 0.04  # half the width of bits before a wall that are labelled skin: strands
_STRANDS = 0.8  # units from the hair within which strands are sought before a plain background
_DEEP, _CURLS = 0.06, 0.5  # units inside it from which on all is hair; before a plain background
_WITHIN = 0.3  # of walls seen within
_SHINE = 0.4  # units inside it at which twice the share counts
_SHADE = 0.14  # beside skin
_SEAM = 0.12  # units from the face within which hair's share is told by missing light
_FAR = 40.0  # lightness by which a wall must be brighter for that: shine is not as bright
_THIN = 0.6  # share below which hair is looked through
_HOLE = 0.35  # share below which a pixel inside it may be what lies behind
_RIM = 0.08  # units round a plain ear's outline that its rim may take up
_EAR_HOLE = 0.02  # squared units, the largest hole in an ear
_LINE = 0.08  # half the width of the broadest strand, units
_BLACK, _APART = (0.65, 0.2), 30.0  # the same for black hair, where skin is lighter than it by so much
_TIPS = 0.15  # units above brows from which on a fringe is thin
_LASHES, _LASH = 0.12, 0.25  # units round the eyes, and to which lashes reach
_BROAD_HAIR = 0.1  # half the width, units, of hair that may lie there all the same
_TEMPLES = 0.6  # and above them, where hair begins to hang
_LINES, _PATTERN = 0.15, (0.004, 0.008)  # share of hair of a line; of such lines in a wall that make a pattern
_LID = 0.3  # units below them
_CALM, _SLIT = 0.004, 0.008  # units over which hues are averaged in a fringe; half the width of slits in it
_STRAND, _DRAWN, _LINED = 0.03, 0.1, 1.4  # half the width of strands over eyes; hue that draws one, its worth
_AS_RED = 0.85, 0.3  # share of the hair's hue from which on locks over eyes are told, and up to all of them
_NIGHT = 14.0  # lightness below which hues say nothing
_SOFT_LOCK = 0.015  # units over which a pale lock's edge is soft
_PLAIN = 5.0  # deviation in Lab of a background from a smooth one up to which strands are told well


def with_strays(matte: HairMatte, person: Person, frame: HeadFrame) -> HairMatte:
    """`matte` with alpha true at its edges and on strands that leave it, and with skin in the hair's shade left out."""
    unit, lab, labels = frame.unit, to_lab(person.image), person.labels
    sure = matte.alpha > 0.9
    if sure.sum() < 100:
        return matte
    bare = skin_at_ears(lab, matte.mask, person, frame)
    neck = bare_neck(lab, person, matte.mask, unit)
    labels = np.where(neck, Label.SKIN, labels).astype(np.uint8)
    before = np.zeros_like(neck)
    if hanging(matte.mask, frame):  # what is as dark beside a bearded face is beard
        before = before_face(lab, person, matte.mask, matte.alpha, unit) & (beard(person, frame) < 0.1)
    pale = pale_locks(lab, person, matte, neck, frame)
    before |= pale | paler_locks(lab, person.worn, matte.mask, unit)
    labels = np.where(before, Label.HAIR, labels).astype(np.uint8)
    person = replace(person, labels=labels)
    jaw = shade_under_jaw(person, matte.mask & ~neck, unit)
    other = neck | jaw | bare_forehead(lab, person, matte.mask, frame) | other_things(lab, person, matte.mask, frame)
    known, share = (matte.mask & ~other) | before, f32(np.maximum(matte.alpha * ~other, before))
    more = missed(lab, person, known, share, unit)
    more |= locks_before_dark(lab, labels == Label.BACKGROUND, known, share, _below_temples(person, unit), unit)
    more |= hollows(lab, labels == Label.BACKGROUND, known | more, unit)
    more &= ~other
    more &= ~strandless(lab[..., 0], more, (share > 0.9) & narrowed(known, _CORE * unit), unit)
    matte = replace(matte, mask=known | more, alpha=np.maximum(share, more))
    skin = (labels == Label.FACE) | opened(labels == Label.SKIN, _BITS * unit)
    eyes = _round(EYES, person, (_LASHES, 0), unit)
    around = surroundings(lab, labels, matte.mask, matte.alpha, unit)
    if matte.fringe:
        parted = np.where(eyes > 0.3, Label.HAIR, labels)  # eyes are no skin to tell a fringe from
        without = surroundings(lab, parted, matte.mask, matte.alpha, unit, tips=True)
        hued = eased((by_hue(lab, without)[1] - 0.8) / 0.2)
        around = blended(around, without, _between_eyes(person, unit) * hued)
    share, trust = by_colour(lab, around)
    deep = darker(lab, around)
    by_share, share = share, np.maximum(share, deep)
    at_face = blur(widened(labels == Label.FACE, _SEAM * unit).astype(np.float32), 0.03 * unit)
    share = np.maximum(share, in_light(lab, around) * at_face)
    depth = depth_in(matte.mask) / np.float32(unit)
    plain = _plainness(lab, ~widened(matte.mask, _STRANDS * unit) & ~skin & ~person.worn, matte.mask, unit)
    told = plain * trust * ~widened(skin, 0.5 * _WALL * unit)
    labelled = eased(depth / _EDGE + 0.5)
    alpha = share * trust + labelled * (1 - trust)
    mixed = 1 - eased((blur(off_line(lab, around), 0.01 * unit) - 3) / 2)
    hole = blur(widened(share < _HOLE, 0.015 * unit).astype(np.float32), 0.01 * unit)
    contrast = around.beside - around.hair
    light, hued = contrast[..., 0], np.linalg.norm(contrast[..., 1:], axis=-1)
    through = told * np.clip(2 * np.abs(light) / np.maximum(hued, 1) - 3, 0, 1)  # where shine has the hair's hue
    shining = np.clip(share * (1 + np.maximum(depth, 0) / _SHINE), 0, 1)  # inside, what is not quite wall is shine
    alpha = np.where(depth > 0, alpha + (np.maximum(shining, alpha) - alpha) * through, alpha)
    alpha = np.maximum(alpha, _hued_shine(lab, around.hair, around.beside) * told * eased(1.5 + depth / _WALL))
    open_ = blur(_open(share, ~matte.mask & ~skin, 0.02 * unit).astype(np.float32), 0.02 * unit)
    open_ *= np.clip((light - _FAR) / 20, 0, 1)
    beside = through * np.maximum(_CURLS * open_, _WITHIN * hole)
    beside = np.maximum(beside, _SHADE * trust * widened(skin, 0.3 * unit))
    alpha += (1 - alpha) * eased((depth - _DEEP - beside * mixed) / 0.12)
    told_hair = np.maximum(_fine(share, _FINE * unit), eased((share - 0.8) / 0.2))  # no shade is as dark as hair
    shade = np.maximum(eased(1.2 + depth / _SHADOW), told_hair)
    broad = np.maximum(eased(1.6 + depth / _BROAD), _fine(share, _FINE * unit))  # walls have no strands
    alpha *= np.where(skin, eased(1.3 + depth / _SKIN) * shade, eased(1.5 + depth / _WALL) * broad)
    alpha = np.where(person.worn & (depth < 0), alpha * eased(1.3 + depth / _EDGE), alpha)
    lines = share * _drawn(share, _LINE * unit) * told
    lines *= (depth < 0) * eased(2 + 2 * depth / _STRANDS) * (1 - _patterned(lines, depth))
    hue, clear = by_hue(lab, around)
    face = ((labels == Label.FACE) | matte.mask) & _over_lips(person)
    held = np.maximum(eased(3 * blur(hue, 0.04 * unit) - 0.3), matte.alpha)
    if matte.fringe:
        held = np.maximum(held, _round(BROWS, person, (_LASHES, 0), unit) * (1 - eyes) * hued)
    hue = np.maximum(hue, deep * held)
    if matte.fringe:  # the nose's root and lids lie in its shade and have its hue, but are not as dark, or not hair
        shaded = (depth < 0) * _between_eyes(person, unit) * (1 - _as_dark(lab, around.hair, around.beside))
        hue *= 1 - np.maximum(shaded, (depth < 0) * _lids(person, unit))
    fallen = hue * clear * face * eased(2 + 2 * depth / _FALLEN)
    free = np.maximum(1 - _guard(matte, person, frame), fallen > 0.3)
    if matte.fringe:
        locks = matte.alpha * by_share * trust * _among_black(lab, around.hair, around.beside, _FINE * unit)
        fallen = np.maximum(fallen, locks * (labels == Label.FACE) * (1 - eyes))
    ears = blur(widened(matte.ears, 0.02 * unit).astype(np.float32), 0.015 * unit)
    ears = _filled(np.maximum(ears, _red(lab, around.hair, matte, frame)), _EAR_HOLE * unit**2)
    ears = np.maximum(ears, bare)
    alpha = np.maximum(np.maximum(alpha, lines) * free, fallen) * (1 - ears)
    if matte.fringe:  # brows are as dark as its depths, and skin shows between its tips: there hue alone speaks
        calm = blur(lab, _CALM * unit)  # hues of single pixels are a camera's noise
        hue = hue_share(calm, around)
        share = np.clip((hue - 0.3) / 0.6, 0, 1) * (1 - _guard(matte, person, frame))
        told = clear * eased((calm[..., 0] - _NIGHT) / _NIGHT)
        alpha += (share - alpha) * told * _round(BROWS, person, (0.06, _TIPS), unit)
        alpha += np.minimum(share - alpha, 0) * eyes
        alpha = _whole(f32(alpha), _SLIT * unit, f32(1 - eyes))
        alpha = np.maximum(alpha, _over_eyes(f32(hue * clear * eased(calm[..., 0] / _NIGHT)), f32(alpha), person, unit))
    again = retold(f32(alpha), lab, labels, matte.mask, np.maximum(_guard(matte, person, frame), eyes), unit)
    alpha = np.minimum(again, np.where(ears_zone(frame, alpha.shape), alpha, 1 - ears))  # in them it is as dark as hair
    alpha *= (1 - blur(jaw.astype(np.float32), 0.03 * unit)) * (1 - beard(person, frame))
    alpha *= 1 - rim_of_skin(lab, labels, matte.mask, around.hair, unit)
    alpha = f32(np.clip((alpha - 0.02) / 0.96, 0, 1))
    matte = parted_from_wall(replace(matte, alpha=alpha), lab, labels, unit)
    kept = np.maximum(_guard(matte, person, frame), ears)
    lids = np.zeros_like(alpha)
    if matte.fringe:
        tips, told = over_face(lab, matte.alpha, person, unit)
        matte = replace(matte, alpha=f32(matte.alpha + told * (tips - matte.alpha)))
        kept *= told < 0.5
        lids = eyes * (told.max() < 0.5)  # else colours tell strands over eyes as well
    body = nearer_body(labels)
    edge = band(matte.alpha, body, unit) & (kept < 0.5)
    solved = matted(person.image, matte.alpha, edge, body, trust, unit)
    matte = replace(matte, alpha=f32(solved - lids * np.maximum(solved - matte.alpha, 0)))
    single = np.maximum(loose_strands(matte, person, unit), threads(lab, around.hair, matte, person, frame))
    lashes = 0 if matte.fringe else _round(EYES, person, (_LASH, 0), unit)  # before a wall they are like strands
    single = np.maximum(single, blur(pale.astype(np.float32), _SOFT_LOCK * unit))
    alpha = f32(np.maximum(matte.alpha, single) * (1 - lashes * ~opened(matte.mask, _BROAD_HAIR * unit)))
    return replace(matte, alpha=alpha)


def _whole(alpha: Array, reach: float, where: Array) -> Array:
    """`alpha` (H×W, 0…1) without slits of up to twice `reach` pixels, as far as `where` (H×W, 0…1) says: strands that
    shine have no hue of their own, and what is seen of skin between them is as thin as they are."""
    size = 2 * int(np.ceil(reach)) + 1
    shut = cv2.morphologyEx(alpha, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    return f32(alpha + (shut - alpha) * where)


def _over_eyes(hue: Array, alpha: Array, person: Person, unit: float) -> Array:
    """H×W, 0…1: strands of a fringe over eyes and lids: thin lines with more of the hair's `hue` (H×W) than has what
    is beside them that hang from the hair of `alpha` (H×W). Corners of eyes are as red, but lie alone."""
    zone = np.maximum(_between_eyes(person, unit), _lids(person, unit))
    lines = f32(thin_lines(f32(np.clip(hue, 0, 1.2)), _STRAND * unit)[1] * zone)
    hair = flags(alpha > 0.5)
    hung = holding(flags((lines > _DRAWN) | (hue * zone > _AS_RED[0]) | hair), hair)
    near = blur(widened(hung, 1.5).astype(np.float32), 0.8)
    locks = eased((hue - _AS_RED[0]) / _AS_RED[1]) * zone  # no skin is as red in any shade
    return f32(np.maximum(np.clip(_LINED * (lines - _DRAWN / 2), 0, 1), locks) * near)


def _below_temples(person: Person, unit: float) -> Mask:
    """H×W: the picture from the temples down, where locks hang."""
    rows = np.ones(person.labels.shape, np.bool_)
    if person.face is not None:
        eyes = person.face[[*EYES[0], *EYES[1]], 1].min()
        rows[: int(np.clip(eyes - _TEMPLES * unit, 0, len(rows)))] = False
    return rows


def _hued_shine(lab: Array, hair: Array, beside: Array) -> Array:
    """H×W, 0…1: what has some of the hue of `hair` that is well told from that `beside` it (H×W×3 Lab each): where
    hair shines it is as bright as a wall and has half its hue."""
    contrast = (hair - beside)[..., 1:]
    square = (contrast**2).sum(-1)
    share = ((lab - beside)[..., 1:] * contrast).sum(-1) / np.maximum(square, 1)
    return f32(np.clip(2.2 * share - 0.35, 0, 1) * eased((np.sqrt(square) - 12) / 12))


def _filled(ears: Array, largest: float) -> Array:
    """H×W, 0…1: `ears` with holes of up to `largest` pixels closed: the shade within an ear is like hair."""
    count, pieces = cv2.connectedComponents((ears < 0.5).astype(np.uint8), connectivity=4)
    hole = np.bincount(pieces.ravel(), minlength=count) < largest
    hole[0] = False
    return f32(np.maximum(ears, hole[pieces]))


def _red(lab: Array, hair: Array, matte: HairMatte, frame: HeadFrame) -> Array:
    """H×W, 0…1: what round ears that are seen has their hue rather than the `hair`'s (H×W×3 Lab): their rims, which
    the labels take for hair."""
    found = np.zeros(matte.mask.shape, np.float32)
    for ear in ears_of(frame):
        near = widened(ear.outline(found.shape), _RIM * frame.unit)
        if not (seen := near & matte.ears).any():
            continue
        way = np.median(lab[seen], axis=0)[1:] - hair[..., 1:]
        length = np.linalg.norm(way, axis=-1)
        along = ((lab - hair)[..., 1:] * way).sum(-1) / np.maximum(length**2, 1)
        soft = blur(near.astype(np.float32), 0.02 * frame.unit)
        found = np.maximum(found, soft * eased((along - 0.45) / 0.3) * eased((length - 5) / 5))
    return found


def _open(share: Array, outside: Mask, reach: float) -> Mask:
    """H×W: where hair is thin enough (`share`, H×W, 0…1) to look through and that goes on to the `outside`, over
    strands of up to `reach` pixels on each side; shine within hair does not."""
    thin = widened((share < _THIN) | outside, reach)
    count, pieces = cv2.connectedComponents(thin.astype(np.uint8))
    held = np.bincount(pieces[outside], minlength=count) > 0
    held[0] = False
    return np.asarray(held[pieces], np.bool_)


def _drawn(share: Array, reach: float) -> Array:
    """H×W, 0…1: what of `share` (H×W) lies in lines thinner than twice `reach` pixels; a wall's own shade is broad."""
    thin = thin_lines(share, reach)[1]
    return f32(np.clip(2 * thin / np.maximum(share, 1e-3) - 0.6, 0, 1) * np.clip((thin - 0.04) / 0.08, 0, 1))


def _patterned(lines: Array, depth: Array) -> float:
    """0…1: how far the wall has such `lines` (H×W, 0…1) of its own, by what is seen of it farther out than strands
    reach. depth: H×W, units within the hair, negative outside."""
    apart = (depth < -_STRANDS) & (depth > -2 * _STRANDS)
    own = float((lines[apart] > _LINES).mean()) if apart.any() else 0.0
    return float(eased(f32((own - _PATTERN[0]) / _PATTERN[1])))


def _fine(share: Array, reach: float) -> Array:
    """H×W, 0…1: where `share` (H×W) has strands thinner than twice `reach` pixels; shade on skin changes slowly."""
    return f32(np.clip(6 * thin_lines(share, reach)[1] - 0.3, 0, 1))


def _round(parts: tuple[tuple[int, ...], ...], person: Person, reach: tuple[float, float], unit: float) -> Array:
    """H×W, 0…1: parts of the face and what is within the first `reach` of them, in units, and the second above."""
    found = np.zeros(person.labels.shape, np.bool_)
    if person.face is not None:
        for part in parts:
            here = f32(person.face[list(part), :2])
            found |= hull(found.shape, np.concatenate([here, here - f32([0, reach[1] * unit])]))
    return blur(widened(found, reach[0] * unit).astype(np.float32), 0.04 * unit)


def _as_dark(lab: Array, hair: Array, beside: Array) -> Array:
    """H×W, 0…1: what is at least about as dark as `hair` (both, and `beside`, H×W×3 Lab) where that is told from skin
    by it."""
    light = (beside - hair)[..., 0]
    dark = (beside - lab)[..., 0] / np.maximum(light, 1)
    return f32(np.maximum(eased((dark - _SHADED[0]) / _SHADED[1]), 1 - eased((light - 10) / 15)))


def _among_black(lab: Array, hair: Array, beside: Array, reach: float) -> Array:
    """H×W, 0…1: what is as dark as `hair` far darker than skin (`beside`; H×W×3 Lab each), and far darker than skin's
    shade, and strands that shine within `reach` pixels of it."""
    light = (beside - hair)[..., 0]
    dark = (beside - lab)[..., 0] / np.maximum(light, 1)
    black = f32(eased((dark - _BLACK[0]) / _BLACK[1]) * eased((light - _APART) / 10))
    size = 2 * int(np.ceil(reach)) + 1
    return f32(cv2.dilate(black, np.ones((size, size), np.uint8)))


def _between_eyes(person: Person, unit: float) -> Array:
    """H×W, 0…1: from one eye to the other, with the nose's root."""
    assert person.face is not None
    both = hull(person.labels.shape, f32(person.face[[*EYES[0], *EYES[1]], :2]))
    return blur(widened(both, _LASHES * unit).astype(np.float32), 0.04 * unit)


def _lids(person: Person, unit: float) -> Array:
    """H×W, 0…1: below the eyes, where lids are red."""
    assert person.face is not None
    found = np.zeros(person.labels.shape, np.bool_)
    for eye in EYES:
        here = f32(person.face[list(eye), :2])
        here = here[here[:, 1] >= here[:, 1].mean()]
        found |= hull(found.shape, np.concatenate([here, here + f32([0, _LID * unit])]))
    found = widened(found, _EDGE * unit)
    return f32(np.clip(2 * blur(found.astype(np.float32), 0.03 * unit), 0, 1))


def _over_lips(person: Person) -> Mask:
    """H×W: the picture above the lips; they have a red of their own, and below them all skin is in the hair's shade."""
    rows = np.ones(person.labels.shape, np.bool_)
    if person.face is not None:
        rows[int(np.clip(person.face[list(LIPS), 1].min(), 0, len(rows))) :] = False
    return rows


def _guard(matte: HairMatte, person: Person, frame: HeadFrame) -> Array:
    """H×W, 0…1: eyes, lips and free brows."""
    soft = blur(guarded(person, frame, matte.alpha).astype(np.float32), 0.03 * frame.unit)
    return f32(np.clip(2 * soft - 0.5, 0, 1))


def _plainness(lab: Array, apart: Mask, mask: Mask, unit: float) -> Array:
    """H×W, 0…1: how smooth the background beside the hair of `mask` is, carried in from `apart`, where no strands
    are."""
    apart = apart & widened(mask, 2 * _STRANDS * unit)
    if apart.sum() < 50:
        return np.zeros(apart.shape, np.float32)
    weight = np.maximum(blur(apart.astype(np.float32), 0.2 * unit), 1e-3)[..., None]
    off = lab - blur(f32(lab * apart[..., None]), 0.2 * unit) / weight
    square = smooth_fill(np.repeat(f32((off**2).sum(-1, keepdims=True)), 2, -1), apart, unit)[..., 0]
    return f32(np.clip(2 - np.sqrt(np.maximum(blur(square, 0.1 * unit), 0)) / _PLAIN, 0, 1))
