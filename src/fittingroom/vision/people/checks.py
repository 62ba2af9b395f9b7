"""Whether a photo shows what a try-on needs, and in plain words what it lacks."""

import cv2
import numpy as np

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.channels import magnitude
from fittingroom.vision.colour import to_lab, unit
from fittingroom.vision.people.akimbo import beyond_shoulder, sticks_out
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.folding import FOLDED, bend, raised_before
from fittingroom.vision.people.longtops import hem_untold
from fittingroom.vision.person import Label, Person

#: A new sleeve that ends before the first share of an arm bares the forearm, and past the second it may cover all of
#: it; an old one covers so much of it. A forearm lies
#: before the body with so much of it, S²; and its hand shows, if it does, within so far of the wrist, S, as so much
#: skin, S². What lies within the last of the knuckles, S, is what a hidden hand is under.
_SHORT, _LONG, _COVERED, _BEFORE, _HAND, _SHOWS, _KNUCKLES = 0.6, 0.65, 0.8, 0.08, 0.3, 0.01, 0.1
#: Cloth that only lies round an arm's lower part covers less than the first share of it from the shoulder down, and
#: shows beyond the shoulder as more than the second, S², within the third, S, of the arm.
_BARE, _DRAPE, _ROUND = 0.1, 0.04, 0.3
#: Forearms are crossed at elbows that enclose less than this, degrees, with wrists no further from the middle on their
#: own side than the second, S; so near one another, S, one lies over the other.
_BENT, _ACROSS, _OVER = 125.0, 0.15, 0.2
#: So much of a forearm's middle line is labelled hair where the arm is taken for it.
_AS_HAIR = 0.7
NOBODY = "No person was found in the photo. Use a photo of one person, seen from the front."
SIDEWAYS = "The person is turned to the side. Use a photo that shows them from the front, or half turned at most."

#: Shoulder joints lie about .7 torso lengths apart in people seen from the front, half of that in people turned by 60°.
_NARROW = 0.38
#: Trousers and skirts look alike from more sides: they are refused only in a view quite from the side, beyond 73°.
_PROFILE = 0.2
#: A thigh seen leads away from the torso's line by at most so many degrees in people who stand, stride or lean; and
#: the longer one is more than this share of the torso, unless both point at the camera.
_RAISED, _FORESHORTENED = 50.0, 0.45
#: From this visibility on the pose network saw a knee, from the second it is sure of it.
_SEEN, _SURE = 0.4, 0.6
SEATED = "A leg is raised or the person is sitting. Use a photo that shows them standing."

#: So much of the way from one shoulder joint to the other must lead into the depth (degrees from the picture's plane)
#: for narrow shoulders to be turned ones; the depth that the pose network gives is too great by half.
_TURNED = 75.0


def missing_part(person: Person | None, subcategory: Subcategory) -> str | None:
    """Why `subcategory` (tops, bottoms, dresses) can't be tried on in this photo, or None where it can.

    Tops need both shoulders and the chest down to about the waist; bottoms the hips and half of the thighs;
    dresses both.
    """
    if person is None:
        return NOBODY
    if _turned_away(person):
        return "The person's back is turned. Use a photo that shows them from the front."
    if _sideways(person, _PROFILE if subcategory is Subcategory.BOTTOMS else _NARROW):
        return SIDEWAYS
    if subcategory is not Subcategory.TOPS and _seated(person):
        return SEATED
    missing: list[str] = []
    if subcategory in (Subcategory.TOPS, Subcategory.DRESSES):
        missing += _missing_above(person)
    if subcategory in (Subcategory.BOTTOMS, Subcategory.DRESSES):
        missing += _missing_below(person)
    if not missing:
        return None
    return f"The photo doesn't show {' and '.join(missing)}, which {subcategory.value} need. Use a photo that does."


def folded_arm(person: Person, reach: tuple[float, float], tops: bool = True) -> str | None:
    """Why no sleeve can be drawn on an arm that gets one (`reach`, 0…1 along the arm, 0 for none; the image's left arm
    first), or None where all can: a forearm folded up before its upper arm hides where on it a sleeve ends, but for a
    top's (`tops`) long one on an old long one, an arm put behind the head or the back shows only a part that no sleeve
    can be laid along, and one raised beside hair of its colour can't be told from that."""
    for side, name in enumerate(("left", "right")):
        sleeve_on = tops and reach[side] > _LONG and raised_before(person, side)
        folded = bend(person.pose, side) < FOLDED and not sleeve_on
        if reach[side] > 0 and (folded or _partly_hidden(person, side) or _lost_in_hair(person, side)):
            return (
                f"The arm on the {name} of the picture is folded up or hidden, so a sleeve can't be drawn on it. "
                "Use a photo with the arms hanging or only a little bent, or a garment without sleeves."
            )
    return None


