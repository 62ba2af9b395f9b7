"""The head without its hair: skull, neck, clothes and background where the old hair was."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.fitting.fill import noise
from fittingroom.vision.hair.arms import arm_skin, hidden_arms
from fittingroom.vision.hair.beneath import Beneath, evened, find_beneath, mistaken
from fittingroom.vision.hair.ears import Ear, draw_ear, ears_of
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.light import light_of
from fittingroom.vision.hair.matte import HairMatte, guarded, hanging
from fittingroom.vision.hair.scalp import Scalp
from fittingroom.vision.hair.skin import membrane, texture
from fittingroom.vision.hair.soft import blur, narrowed, smooth_fill, widened
from fittingroom.vision.hair.walls import continued, is_calm, loose_hairs
from fittingroom.vision.hair.wisps import close_wisps
from fittingroom.vision.people.head import face_oval
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Bare:
    """image: H×W×3 RGB 0…255. beneath: uint8 H×W of Beneath. body: H×W, 0…1, the person without hair. removed:
    H×W, 0…1, where hair was taken off. grain: deviation of the photo's noise. ears: bool H×W, ears that are seen.
    hidden: the others on sides in view. skin: bool H×W, what these take their colours from."""

    image: Array
    beneath: NDArray[np.uint8]
    body: Array
    removed: Array
    grain: float
    ears: Mask
    hidden: tuple[Ear, ...]
    skin: Mask


def take_off(person: Person, frame: HeadFrame, scalp: Scalp, matte: HairMatte, seed: int) -> Bare:
    """Fill what the hair of `matte` hid."""
    grain = _grain(f32(person.image), narrowed(person.labels == Label.FACE, 4))
    kept = guarded(person, frame, matte.alpha)
    plain = narrowed(person.labels == Label.FACE, 0.03 * frame.unit) & ~matte.ears & (person.alpha > 0.95)
    plain &= ~widened(kept, 0.08 * frame.unit) & ~widened(matte.alpha > 0.06, 0.08 * frame.unit)
    pores = texture(f32(person.image), flags(plain), frame.unit, seed)
    wisps, closed = close_wisps(person, frame, matte, pores)
    photo = f32(person.image + (closed - person.image) * wisps[..., None])
    hair = _covered(person, frame, matte)
    stays = _fringe(person, frame, scalp, hair) if matte.fringe else np.zeros_like(hair)
    hair &= ~stays
    hair |= loose_hairs(photo, person, frame, matte) & ~matte.ears
    hair |= mistaken(person, frame, hair) & ~matte.ears
    closed_over = ~widened(~widened(hair, 0.05 * frame.unit), 0.05 * frame.unit)
    hair |= closed_over & (person.labels == Label.BACKGROUND) & ~matte.ears  # specks between hairs
    beneath, spikes = evened(find_beneath(person, frame, scalp, hair, matte.ears), hair, frame.unit)
    spikes &= ~matte.ears & ~stays
    hair |= spikes
    beneath[spikes] = Beneath.BACKGROUND
    calm = is_calm(photo, (person.alpha < 0.04) & ~hair, hair, frame.unit)
    wall_grain = _grain(photo, narrowed((person.labels == Label.BACKGROUND) & ~hair, 4))
    filled, weight = np.zeros_like(photo), np.full(hair.shape, 1e-6, np.float32)
    removed = np.zeros(hair.shape, np.float32)
    ends = blur(stays.astype(np.float32), 0.03 * frame.unit)
    untouched = blur(kept.astype(np.float32), 0.01 * frame.unit)
    for kind in Beneath:
        here = hair & (beneath == kind)
        if not here.any():
            continue
        fill = _fill(kind, photo, person, frame, matte, beneath, flags(hair | (kept & (kind is Beneath.HEAD))), calm)
        if kind in (Beneath.HEAD, Beneath.NECK):
            fill = fill + pores
        else:
            rough = wall_grain if kind is Beneath.BACKGROUND else grain
            fill = fill + (noise(hair.shape, 0.7, seed + kind) * rough)[..., None]
        share = f32(_share(kind, here, person, frame, calm) * (1 - ends) * (1 - untouched))
        part = np.maximum(cv2.GaussianBlur(here.astype(np.float32), (0, 0), 0.8), 0.02 * share)
        filled, weight = filled + fill * part[..., None], weight + part
        removed = np.maximum(removed, share)
    result = photo + (filled / weight[..., None] - photo) * removed[..., None]
    body = np.where(hair, beneath != Beneath.BACKGROUND, person.alpha).astype(np.float32)
    body = f32(cv2.GaussianBlur(body, (0, 0), 0.8))
    skin = flags((person.labels == Label.FACE) & ~hair & (person.alpha > 0.95))
    return Bare(
        f32(np.clip(result, 0, 255)), beneath, body, f32(np.maximum(removed, wisps)), grain, matte.ears,
        _hidden(matte, person, frame, skin), skin,
    )  # fmt: skip


def _hidden(matte: HairMatte, person: Person, frame: HeadFrame, skin: Mask) -> tuple[Ear, ...]:
    """Ears that strands cross, and those of which no more than a lobe is seen."""
    beside = np.zeros_like(skin) if person.face is None else skin & ~face_oval(skin.shape, person.face)
    torn = {ear.side: ear for ear in matte.torn}
    return tuple(
        torn.get(ear.side, ear.reaching(flags(beside), 0.01 * frame.unit**2))
        for ear in ears_of(frame)
        if ear.side in torn or not (ear.outline(skin.shape) & matte.ears).any()
    )


def with_hidden_ears(bare: Bare, person: Person, frame: HeadFrame) -> Bare:
    """`bare` with the ears that old hair hid drawn behind the face's edge, for cuts that show them."""
    if not bare.hidden or person.face is None:
        return bare
    image, body, removed, seen = bare.image, bare.body, bare.removed, bare.ears
    light = light_of(person, frame)
    face = cv2.GaussianBlur(face_oval(body.shape, person.face).astype(np.float32), (0, 0), 0.8)
    for ear in bare.hidden:
        alpha = f32(ear.alpha(body.shape) * (1 - face * bare.body))
        surface = draw_ear(ear, bare.image, bare.skin, light, frame.unit)
        surface = surface + (noise(body.shape, 0.7, 2 + ear.side) * bare.grain)[..., None]
        image = f32(image + (surface - image) * alpha[..., None])
        body, removed = f32(np.maximum(body, alpha)), f32(np.maximum(removed, alpha))
        seen = flags(seen | (alpha > 0.5))
    return replace(bare, image=f32(np.clip(image, 0, 255)), body=body, removed=removed, ears=seen, hidden=())


