"""How far along an arm a sleeve reaches, and how far the two of one garment do."""

from fittingroom.vision.fitting.outline import Arm
from fittingroom.vision.garment import Sleeve

#: What is about as long as something else: to this share of an arm.
ABOUT = 0.1
#: How long an upper arm is, units; and below which share of that it is foreshortened, and a short sleeve on it with it.
UPPER_ARM, FORESHORTENED = 0.675, 0.75
#: u at which a set-in sleeve begins at the latest, units: one that begins further down the arm reaches no further.
SET_IN = -0.1
#: Up to which share of an arm a sleeve is a short one.
SHORT = 0.6
#: Sleeves whose reaches differ by no more than this are cut alike.
ALIKE = 0.1


def sleeve_reach(sleeve: Sleeve) -> float:
    """How far along the arm a sleeve goes, 0…1; nearly to the wrist is to the wrist."""
    return 1.0 if sleeve.reach > 0.9 else min(max(sleeve.reach, 0.14), 1.0)


def own_end(sleeve: Sleeve, arm: Arm, tip: float, long: float, unit: float, elbow: float) -> float:
    """u of the cuff along `arm`: as far as the garment's proportions say, or where a short old sleeve ended not far
    from there. A short sleeve whose outer edge, so `long` in pixels from the shoulder's tip, u = `tip`, ends about
    where they say ends just there. One that ends above the elbow does so on an upper arm that is seen foreshortened,
    too, whose `elbow` lies at that u."""
    length = arm.limb.length
    end = min(sleeve_reach(sleeve) * max(length, 1.35 * unit), length)
    scaled = tip + long
    if arm.crossed and end > SHORT * length:
        return length  # a forearm that lies so can't be bared in part: what hides what isn't known
    if end < SHORT * length and abs(end - scaled) < ABOUT * length:
        end = scaled
    if 0.1 * length < arm.sleeve_end < SHORT * length and abs(arm.sleeve_end - end) < ABOUT * length:
        end = arm.sleeve_end
    short = sleeve.reach < 0.5 and elbow < FORESHORTENED * UPPER_ARM * unit
    return min(end, scaled, sleeve_reach(sleeve) * 2 * UPPER_ARM * unit) * elbow / (UPPER_ARM * unit) if short else end


def even_ends(
    ends: tuple[float, float], elbows: tuple[float, float], sleeves: tuple[Sleeve, Sleeve], arms: tuple[Arm, Arm]
) -> tuple[float, float]:
    """The u at which two sleeves end, with short ones that are cut alike ending at the same share of their upper arms,
    as far as the `elbows` (u): measured arm by arm, one may end where its length does and the other where its
    proportions say. Then both are as long as the shorter one, or as one that ends where an old sleeve did."""
    short = all(end < SHORT * arm.limb.length for end, arm in zip(ends, arms, strict=True))
    if not short or abs(sleeves[0].reach - sleeves[1].reach) > ALIKE or min(elbows) <= 0:
        return ends
    old = [end == arm.sleeve_end for end, arm in zip(ends, arms, strict=True)]
    if all(old):
        return ends
    shares = [end / elbow for end, elbow in zip(ends, elbows, strict=True)]
    share = shares[old.index(True)] if any(old) else min(shares)
    return share * elbows[0], share * elbows[1]