def unbared_arm(person: Person, reach: tuple[float, float]) -> str | None:
    """Why an arm can't be bared past the end of its new sleeve (`reach`, 0…1 along the arm, 0 for none; the image's
    left arm first), or None where both can: no hand is to be seen at the end of its old sleeve, before the body or in
    the top's own pocket, so it would have to be invented, or an arm sticks out that wasn't made out."""
    if min(reach) < _SHORT and _crossed(person):
        return (
            "The arms are crossed in long sleeves and hide one another, so they can't be drawn bare. "
            "Use a photo with the arms hanging, or a garment with long sleeves."
        )
    for side, name in enumerate(("left", "right")):
        if reach[side] < _SHORT and _handless(person, side):
            return (
                f"The hand on the {name} of the picture is hidden or can't be made out, so that arm can't be drawn "
                "bare. Use a photo with the arms hanging, or a garment with long sleeves."
            )
        if 0 < reach[side] < _SHORT and _draped(person, side):
            return (
                f"Cloth lies round the lower part of the arm on the {name} of the picture, so that arm can't be drawn "
                "bare below a short sleeve. Use a photo without it, or a garment with long sleeves."
            )
        if reach[side] == 0 and _lost_sleeve(person, side):
            return (
                f"The arm on the {name} of the picture is partly hidden, so it can't be drawn bare. "
                "Use a photo with the arms hanging, or one with bare arms."
            )
    return None


