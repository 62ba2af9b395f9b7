"""A garment photographed on somebody: cut out by what each pixel of the person shows, its landmarks by the pose."""

import cv2
import numpy as np

from fittingroom.tryon.kinds import GarmentPhotoType, Subcategory
from fittingroom.vision.garment import Garment, Neck, Sleeve
from fittingroom.vision.networks import PersonNetworks
from fittingroom.vision.people.analyse import analyse_person
from fittingroom.vision.people.face import find_face
from fittingroom.vision.people.hands import find_hands
from fittingroom.vision.people.pose import find_pose
from fittingroom.vision.person import Label, Limb, Person
from fittingroom.vision.pieces import components
from fittingroom.vision.product.arrays import Floats, Image, Mask, Pair
from fittingroom.vision.product.cutout import carry_on
from fittingroom.vision.product.hem import hem_curve, side_curves
from fittingroom.vision.product.legs import bottom_of, find_legs
from fittingroom.vision.product.masks import fill, largest, morph
from fittingroom.vision.product.outline import Outline, outline
from fittingroom.vision.product.sleeves import resample

#: Where the armpits lie between shoulder line (0) and hip line (1).
ARMPIT = 0.27
# The share of a hem that tells what lies below it.
_MOST = 0.6


def find_wearer(image: Image, networks: PersonNetworks, photo_type: GarmentPhotoType) -> Person | None:
    """Who wears the garment in its photo (at working size), or None for a garment photographed alone.

    AUTO: somebody must be seen, by the face or by both hands; an empty garment has the shape of a person, too.
    """
    if photo_type is GarmentPhotoType.FLAT_LAY:
        return None
    if photo_type is GarmentPhotoType.AUTO:
        pose = find_pose(image, networks)
        if pose is None:
            return None
        face = find_face(image, pose.landmarks, networks)
        if face is None and None in find_hands(image, pose.landmarks, networks):
            return None
    return analyse_person(image, networks)


def worn_category(person: Person) -> Subcategory:
    """A dress if above and below the waist look alike, else the top; the bottom where no shoulder shows."""
    shoulders = float(person.pose[11:13, 3].min())
    if shoulders < 0.4:
        return Subcategory.BOTTOMS
    return Subcategory.DRESSES if person.one_piece > 0.6 else Subcategory.TOPS


def describe_worn(person: Person, kind: Subcategory) -> Garment | None:
    """The garment of this kind that the person wears, or None where next to nothing of it is seen."""
    seen = _seen(person, kind)
    if seen.sum() < 0.03 * max(1, int((person.alpha > 0.5).sum())):
        return None
    mask = _completed(person, seen, kind)
    shape = outline(mask)
    core = morph(seen, cv2.MORPH_ERODE, 4)
    fabric = carry_on(person.image, core if core.any() else seen)
    alpha = np.clip((cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.6) - 0.5) / 0.4, 0, 1)
    if kind is Subcategory.BOTTOMS:
        return _bottom(person, shape, fabric, alpha)
    return _top(person, shape, fabric, alpha, kind)


def _seen(person: Person, kind: Subcategory) -> Mask:
    wanted = {
        Subcategory.TOPS: (Label.UPPER,),
        Subcategory.BOTTOMS: (Label.LOWER,),
        Subcategory.DRESSES: (Label.UPPER, Label.LOWER),
    }[kind]
    found = np.isin(person.labels, wanted) & (person.alpha > 0.5)
    return largest(morph(morph(found, cv2.MORPH_OPEN, 2), cv2.MORPH_CLOSE, 3), 0.08)


def _completed(person: Person, seen: Mask, kind: Subcategory) -> Mask:
    """What is seen, with what hair, arms and objects hide of the trunk; small holes closed."""
    front = person.front.hair | person.front.objects | person.front.arms[0] | person.front.arms[1]
    sides = person.figure.torso.sides
    trunk = np.zeros(seen.shape, np.uint8)
    cv2.fillPoly(trunk, [np.round(np.vstack([sides[:, 0], sides[::-1, 1]])).astype(np.int32)], 1)
    rows = np.flatnonzero(seen.any(1))
    inside = np.zeros_like(seen)
    inside[rows[0] : rows[-1] + 1] = True
    closed = morph(seen, cv2.MORPH_CLOSE, 0.25 * person.figure.size)
    hidden = front & (trunk > 0) & inside & closed if kind is not Subcategory.BOTTOMS else front & closed & inside
    holes = fill(seen | hidden) & ~seen
    labels, areas = components(holes, connectivity=4)
    limit = 0.02 * float(seen.sum())
    small = [i for i in range(1, len(areas)) if areas[i] < limit]
    return largest(seen | hidden | np.isin(labels, small), 0.1)