def _share(kind: Beneath, here: Mask, person: Person, frame: HeadFrame, calm: bool) -> Array:
    """H×W, 0…1: how much of a fill shows; before walls and on skin it fades into what hair only shaded."""
    there = f32(np.maximum(here, cv2.GaussianBlur(widened(here, 1).astype(np.float32), (0, 0), 0.8)))
    if kind is Beneath.CLOTHES:
        return there
    alike = (Label.BACKGROUND,) if kind is Beneath.BACKGROUND else (Label.FACE, Label.SKIN)
    wide, fade = (0.08, 0.04) if kind is Beneath.HEAD or (calm and kind is Beneath.BACKGROUND) else (0.04, 0.03)
    soft = np.clip(blur(widened(here, wide * frame.unit).astype(np.float32), fade * frame.unit), 0, 1)
    soft = np.where(soft < 0.02, 0, soft)
    if kind is Beneath.BACKGROUND:  # the body's own soft edge stays
        body = widened(~np.isin(person.labels, (Label.BACKGROUND, Label.HAIR)), max(1.5, 0.02 * frame.unit))
        soft = soft * np.clip(1 - 20 * person.alpha * body, 0, 1)
    return f32(np.maximum(there, soft * np.isin(person.labels, alike)))


def _covered(person: Person, frame: HeadFrame, matte: HairMatte) -> Mask:
    """Every pixel that hair has a share in: a little wider over skin, much wider over background, where stray hairs
    and their blur go on."""
    hair = matte.alpha > 0.06
    face = np.isin(person.labels, (Label.FACE, Label.SKIN))
    wide = widened(hair, 0.06 * frame.unit) & (person.labels == Label.BACKGROUND)
    wide |= widened(matte.mask, 0.06 * frame.unit) & (person.alpha < 0.98) & ~face
    narrow = widened(hair & (matte.alpha > 0.2), max(3.0, 0.04 * frame.unit)) & ~np.isin(
        person.labels, (Label.UPPER, Label.LOWER)
    )
    cloth = widened(matte.mask, max(1.0, 0.03 * frame.unit)) & person.worn
    labelled = person.labels == Label.HAIR
    thin = labelled & ~widened(narrowed(labelled, 0.05 * frame.unit), 0.06 * frame.unit)
    wisps = widened(thin & widened(matte.mask, 1.2 * frame.unit), 0.03 * frame.unit) & _hangs(matte, frame)
    arms = widened(hair & hidden_arms(person, frame), 0.12 * frame.unit) & (person.labels == Label.SKIN)
    wisps &= ~face_oval(hair.shape, person.face)
    kept = matte.ears | guarded(person, frame, matte.alpha)
    return flags((hair | wide | narrow | cloth | wisps | arms | _torn(person, frame, matte)) & ~kept)


def _hangs(matte: HairMatte, frame: HeadFrame) -> Mask:
    """Where wisps of this hair may be: all over, but nowhere below it if it is short."""
    rows = np.nonzero(matte.mask)[0]
    found = np.ones_like(matte.mask)
    if len(rows) and not hanging(matte.mask, frame):
        found[int(np.percentile(rows, 98) + 0.1 * frame.unit) :] = False
    return found


