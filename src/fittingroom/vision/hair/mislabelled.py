"""What the labels took for hair by mistake: bare foreheads in bright light, necks in the hair's shade, and things apart
from the hair."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.soft import away_from, blur, narrowed, opened, wavering, widened
from fittingroom.vision.people.head import BROWS, EYES, LIPS, NOSE, face_oval, hull
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CHIN = 152  # point of the face's mesh
_ENOUGH = 100  # pixels from which on a colour can be told
_CORE = 0.075  # units inside the hair from which on its colours are the hair's
_PATCH, _LARGE = 0.05, 0.02  # half the width in units, and the area in squared units, of the least bare patch
_BARE, _PLAIN = 0.3, 0.06  # share of the way from skin to hair that is skin still, and how much that wavers on it
_TOLD = 30.0  # distance in Lab of hair from skin from which on they are told by it
_BROW = 0.1  # units above the brows from which on foreheads are bare
_FEATURES = 0.05  # units round eyes, lips and brows that are theirs
_SMOOTH = 0.055  # by what share of itself lightness wavers where no strands are
_NECK = 2.0  # units from the chin within which necks are
_STRIP, _RIM = 0.08, 0.07  # half the width, in units, of the narrowest piece of one, and its edge
_PIECE, _AT = 0.03, 0.01  # squared units of the least such piece, and of what of it lies at skin
_LIGHTER = 5.0  # lightness above the hair's from which on it isn't the depth between locks
_BRIDGE = 0.05  # half the width, units, of bridges that join things to the hair
_OTHER = 22.0  # distance in Lab of a piece from the rest of the hair from which on it is another thing
_LOCK = 0.05  # squared units of the largest lock that may be so thin that its colour is that of what lies behind
_FRONT = 0.12  # units round the nose where no hair lies apart from the rest


def bare_forehead(lab: Array, person: Person, mask: Mask, frame: HeadFrame) -> Mask:
    """H×W: broad pieces of the hair of `mask` (H×W) above the brows that go on from the face without an edge, and are
    like it rather than like other hair: bald temples and foreheads in bright light. lab: H×W×3."""
    none = np.zeros_like(mask)
    if person.face is None:
        return none
    unit = frame.unit
    skin = (person.labels == Label.FACE) & face_oval(mask.shape, person.face) & ~_features(person, unit)
    known = narrowed(mask, _CORE * unit)
    if min(known.sum(), skin.sum()) < _ENOUGH:
        return none
    usual = np.median(lab[skin], axis=0)
    far = np.linalg.norm(lab - usual, axis=-1)
    contrast = np.median(lab[known & (far >= np.median(far[known]))], axis=0) - usual  # what is surely hair
    if np.linalg.norm(contrast) < _TOLD:
        return none
    share = blur(f32(((lab - usual) * contrast).sum(-1) / (contrast**2).sum()), 0.015 * unit)
    plain = blur(f32(np.abs(share - blur(share, 0.06 * unit))), 0.04 * unit) < _PLAIN
    top = min(float(person.face[list(brow), 1].min()) for brow in BROWS)
    above = np.arange(len(mask))[:, None] < top - _BROW * unit
    found = opened(flags((share < _BARE) & plain & (mask | skin) & above), _PATCH * unit)
    count, pieces = cv2.connectedComponents(found.astype(np.uint8))
    area, at_face = (np.bincount(pieces[where], minlength=count) for where in (mask, skin))
    held = (area > _LARGE * unit**2) & (at_face > _LARGE * unit**2)
    held[0] = False
    return flags(widened(flags(held[pieces]), _PATCH / 2 * unit) & mask & (share < _BARE))


def bare_neck(lab: Array, person: Person, mask: Mask, unit: float) -> Mask:
    """H×W: pieces of the hair of `mask` (H×W) and of bare skin below the mouth that are as smooth as skin and no
    darker than hair: necks in the hair's shade have its colours, but no strands. lab: H×W×3. unit: the head's, pixels.
    """
    none = np.zeros_like(mask)
    if person.face is None:
        return none
    rows, columns = np.ogrid[: mask.shape[0], : mask.shape[1]]
    chin = person.face[_CHIN, :2]
    below = flags(rows > person.face[list(LIPS), 1].max())
    known = narrowed(mask, _CORE * unit) & ~below
    if known.sum() < _ENOUGH:
        return none
    light = lab[..., 0]
    smooth = wavering(light, unit) < _SMOOTH
    skin = np.isin(person.labels, (Label.FACE, Label.SKIN))
    bare = person.labels == Label.SKIN
    zone = (mask | bare) & below & (np.hypot(columns - chin[0], rows - chin[1]) < _NECK * unit)
    plain = opened(flags(smooth & (mask | skin)), _STRIP * unit) & zone
    count, pieces = cv2.connectedComponents(plain.astype(np.uint8))
    area, touch = (np.bincount(pieces[where], minlength=count) for where in (plain, plain & widened(bare, 0.1 * unit)))
    mean = np.bincount(pieces[plain], light[plain], count) / np.maximum(area, 1)
    held = (area > _PIECE * unit**2) & (touch > _AT * unit**2) & (mean > np.median(light[known]) + _LIGHTER)
    held[0] = False
    return flags(widened(flags(held[pieces]), _RIM * unit) & zone & ~(bare & ~plain))


def other_things(lab: Array, person: Person, mask: Mask, frame: HeadFrame) -> Mask:
    """H×W: pieces of the hair of `mask` (H×W) apart from most of it that have another colour, or lie at the nose: a
    coat's shoulder, spectacles, the nose's shade. lab: H×W×3."""
    count, pieces = cv2.connectedComponents(narrowed(mask, _BRIDGE * frame.unit).astype(np.uint8))
    if person.face is None or count < 3:
        return np.zeros_like(mask)
    area = np.bincount(pieces.ravel(), minlength=count)
    main = 1 + int(area[1:].argmax())
    own = np.median(lab[pieces == main], axis=0)
    front = widened(hull(mask.shape, f32(person.face[list(NOSE), :2])), _FRONT * frame.unit)
    dropped = np.zeros_like(mask)
    for piece in range(1, count):
        here = flags(pieces == piece)
        apart = np.linalg.norm(np.median(lab[here], axis=0) - own) > _OTHER and area[piece] > _LOCK * frame.unit**2
        if piece != main and (apart or (here & front).any()):
            dropped |= here
    return mask & (away_from(flags(dropped)) < away_from(flags((pieces > 0) & ~dropped)))


def _features(person: Person, unit: float) -> Mask:
    """H×W: eyes, brows and lips."""
    assert person.face is not None
    found = np.zeros(person.labels.shape, np.bool_)
    for part in (*EYES, *BROWS, LIPS):
        found |= hull(found.shape, f32(person.face[list(part), :2]))
    return widened(found, _FEATURES * unit)
