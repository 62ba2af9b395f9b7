"""How large a top is on a person, how far down it reaches, and which edge ends it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.fitting.curves import resample
from fittingroom.vision.fitting.cut import sleeved, strapped
from fittingroom.vision.fitting.frame import Frame
from fittingroom.vision.fitting.outline import OldTop, ShoulderLine, Sides
from fittingroom.vision.garment import Garment, Neck
from fittingroom.vision.person import Label

#: t at which a top ends that by its proportions reaches to the hip joint: pose networks put that joint low.
PER_REACH = 0.8
#: How much of the length is the cut's word, the rest being the scale's.
CUT_SHARE = 0.6
#: How deep armholes are, in chest widths, on a top cut close, and from where on it is cut loosely.
CLOSE_ARMHOLE, LOOSE_ARMHOLE = 0.65, 0.73
#: Hoods are cut loosely; theirs is at least this much ease.
HOODED = 1.12
#: How much ease a top has whose sleeves stand off: laid flat it is as wide as half its girth, and its armholes look
#: shallow. Slope of the sleeve's upper edge (down over out) up to which that is so, and from which not at all.
FLAT_EASE, STANDS_OFF, HANGS = 0.25, 0.7, 1.0
#: As far as this a loose cut makes up for looking short, torsos.
HIP = 1.03
#: The photographed hem stays where the new top would end no more than this above or below it, torsos.
TOO_SHORT, TOO_LONG = 0.20, 0.12
#: Only what reaches no further than this below the waistband is tucked in unasked, torsos.
TUCKS = 0.12
#: A top worn over the waistband covers at least this much of it, torsos.
COVERS = 0.08
#: An old top that ends further down than this hides where the lower garment begins, so that a shorter one is lengthened
#: to its hem, torsos; but not beyond the second, as a coat's.
HIDES, COAT = 1.2, 1.35
#: How far down the picture's lower border may lie, torsos, for a new top to go on beyond it as the old one does; where
#: it lies higher than the first, only what would end close above it does, and a cropped top bares the belly.
BELLY, CROPPED = 1.1, 1.45

#: A hem that covers the old one reaches so much further down, torsos.
BEYOND = 0.03
#: A top whose cut reaches less far than this, torsos, is made to bare the belly.
CROP = 0.93


class Hem(StrEnum):
    """Which edge the new hem is."""

    OWN = "own"  # the garment's, over whatever the person wears below
    PHOTO = "photo"  # the photographed hem of the old top
    WAIST = "waist"  # tucked into the lower garment


@dataclass(frozen=True)
class Fit:
    """How loosely a garment is worn: `ease` multiplies its width; `tuck` forces it in or out, None leaves it open;
    `turned` asks for the other of the two, whatever that is, and for what has nothing to tuck in worn shorter."""

    ease: float = 1.0
    tuck: bool | None = None
    turned: bool = False


def choose_scale(garment: Garment, frame: Frame, line: ShoulderLine, sides: Sides) -> float:
    """Person pixels per garment pixel: shoulders to shoulders, but near what the chest says."""
    chest = float(sides.at(0, 0.36) + sides.at(1, 0.36))
    garment_chest = float(abs(garment.armpits[1][0] - garment.armpits[0][0]))
    by_chest = chest / max(garment_chest, 1.0)
    if not sleeved(garment) or strapped(garment):
        return 1.05 * by_chest
    joints = np.abs(frame.lateral(frame.shoulders)).sum() + 0.10 * frame.unit
    by_shoulders = joints / max(1.0, float(np.linalg.norm(garment.tips[1] - garment.tips[0])))
    return float(np.clip(by_shoulders, 0.83 * by_chest, 1.04 * by_chest))


def height_share(frame: Frame, sides: Sides) -> float:
    """How much less a garment grows in length than in width on a wide body."""
    chest = float(sides.at(0, 0.36) + sides.at(1, 0.36)) / frame.unit
    return float(np.clip(1.1 / chest, 0.75, 1.0) ** 0.8)


def armhole_depth(garment: Garment) -> float:
    """How far below the neck points a top's armpits lie, in chest widths."""
    neck, pits = np.stack(garment.neck_points), np.stack(garment.armpits)
    return float((pits[:, 1].mean() - neck[:, 1].mean()) / max(float(pits[1, 0] - pits[0, 0]), 1.0))