def _top(person: Person, shape: Outline, fabric: Image, alpha: Floats, kind: Subcategory) -> Garment:
    figure = person.figure
    sleeves = tuple(_sleeve(shape.mask, limb, person, k) for k, limb in enumerate(figure.arms))
    body = shape.mask.copy()
    for sleeve in sleeves:
        if sleeve is not None:
            body &= ~sleeve.mask
    body = largest(body, 0.3)
    armpits = _armpits(person)
    hem = hem_curve(body, shape.axis)
    sides = side_curves(body, armpits, hem)
    points, line, neck = _neck(shape, person)
    below = float(np.median(hem[:, 1])) - float(figure.waist[:, 1].mean())
    level = float(person.pose[11:13, 1].mean())
    reach = (float(np.median(hem[:, 1])) - level) / max(1.0, figure.length)
    dress = kind is Subcategory.DRESSES
    none = np.zeros_like(shape.mask)
    return Garment(
        image=person.image,
        alpha=np.asarray(alpha, np.float32),
        fabric=fabric,
        subcategory=kind,
        neck=neck,
        inside=none,
        collar=none,
        behind=none,
        torso=body,
        neckline=_f(line),
        back_neckline=_f(line),
        hem=_f(hem),
        waist=_f(resample(figure.waist.astype(float), 21)) if dress else np.zeros((0, 2), np.float32),
        sides=(_f(sides[0]), _f(sides[1])),
        neck_points=(_f(points[0]), _f(points[1])),
        tips=(_f(figure.tips[0]), _f(figure.tips[1])),
        armpits=(_f(armpits[0]), _f(armpits[1])),
        reach=float(np.clip(below / _leg_length(person), 0.15, 1.1)) if dress else float(np.clip(reach, 0.3, 1.8)),
        sleeves=(sleeves[0], sleeves[1]),
        end_hidden=kind is Subcategory.TOPS and _end_hidden(person, hem),
        record=_record(kind) | {"neck": neck.value},
        confidence={"cutout": 0.6, "neck": 0.5, "neckline": 0.5, "sleeves": 0.7, "length": 0.8},
    )


def _end_hidden(person: Person, hem: Floats) -> bool:
    """Whether the cloth goes on below `hem` (N×2) for all that is seen: most of it meets the lower garment, which it
    may be tucked into, or lies at the picture's edge."""
    height, width = person.labels.shape
    rows = np.round(hem[:, 1] + 0.05 * person.figure.size).astype(int)
    cut = rows >= height - 1
    below = person.labels[np.minimum(rows, height - 1), np.clip(np.round(hem[:, 0]).astype(int), 0, width - 1)]
    return bool((cut | (below == Label.LOWER)).mean() > _MOST)


def _sleeve(mask: Mask, limb: Limb | None, person: Person, k: int) -> Sleeve | None:
    """The cloth on an arm from the shoulder to where it ends."""
    if limb is None or limb.cover < 0.06:
        return None
    own = mask & (limb.region | (_beyond_trunk(person, k) & _near(limb.axis, 0.3 * person.figure.size, mask.shape)))
    if own.sum() < 0.02 * person.figure.size**2:
        return None
    end = max(3, int(np.searchsorted(limb.along, limb.cover, side="right")))
    axis, half = limb.axis[:end], limb.halfwidth[:end]
    outer = axis + limb.normal[:end] * half[:, 1:]
    inner = axis - limb.normal[:end] * half[:, :1]
    cuff = np.stack([outer[-1], inner[-1]])
    centre, width = (outer + inner) / 2, half.mean(1)
    pit = _armpits(person)[k]
    return Sleeve(own, _f(centre), _f(width), _f(person.figure.tips[k]), _f(pit), _f(cuff), float(min(1.0, limb.cover)))


def _beyond_trunk(person: Person, k: int) -> Mask:
    """What lies outside the trunk's edge on side k, from the armpit down."""
    torso = person.figure.torso
    rows = np.arange(person.labels.shape[0])
    edge = np.interp(rows, torso.sides[:, k, 1], torso.sides[:, k, 0])[:, None]
    x = np.arange(person.labels.shape[1])[None]
    below = rows[:, None] > _armpits(person)[k][1]
    return np.asarray(below & ((x < edge) if k == 0 else (x > edge)))