def unknown_hem(person: Person) -> str | None:
    """Why the lower edge of what the person wears above can't be told from what is below, or None where it can: an open
    shirt or several layers of one colour, which would be taken for trousers up to the chest."""
    height, width = person.labels.shape
    size = (width // 2, height // 2)
    small = np.asarray(cv2.resize(person.image, size, interpolation=cv2.INTER_AREA), np.uint8)
    labels = np.asarray(cv2.resize(person.labels, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    pose = person.pose.copy()
    pose[:, :2] *= np.array([size[0] / width, size[1] / height], np.float32)
    if hem_untold(unit(small), to_lab(small), labels, Body(pose, labels.shape)):
        return (
            "It can't be told where the top ends and what is worn below it begins. "
            "Use a photo without open or long layers, in which its hem is seen."
        )
    return None


def _crossed(person: Person) -> bool:
    """Whether both forearms lie bent across the body under long sleeves, the one over the other."""
    middle = float(person.pose[[11, 12, 23, 24], :2].mean(0) @ person.figure.right)
    for side, wrist in enumerate((16, 15)):
        arm = person.figure.arms[side]
        outwards = (float(person.pose[wrist, :2] @ person.figure.right) - middle) * (-1.0, 1.0)[side]
        bent = bend(person.pose, side) < _BENT
        if arm is None or arm.cover < _COVERED or not bent or outwards > _ACROSS * person.figure.size:
            return False
    ends = [person.pose[joints, :2] for joints in ([14, 16], [13, 15])]
    first, second = (line[0] + (line[1] - line[0]) * np.linspace(0, 1, 20)[:, None] for line in ends)
    apart = np.linalg.norm(first[:, None] - second[None], axis=-1)
    return float(apart.min()) < _OVER * person.figure.size


def _handless(person: Person, side: int) -> bool:
    """Whether the hand at the end of a covered forearm isn't seen, though its place is in the picture: the forearm lies
    before the body with no skin near, or the hand's place shows cloth that goes with the sleeve, as a top's pocket."""
    arm, size = person.figure.arms[side], person.figure.size
    if arm is None or person.hands[side] is not None or arm.cover < _COVERED:
        return False
    wrist, (height, width) = person.pose[(16, 15)[side], :2], person.labels.shape
    if not (0 <= wrist[0] < width and 0 <= wrist[1] < height):
        return False
    y, x = np.mgrid[:height, :width].astype(np.float32)
    near = magnitude(x - wrist[0], y - wrist[1]) < _HAND * size
    shows = float((near & (person.labels == Label.SKIN)).sum()) > _SHOWS * size**2
    before = float(person.front.arms[side].sum()) > _BEFORE * size**2
    return (before and not shows) or _under_top(person, side)


def _under_top(person: Person, side: int) -> bool:
    """Whether the knuckles' place is in the picture and shows the top. Skin nearby doesn't help then: it is a hand that
    the arm doesn't lead to, or fingers alone. A hand in a trouser pocket lies under cloth that stays, and its arm may
    end there."""
    knuckles, (height, width) = person.pose[[(20, 18), (19, 17)][side], :2].mean(0), person.labels.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    place = magnitude(x - knuckles[0], y - knuckles[1]) < _KNUCKLES * person.figure.size
    inside = 0 <= knuckles[0] < width and 0 <= knuckles[1] < height
    return bool(inside and (person.labels[place] == Label.UPPER).mean() > 0.5)


def _draped(person: Person, side: int) -> bool:
    """Whether an arm is bare at the shoulder and wears cloth further down, as under a shawl or an off-shoulder sleeve:
    past the end of a short sleeve it would be left hanging in the air."""
    arm = person.figure.arms[side]
    if arm is None or arm.cover > _BARE or person.hands[side] is not None:
        return False
    size, round_arm = person.figure.size, np.zeros(person.labels.shape, np.uint8)
    shoulder, elbow, wrist = person.pose[((12, 14, 16), (11, 13, 15))[side], :2]
    lower = np.round([0.5 * (shoulder + elbow), elbow, wrist]).astype(np.int32)
    cv2.polylines(round_arm, [lower], False, 1, max(round(2 * _ROUND * size), 1))
    cloth = beyond_shoulder(person.labels, _body(person), side) & (person.labels == Label.UPPER) & (round_arm > 0)
    return float(cloth.sum()) > _DRAPE * size**2


def _lost_sleeve(person: Person, side: int) -> bool:
    """Whether what sticks out beyond the shoulder, as an arm that wasn't made out, wears most of a sleeve."""
    if not _partly_hidden(person, side):
        return False
    beside = beyond_shoulder(person.labels, _body(person), side)
    return bool((beside & (person.labels == Label.UPPER)).sum() > 0.5 * beside.sum())


def _partly_hidden(person: Person, side: int) -> bool:
    """Whether there is more of a person seen from the front beyond the shoulder than the body, though the arm there
    wasn't made out. Of somebody half turned it may be hidden by the body, and that is well."""
    return person.figure.arms[side] is None and sticks_out(person.labels, _body(person), side)


def _lost_in_hair(person: Person, side: int) -> bool:
    """Whether a forearm raised above the shoulder is taken for hair all along."""
    shoulder, elbow, wrist = person.pose[((12, 14, 16), (11, 13, 15))[side], :2]
    if float((wrist - shoulder) @ person.figure.up) < 0:
        return False
    column, row = np.round(elbow + (wrist - elbow) * np.linspace(0.1, 0.8, 24)[:, None]).astype(np.int64).T
    height, width = person.labels.shape
    within = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    hair = person.labels[row[within], column[within]] == Label.HAIR
    return bool(within.any() and hair.mean() > _AS_HAIR)


def _body(person: Person) -> Body:
    return Body(person.pose, person.labels.shape)


def _turned_away(person: Person) -> bool:
    """No face, and the person's left side lies on the image's left, in shoulders and hips alike."""
    pose = person.pose
    return bool(person.face is None and pose[11, 0] < pose[12, 0] and pose[23, 0] < pose[24, 0])


def _sideways(person: Person, narrow: float) -> bool:
    """Whether the shoulders are turned so far that they lie less than `narrow` torso lengths apart: a chest seen from
    the side can't be drawn from a garment seen from the front. Slender people, and raised arms, have narrow shoulders
    too, but both at the same depth."""
    shoulders, hips = person.pose[[11, 12], :3], person.pose[[23, 24], :2].mean(0)
    apart = float(np.linalg.norm(shoulders[0, :2] - shoulders[1, :2]))
    length = float(np.linalg.norm(shoulders[:, :2].mean(0) - hips))
    turn = np.degrees(np.arctan2(abs(float(shoulders[0, 2] - shoulders[1, 2])), max(apart, 1e-6)))
    return bool(apart < narrow * length and turn > _TURNED)


def _seated(person: Person) -> bool:
    """Whether a thigh is raised, or both point at the camera: cloth photographed flat, hanging down, can't be laid over
    a lap or round a lifted knee."""
    hips, knees = person.pose[[23, 24], :2], person.pose[[25, 26], :2]
    axis = hips.mean(0) - person.pose[[11, 12], :2].mean(0)
    length = float(np.linalg.norm(axis))
    down = axis / max(length, 1e-6)
    thighs, sight = knees - hips, person.pose[[25, 26], 3]
    aside = np.abs(thighs @ np.array([-down[1], down[0]]))
    raised = (np.degrees(np.arctan2(aside, thighs @ down)) > _RAISED) & (sight > _SEEN)
    seen = all(_within(person, k, 0.0) for k in (25, 26)) and bool(sight.min() > _SURE)
    return bool(raised.any()) or (seen and bool(np.linalg.norm(thighs, axis=1).max() < _FORESHORTENED * length))


def _within(person: Person, landmark: int, margin: float) -> bool:
    """Whether a landmark lies in the picture or at most `margin` S outside."""
    x, y = person.pose[landmark, :2]
    height, width = person.labels.shape
    slack = margin * person.figure.size
    return bool(-slack <= x < width + slack and -slack <= y < height + slack)


def _missing_above(person: Person) -> list[str]:
    missing = []
    if not all(_within(person, k, 0.08) for k in (11, 12)) or person.pose[[11, 12], 3].min() < 0.4:
        missing.append("both shoulders")
    waist = person.pose[[11, 12], :2].mean(0) * 0.45 + person.pose[[23, 24], :2].mean(0) * 0.55
    if waist[1] > person.labels.shape[0]:
        missing.append("the torso down to the waist")
    return missing


def _missing_below(person: Person) -> list[str]:
    """Photos that end above the knee will do, as long as half of a thigh is there."""
    missing = []
    if not all(_within(person, k, 0.0) for k in (23, 24)) or person.pose[[23, 24], 3].min() < 0.4:
        missing.append("the hips")
    thighs = person.pose[[23, 24], :2] * 0.55 + person.pose[[25, 26], :2] * 0.45
    if thighs[:, 1].min() > person.labels.shape[0]:
        missing.append("the legs down to the middle of the thighs")
    return missing