def _torn(person: Person, frame: HeadFrame, matte: HairMatte) -> Mask:
    """What ears that strands cross and the strands round them take up beside the face."""
    found = np.zeros(matte.mask.shape, np.bool_)
    if person.face is not None and matte.torn:
        beside = ~narrowed(face_oval(found.shape, person.face), 0.02 * frame.unit)
        for ear in matte.torn:
            found |= widened(ear.zone(found.shape), 0.12 * frame.unit) & beside & (person.labels != Label.UPPER)
    return found


def _fringe(person: Person, frame: HeadFrame, scalp: Scalp, hair: Mask) -> Mask:
    """Before the forehead and the face: where a fringe hangs that can't be taken off, since nobody knows the brows
    below it."""
    shape = person.labels.shape
    x, y = frame.plane(shape)
    points = frame.within(np.stack([x, y, scalp.depth(frame, x, y)], -1).astype(np.float32))
    azimuth, elevation = scalp.place(points)
    before = (np.abs(azimuth) < 1.0) & (elevation < scalp.start(azimuth) + 0.25) & (y > frame.brow)
    face = face_oval(shape, person.face)
    inside = cv2.distanceTransform(face.astype(np.uint8), cv2.DIST_L2, 5) / frame.unit
    eye = frame.facing(f32([0, frame.eye, 0]))[1]
    face &= inside > 0.4 * np.clip(eye - y, 0, 0.6)  # it tapers along the cheeks
    stays = flags((before & (points[..., 2] > -5)) | face)
    _, pieces = cv2.connectedComponents((hair & stays).astype(np.uint8))
    held = np.bincount(pieces[stays & (y > eye)], minlength=int(pieces.max()) + 1) > 0
    return flags(stays & held[pieces])  # nothing hangs on its own


def _fill(
    kind: Beneath,
    photo: Array,
    person: Person,
    frame: HeadFrame,
    matte: HairMatte,
    beneath: NDArray[np.uint8],
    hair: Mask,
    calm: bool,
) -> Array:
    """H×W×3: what `kind` looks like, carried on under the hair."""
    known = (beneath == kind) & ~hair
    reach = 0.02 * frame.unit
    if kind is Beneath.BACKGROUND:
        known &= person.alpha < 0.04
        if calm:  # nothing to go on behind the hair, and its stray ends lie further out
            return membrane(photo, narrowed(known, 0.1 * frame.unit), frame.unit)
        known = narrowed(known, 2 * reach)
        return continued(photo, smooth_fill(photo, known, frame.unit), known, frame.unit)
    if kind is Beneath.NECK and (narrowed(known, reach).sum() < 200 or person.face is None):
        known = (beneath == Beneath.HEAD) & ~hair
    solid = narrowed(known & (person.alpha > 0.95), reach)
    if kind is Beneath.NECK:
        clear = solid & ~widened(hair, 0.1 * frame.unit)  # skin that hair shades says little of skin in the light
        solid = clear if clear.sum() > 0.2 * frame.unit**2 else solid
    if kind is Beneath.HEAD:  # hair shades skin beside it, and ears are redder
        clear = solid & ~widened(hair, 0.1 * frame.unit) & ~matte.ears & ~_torn(person, frame, matte)
        solid = clear if clear.any() else solid
    if not solid.any():
        solid = person.alpha > 0.95
    if kind is Beneath.HEAD:
        return _head_skin(photo, solid, beneath != Beneath.BACKGROUND, frame)
    if kind is Beneath.NECK:
        inside = cv2.distanceTransform((beneath != Beneath.BACKGROUND).astype(np.uint8), cv2.DIST_L2, 5)
        round_ = 1 - 0.14 * np.exp(-inside / (0.14 * frame.unit))  # limbs turn away from the light at their edges
        drawn, arms = arm_skin(photo, person, frame, hair)
        return f32(np.where(arms[..., None], drawn, smooth_fill(photo, solid, frame.unit) * round_[..., None]))
    return smooth_fill(photo, solid, frame.unit)


def _head_skin(photo: Array, known: Mask, body: Mask, frame: HeadFrame) -> Array:
    """Skin over the head: the face's, darker where the head turns away towards its outline."""
    turned = np.clip((blur(body.astype(np.float32), 0.16 * frame.unit) - 0.5) * 2, 0, 1) ** 0.6
    away = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 5) / (0.5 * frame.unit)
    dark = 0.32 * (1 - turned) * np.clip(away, 0, 1)
    return f32(membrane(photo, known, frame.unit) * (1 - dark)[..., None])


def _grain(photo: Array, known: Mask) -> float:
    """Deviation of the photo's noise where `known` is plain."""
    rough = (photo - cv2.GaussianBlur(photo, (0, 0), 1.2)).mean(-1)
    return float(np.clip(np.median(np.abs(rough[known])) * 1.1, 0.2, 3)) if known.any() else 1.0