def _near(axis: Floats, reach: float, shape: tuple[int, ...]) -> Mask:
    drawn = np.zeros(shape, np.uint8)
    cv2.polylines(drawn, [np.round(axis).astype(np.int32)], False, 1, max(1, round(2 * reach)))
    return drawn > 0


def _armpits(person: Person) -> Pair:
    torso = person.figure.torso
    at = [[np.interp(ARMPIT, torso.height, torso.sides[:, k, j]) for j in (0, 1)] for k in (0, 1)]
    return np.array(at[0]), np.array(at[1])


def _neck(shape: Outline, person: Person) -> tuple[Pair, Floats, Neck]:
    """The upper edge between the neck's sides. Which kind of neck it is follows from how it runs."""
    size, base, tips = person.figure.size, person.figure.neck, person.figure.tips
    columns = np.arange(max(0, int(tips[0][0])), min(shape.mask.shape[1] - 1, int(tips[1][0])) + 1)
    columns = columns[shape.top[columns] < max(p[1] for p in _armpits(person)) + 0.3 * size]
    places = np.vstack([tips[:1], base.points, tips[1:]])
    below = shape.top[columns] - np.interp(columns, places[:, 0], places[:, 1])
    worn = np.flatnonzero(below < 0.08 * size)
    left, right = worn[columns[worn] < base.centre[0]], worn[columns[worn] >= base.centre[0]]
    if not len(left) or not len(right):
        ends = _at(shape, columns[0]), _at(shape, columns[-1])
        return ends, _edge(shape, ends), Neck.STRAPLESS
    ends = _at(shape, columns[left[-1]]), _at(shape, columns[right[0]])
    if ends[1][0] - ends[0][0] < 0.3 * base.halfwidth:  # nothing is cut out below the neck: it goes up to it or above
        points = np.array(base.points[0], float), np.array(base.points[1], float)
        return points, np.asarray(base.curve, float), Neck.HIGH if below.min() < -0.1 * size else Neck.CREW
    thin = max(columns[left].size, columns[right].size) < 0.22 * size
    return ends, _edge(shape, ends), Neck.STRAPS if thin else _kind(_edge(shape, ends), columns[-1] - columns[0])


def _at(shape: Outline, column: float) -> Floats:
    return np.array([column, shape.top[int(column)]], float)


def _edge(shape: Outline, ends: Pair) -> Floats:
    x = np.arange(int(ends[0][0]), int(ends[1][0]) + 1)
    smooth = cv2.medianBlur(np.ascontiguousarray(shape.top[x], np.float32)[None], 5)[0]
    return resample(np.vstack([ends[0][None], np.stack([x, smooth], 1).astype(float), ends[1][None]]), 61)


def _kind(line: Floats, across: float) -> Neck:
    """A V runs straight to its lowest point; a boat neck is broad and shallow."""
    depth, width = line[:, 1] - line[[0, -1], 1].mean(), line[-1, 0] - line[0, 0]
    if np.median(depth) < 0.56 * np.percentile(depth, 97) and depth.max() > 0.5 * width:
        return Neck.V
    return Neck.BOAT if width > 0.62 * across and depth.max() < 0.3 * width else Neck.CREW


def _bottom(person: Person, shape: Outline, fabric: Image, alpha: Floats) -> Garment:
    found = find_legs(shape, person.image)
    waist = float(np.median(found.waist[:, 1]))
    reach = (float(np.median(found.hem[:, 1])) - waist) / _leg_length(person, waist)
    return bottom_of(
        person.image,
        np.asarray(alpha, np.float32),
        fabric,
        shape,
        found,
        float(np.clip(reach, 0.1, 1.1)),
        _record(Subcategory.BOTTOMS),
        {"cutout": 0.6, "length": 0.8},
    )


def _leg_length(person: Person, waist: float | None = None) -> float:
    """From the waist to the ankles, by the pose; guessed from the torso where the ankles aren't seen."""
    start = float(person.figure.waist[:, 1].mean()) if waist is None else waist
    if person.pose[27:29, 3].min() > 0.5:
        return max(1.0, float(person.pose[27:29, 1].mean()) - start)
    return max(1.0, 2.0 * person.figure.length)


def _record(kind: Subcategory) -> dict[str, str]:
    return {"subcategory": kind.value, "garment_photo_type": GarmentPhotoType.MODEL.value}


def _f(points: Floats) -> Floats:
    return np.asarray(points, np.float32)