def is_loose(garment: Garment) -> bool:
    """Whether a top with sleeves is cut loosely."""
    return garment.neck is Neck.HOOD or (sleeved(garment) and armhole_depth(garment) > LOOSE_ARMHOLE)


def cut_wide(garment: Garment) -> float:
    """How far a top with sleeves is cut so wide that it falls straight from the armpits, 0…1, by its deep armholes."""
    if garment.subcategory is not Subcategory.TOPS or not sleeved(garment) or garment.neck is Neck.HOOD:
        return 0.0
    return float(np.clip((armhole_depth(garment) - CLOSE_ARMHOLE) / (LOOSE_ARMHOLE - CLOSE_ARMHOLE) - 0.5, 0, 0.5) * 2)


def laid_flat(garment: Garment) -> float:
    """How far a top lies flat in its photo with its sleeves spread, 0…1: by how steeply the less spread one falls."""
    if not all(garment.sleeves) or any(sleeve.fused for sleeve in garment.sleeves if sleeve):
        return 0.0
    falls = [sleeve.cuff[0] - sleeve.tip for sleeve in garment.sleeves if sleeve]
    slope = max(float(down / max(abs(out), 1e-6)) for out, down in falls)
    return float(np.clip((HANGS - slope) / (HANGS - STANDS_OFF), 0, 1))


def natural_length(garment: Garment, scaled: float) -> float:
    """t at which a top ends when nothing holds it. scaled: t that its scale on this person gives.

    Scale alone would crop what is cut wide, for wide cloth looks short, and would make a long shirt of a close one on
    a wide body; so most is left to the cut: length over width, more where deep armholes tell that the width is ease."""
    if garment.subcategory is not Subcategory.TOPS or not sleeved(garment):
        return scaled
    wide = max(armhole_depth(garment) / CLOSE_ARMHOLE, 1 + FLAT_EASE * laid_flat(garment))
    ease = float(np.clip(wide, HOODED if garment.neck is Neck.HOOD else 1.0, 1.25))
    length = CUT_SHARE * PER_REACH * garment.reach + (1 - CUT_SHARE) * scaled
    return max(length, min(length * ease, HIP))


def at_least_seen(garment: Garment, old: OldTop, natural: float) -> float:
    """`natural`, but over the waistband for a top of which its photo shows only as much as its wearer's trousers leave:
    where it was tucked in, or the picture ends, it would else bare the belly."""
    if not garment.end_hidden:
        return natural
    if old.waist is not None:
        return max(natural, old.waist + COVERS)
    return natural if old.hem is None else max(natural, old.hem)


def reaches_old_hem(garment: Garment, old: OldTop) -> bool:
    """Whether the top is drawn at least as long as the old one: what that hid can't be told, and only a top cut to bare
    the belly may show painted skin there. Where the belly was bare, the waistband is seen; a coat hides too much; below
    a dress's bodice its skirt goes on."""
    is_top = garment.subcategory is Subcategory.TOPS
    return is_top and old.hem is not None and old.hem < COAT and not old.belly and garment.reach >= CROP


def choose_hem(garment: Garment, old: OldTop, natural: float, fit: Fit) -> tuple[Hem, float]:
    """Which edge ends the top, and how far down. natural: t at which it ends when nothing holds it. An open jacket's
    hem is no other top's: the new one hangs over it, or what the jacket hid of the hips would have to be made up."""
    if old.open and old.hem is not None and garment.subcategory is Subcategory.TOPS:  # below a bodice a skirt goes on
        return Hem.OWN, natural if garment.reach < CROP else max(natural, old.hem + COVERS)
    least = old.hem + BEYOND if old.hem is not None and reaches_old_hem(garment, old) else natural
    if fit.tuck is False:
        return Hem.OWN, max(natural, least)
    hem, end = _usual_hem(garment, old, natural, fit)
    if hem is Hem.OWN and end < least:  # the old hem stays, but for what covers it, and where nothing is seen below
        over = garment.neck is Neck.HOOD or is_gathered(garment) or old.waist is None
        hem, end = (Hem.OWN, least) if over else (Hem.PHOTO, least - BEYOND)
    if not fit.turned:
        return hem, end
    natural = max(natural, least)
    if hem is Hem.OWN and old.waist is not None and natural > old.waist:
        return Hem.WAIST, old.waist
    return Hem.OWN, natural if old.waist is None else max(natural, old.waist + COVERS)


