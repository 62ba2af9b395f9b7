"""Long hair: what goes on down from the head over shoulders, chest and clothes, with the head's colours and strands.

Place alone says little there, and the torso's own colours can't be learnt while half of it is hidden by hair. So hair
is grown from the head in rounds: each learns the colours and the fineness of what was found, of the rest of the torso
and of bare skin, and keeps what is likelier hair and hangs together with the head's.
"""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from fittingroom.vision.colour import bins, distance, histogram, overlap
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.head import Head
from fittingroom.vision.people.seeds import SKIN_LIMIT, Seeds, by_bulk
from fittingroom.vision.people.skin import SkinDistance
from fittingroom.vision.person import Label
from fittingroom.vision.pieces import holding

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_ROUNDS = 4
_LIKELIER = 0.5  # logarithm of how much likelier hair must be
_FOLDS, _SLEEVES = 1.2, 0.6  # octaves smoother than the crown from which on detail is rather cloth's folds
_ARM = 0.8  # radii of an arm within which sleeves are
_CLEAR = 3.0  # that logarithm where all is as smooth as that
_SKIN_FINE = 0.5  # octaves less smooth than the face that a bare arm may be; locks before a sleeve are less so
_COLOURED = 2.2  # deviations from the head's hair at which its lighter lengths still are, in the first round
_LENGTHS = np.diag([150.0, 20.0, 40.0])  # Lab, how much lengths differ from the crown besides
_CROWN = -0.8  # height above which hair's colours aren't learnt, as Head.v
_UNDER = 0.6  # half the width of what is under the chin, as Head.u
_SMOOTHER = 1.0  # octaves by which a throat is smoother than hair
_APART = 20.0  # in Lab, how far hair must be from the clothes before which it hangs
_LIGHTER = 0.8  # of how far lengths are from the crown, the least that they must be from the clothes
_PAST = 0.05  # squared half faces of hair beside the jaw that make it long
_BETWEEN = -1.0  # the same below which a pixel is what shows between strands
_CLOTH = 1.5  # that logarithm the other way round, for cloth between strands
_BESIDE, _PLACE = 1.1, 3.0  # Head.u beyond which there is no neck; that logarithm where place speaks against the others
_COLLAR = 0.3  # share of a throat with skin's hue below which it is covered
_TRUST, _MOST = 1.3, 2.0  # weight of fineness against colour, and the most it may say
_AS_LIGHT, _OTHER_HUE = -5.0, 14.0  # Lab L of hair above skin's, and distance in a and b from it, that no shade has
_FLAT = 0.004  # contrast of a sensor's noise
_JAW, _UNLIKE = 0.6, 3.2  # Head.v from which hair hangs; deviations from skin that tell it from a neck there
_CHEEK = 0.3  # Head.v
_SHOULDERS = 0.03  # body.height
_LEAST = 0.12  # squared half faces of new hair below which there is nothing to be mended
_STRANDS = 0.5  # octaves by which lengths that have the clothes' colours are less smooth than these
_STEPS = 3  # cells for each octave of fineness


def find_mane(lab: Array, sure: Mask, body: Body, head: Head, skin: SkinDistance, seeds: Seeds) -> Mask:
    """H×W: hair below the eyes outside the face that hangs together with the head's. lab: H×W×3. sure: bool, well
    inside the silhouette."""
    nothing = np.zeros_like(sure)
    beside = sure & (head.rim > 0.12) & (head.rim < 0.5) & (np.abs(head.v + 0.1) < 0.5) & (body.height < -0.02)
    beside &= (body.arm > 1.1) & (body.hand > 1.2) & (skin.lit > 2.2)
    low = seeds.hair & (head.v > _CROWN)  # a hat or a hood may pass for a crown
    known = ((low if low.sum() > 200 else seeds.hair) | beside) & sure
    if not head.found or seeds.bald or known.sum() < 200:
        return nothing
    calm, fine = np.asarray(cv2.GaussianBlur(lab, (0, 0), 0.8), np.float32), fineness(lab[..., 0], sure, head.half)
    under = (np.abs(head.u) < _UNDER) & (head.v > 0.7) & (head.rim < 0.35)  # beards and throats
    cells, zone = bins(calm), sure & (head.rim > 0.02) & ~under
    torso = sure & (((body.height > -0.15) & (body.height < 1)) | (body.arm < 1)) & (head.rim > 0.3)
    trunk = torso & (body.height > 0.05) & (body.height < 0.9) & (np.abs(body.sideways) < 0.5)
    arms = sure & (body.arm < 0.5) & (skin.lit < 1.6)
    cheek = float(np.median(fine[skin.source])) if skin.source.any() else float(fine.max())
    arms &= fine < cheek + _SKIN_FINE
    apart = (skin.any > SKIN_LIMIT) & (body.arm > _ARM)
    rough = np.median(fine[known]) - np.where(body.arm < _ARM, _SLEEVES, _FOLDS)
    # else a smooth thing isn't told from hair there; glasses beside the cheeks make them as fine
    told = by_bulk(seeds) or float(np.median(fine[known])) > cheek + _SKIN_FINE
    fairer = _fairer(calm, known, skin)
    drawn, told = told, told or fairer
    no_cloth, no_skin = (told & place for place in _nowhere(sure, body, head, skin))
    bleached = no_skin & skin.hue & (body.height > -0.1)  # lengths as light as skin show few strands
    found = (_first(calm, cells, known) | (skin.hue & (fine > cheek + 1))) & (fine > rough + 0.2) & zone
    for _ in range(_ROUNDS):
        found = _hanging_on(found, known)
        beyond = torso & ~_wider(found)
        single = _likelier(cells, fine, found | known, (beyond, (skin.source | arms) & ~found), (no_cloth, no_skin))
        likelier = cv2.GaussianBlur(np.where(sure, single, -3).astype(np.float32), (0, 0), 0.04 * head.half)
        found = ((likelier > _LIKELIER) & ((fine > rough) | bleached) | (likelier > _CLEAR) & apart) & zone
        found &= single > _BETWEEN
    throat = (np.abs(head.u) < 0.8) & (head.v > 0.6) & (body.height < 0.1)
    plain = fine < np.median(fine[known]) - _SMOOTHER  # a throat in the shade is as dark as hair
    if not told:
        found &= (skin.any > _UNLIKE) | (body.height > _SHOULDERS)
    mane = _falling(_hanging_on(found, known) & ~(throat & plain), sure, head) & (head.v > 0)
    rest = trunk & ~_wider(found)
    low = mane & (head.v > 0.9)
    if by_bulk(seeds):
        strands = min(low.sum(), rest.sum()) > 20 and np.median(fine[low]) > np.median(fine[rest]) + _STRANDS
        return mane if strands else nothing
    if _told(calm, low, known, rest) and (drawn or not fairer or rest.sum() > 20):
        return mane
    return mane & (body.height < 0) if fairer else nothing  # where no clothes are


def _fairer(lab: Array, known: Mask, skin: SkinDistance) -> bool:
    """Whether the `known` hair (H×W) in Lab H×W×3 is at least about as light as skin, and has hues of its own: skin has
    its colours in no shade."""
    if not skin.source.any():
        return False
    apart = np.median(lab[known], axis=0) - np.median(lab[skin.source], axis=0)
    return bool(apart[0] > _AS_LIGHT and np.hypot(*apart[1:]) > _OTHER_HUE)


def _falling(mane: Mask, sure: Mask, head: Head) -> Mask:
    """The pieces of `mane` that come down past the jaw, on a side of the face where hair fills what is there."""
    held = np.zeros_like(mane)
    past = sure & (head.v > 0.3) & (head.v < 1.1) & (head.rim > 0.08) & (head.rim < 0.5) & (np.abs(head.u) > 0.8)
    for side in (head.u < 0, head.u > 0):
        here = past & side
        hair = here & mane
        if hair.sum() > _PAST * head.half**2 and hair.sum() > 0.3 * here.sum():
            held |= holding(mane, hair)
    return np.asarray(held & mane, np.bool_)


def _told(lab: Array, low: Mask, known: Mask, trunk: Mask) -> bool:
    """Whether the `low` lengths of hair are like the `known` hair rather than the rest of the `trunk`, from which they
    differ clearly: dark hair isn't told from a dark top. lab: H×W×3."""
    if min(low.sum(), known.sum(), trunk.sum()) < 20:
        return True
    lengths, hair, rest = (np.median(lab[where], axis=0) for where in (low, known, trunk))
    apart = float(np.linalg.norm(lengths - rest))
    shares = [histogram(bins(lab)[where]) for where in (low, known, trunk)]
    likes = overlap(shares[0], shares[1]), overlap(shares[0], shares[2])
    return apart > max(_APART, _LIGHTER * float(np.linalg.norm(lengths - hair))) and likes[0] > 2 * likes[1]


def is_new(mane: Mask, hair: Mask, body: Body, head: Head) -> bool:
    """Whether so much of `mane` below the jaw isn't `hair` (both H×W) yet that labels have to be found anew. Above
    the shoulders only what comes down from beside the cheeks counts: headphones lie about the neck."""
    falls = holding(mane, head.v < _CHEEK)
    beside = falls & (head.v > _JAW) & (head.rim > 0.12) & (np.abs(head.u) > 0.8)
    hangs = (body.height > _SHOULDERS) | beside
    eight = (mane & ~hair & hangs).astype(np.uint8)
    return bool(cv2.erode(eight, np.ones((3, 3), np.uint8)).sum() > _LEAST * head.half**2)