def _usual_hem(garment: Garment, old: OldTop, natural: float, fit: Fit) -> tuple[Hem, float]:
    """Where the garment's own hem comes near the photographed one, that one stays, folds and all. What reaches little
    further than the waistband is tucked in where the old top was, or where it would meet the waistband anyway; what is
    longer falls over it, as do hoods and gathered hems, so that its length is seen: that the old top was tucked in says
    nothing about the new one. What is shorter ends where it ends."""
    if old.hem is None:
        return Hem.OWN, natural
    over = not fit.tuck and (garment.neck is Neck.HOOD or is_gathered(garment))
    waist = old.waist if old.waist is not None else old.hem
    tucks = 9.0 if fit.tuck else TUCKS
    if old.belly or old.tucked:
        if natural < waist - 0.12:
            near = abs(natural - old.hem) < (0.15 if old.belly else 0.1)
            return (Hem.PHOTO, old.hem) if near and not over else (Hem.OWN, natural)
        if over or natural > waist + tucks:
            return Hem.OWN, max(natural, waist + COVERS)
        return (Hem.WAIST, waist) if old.belly else (Hem.PHOTO, old.hem)
    hidden = HIDES < old.hem < COAT
    if over and (hidden or natural - old.hem > -TOO_SHORT):
        return Hem.OWN, max(natural, old.hem + BEYOND)
    if fit.tuck or (hidden and natural < old.hem) or -TOO_SHORT < natural - old.hem < TOO_LONG:
        return Hem.PHOTO, old.hem
    return Hem.OWN, natural


def bares_hips(old: OldTop, end: float) -> bool:
    """Whether a top that ends at `end` bares hips that a coat or tunic hides: what is worn there can't be told."""
    return old.hem is not None and old.hem >= COAT and end < old.hem - 0.1


def old_end(old: OldTop) -> float | None:
    """t of where the old top stops deciding what the body's outline is: its hem, or the waistband over it."""
    known = [at for at in (old.hem, old.waist) if at is not None]
    return min(known) if known else None


def is_gathered(garment: Garment) -> bool:
    """Whether the hem is drawn in: ribbed or elastic, narrower than the body just above it."""
    left, right = (resample(side, 24) for side in garment.sides)
    widths = right[:, 0] - left[:, 0]
    return bool(widths[-2:].mean() < 0.94 * widths[12:].max())


def beyond_picture(hem: Hem, end: float, frame: Frame, labels: NDArray[np.uint8]) -> tuple[Hem, float]:
    """Which edge ends a garment below which no lower garment is seen (labels: H×W), and how far down: beyond the
    picture's lower border where its hem would lie close above that, or the old top goes on beyond it. A hem that just
    shows would leave a strip of old cloth, and nothing tells what is worn below it."""
    border = float(frame.t(np.array([frame.at(1, 0)[0], labels.shape[0] - 1], np.float32)))
    if border < BELLY:
        return hem, border + 0.08 if border - 0.12 < end < border + 0.08 else end
    middle = labels[-1][np.abs(frame.fields(labels.shape)[1][-1]) < 0.4 * frame.unit]
    cloth, hands = int((middle == Label.UPPER).sum()), int((middle == Label.SKIN).sum())
    goes_on = cloth > max(0.2 * len(middle), 0.5 * (len(middle) - hands))
    return (Hem.OWN, max(end, border + 0.08)) if goes_on and border < CROPPED else (hem, end)