def with_mane(seeds: Seeds, mane: Mask) -> Seeds:
    """Seeds with hair learnt from the lengths too, and top, bottom and skin from what they leave free."""
    near = _wider(mane)
    upper, lower, skin = (seed & ~near for seed in (seeds.upper, seeds.lower, seeds.skin))
    core = cv2.erode(mane.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return replace(
        seeds,
        hair=seeds.hair | core,
        skin=skin if skin.any() else seeds.skin,
        upper=upper if upper.sum() > 50 else seeds.upper,
        lower=lower if lower.any() else seeds.lower,
    )


def cloth_between(lab: Array, labels: NDArray[np.uint8], below: Mask) -> Mask:
    """H×W: what is labelled hair `below` the shoulders and clearly has the top's colours: clothes between strands.
    lab: H×W×3. labels: H×W of Label."""
    cells, hair, top = bins(lab), labels == Label.HAIR, labels == Label.UPPER
    inner = cv2.erode(hair.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    calm = cv2.erode(top.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    if min(int(inner.sum()), int(calm.sum())) < 100:
        return np.zeros_like(hair)
    likelier = np.log(histogram(cells[calm])[cells] / histogram(cells[inner])[cells])
    cloth = (hair & below & (likelier > _CLOTH)).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(cloth, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0)


def fineness(light: Array, sure: Mask, half: float) -> Array:
    """H×W: logarithm (base 2) of the contrast of what fills an area with fine detail, as strands do, in shares of its
    lightness; single edges count little, and the outline of `sure` (H×W) nothing. half: half the face's height."""
    calm, wide = cv2.GaussianBlur(light, (0, 0), 0.7), max(1.5, 0.04 * half)
    slopes = sum(cv2.Sobel(calm, cv2.CV_32F, *way) ** 2 for way in ((1, 0), (0, 1)))
    inner = cv2.erode(sure.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.float32)
    weight = np.maximum(cv2.GaussianBlur(inner, (0, 0), wide), 0.05)
    square = cv2.GaussianBlur(np.asarray(slopes * inner, np.float32), (0, 0), wide) / weight
    contrast = np.sqrt(square) / 8 / (cv2.GaussianBlur(light, (0, 0), wide) + 12)
    side = 2 * int(0.08 * half) + 3
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(np.log2(cv2.morphologyEx(contrast.astype(np.float32), cv2.MORPH_OPEN, disk) + _FLAT), np.float32)


def _first(lab: Array, cells: NDArray[np.int32], known: Mask) -> Mask:
    """What has the known hair's colours, or about its hue."""
    often = histogram(cells[known], (1.5, 1.5, 1.5))
    usual = often[cells] > np.quantile(often[cells[known]], 0.08)
    samples = lab[known]
    away = distance(lab, np.median(samples, 0).astype(np.float32), (np.cov(samples.T) + _LENGTHS).astype(np.float32))
    return np.asarray(usual | (away < _COLOURED), np.bool_)


def _nowhere(sure: Mask, body: Body, head: Head, skin: SkinDistance) -> tuple[Mask, Mask]:
    """H×W: where beside the head no cloth is likely, and where no skin is: away from neck, arms and hands, and on the
    chest of who wears a collar up to the chin."""
    beside = (head.rim > 0.1) & (body.arm > 0.9) & (body.hand > 1.2)
    no_cloth = beside & (body.arm > 1.5) & (body.height < -0.1) & (head.v < 1.1)
    no_skin = beside & (body.height < -0.05) & (head.rim > 0.25) & (np.abs(head.u) > _BESIDE)
    throat = sure & (np.abs(head.u) < 0.5) & (head.rim > 0.08) & (head.v > 1.1) & (head.v < 1.5)
    if throat.sum() > 40 and skin.hue[throat].mean() < _COLLAR < skin.hue[skin.source].mean():
        no_skin |= beside & (head.v > 1)
    return no_cloth, no_skin


def _likelier(
    cells: NDArray[np.int32], fine: Array, hair: Mask, others: tuple[Mask, ...], nowhere: tuple[Mask, ...]
) -> Array:
    """H×W: logarithm of how much likelier each pixel is `hair` than the likeliest of `others`, of which each is
    unlikely in one of the places `nowhere`."""
    colour, detail = histogram(cells[hair])[cells], _detail(fine, hair)
    least = np.full(fine.shape, np.inf, np.float32)
    for other, away in zip(others, nowhere, strict=True):
        if other.sum() > 40:
            says = np.clip(_TRUST * np.log(detail / _detail(fine, other)), -_MOST, _MOST)
            least = np.minimum(least, np.log(colour / histogram(cells[other])[cells]) + says + _PLACE * away)
    return np.asarray(np.where(np.isfinite(least), least, 0), np.float32)


def _detail(fine: Array, where: Mask) -> Array:
    """H×W: how often the fineness of each pixel is met `where`."""
    steps = np.clip((fine + 8) * _STEPS, 0, 31).astype(int)
    counts = gaussian_filter1d(np.bincount(steps[where], minlength=32).astype(np.float32), 2.0)
    return np.asarray((counts / max(float(counts.sum()), 1e-3) + 0.003)[steps], np.float32)


def _hanging_on(mask: Mask, known: Mask) -> Mask:
    """The pieces of `mask`, without specks, that the `known` hair reaches."""
    calm = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, pieces = cv2.connectedComponents(calm)
    held = np.bincount(pieces[known], minlength=count) > 0
    held[0] = False
    return np.asarray(held[pieces], np.bool_)


def _wider(mask: Mask) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)
