"""What is below the hair: where skull, neck, clothes and background come free, before any of it is painted."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.fitting.arrays import f32, flags
from fittingroom.vision.hair.arms import hidden_arms
from fittingroom.vision.hair.beard import beard
from fittingroom.vision.hair.beneath import Beneath, evened, find_beneath, mistaken
from fittingroom.vision.hair.ears import Ear, ears_of
from fittingroom.vision.hair.frame import HeadFrame
from fittingroom.vision.hair.lobes import seen_lobe, softly
from fittingroom.vision.hair.locks import lost_locks
from fittingroom.vision.hair.matte import HairMatte, guarded, hanging
from fittingroom.vision.hair.scalp import Scalp
from fittingroom.vision.hair.skin import texture
from fittingroom.vision.hair.soft import closed, narrowed, widened
from fittingroom.vision.hair.solid import worn_before
from fittingroom.vision.hair.walls import loose_hairs
from fittingroom.vision.hair.wisps import close_wisps
from fittingroom.vision.people.head import face_oval
from fittingroom.vision.person import Label, Person

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]

_RIM = 0.03  # units round a lobe that its soft edge takes up


@dataclass(frozen=True)
class Uncovered:
    """All H×W. photo: ×3 RGB 0…255, wisps on bare skin closed. wisps: 0…1, where they were. hair: what is taken off;
    stays: a fringe that can't be. kept: what is never touched, such as glasses. beneath: uint8 of Beneath. body: 0…1,
    the person without hair. ears: those that are seen, and lobes of others; hidden: these others on sides in view;
    lobes: what is seen of them, 0…1; torn: what strands take up that cross one. skin: what hidden ears take their
    colours from. pores: ×3, the skin's texture, about 0."""

    photo: Array
    wisps: Array
    hair: Mask
    stays: Mask
    kept: Mask
    beneath: NDArray[np.uint8]
    body: Array
    ears: Mask
    hidden: tuple[Ear, ...]
    lobes: Array
    torn: Mask
    skin: Mask
    pores: Array

    def hidden_ears(self, person: Person) -> tuple[Array, ...]:
        """The alpha of each hidden ear behind the face's edge, H×W."""
        if not self.hidden or person.face is None:
            return ()
        face = cv2.GaussianBlur(face_oval(self.body.shape, person.face).astype(np.float32), (0, 0), 0.8)
        shown = (1 - face * self.body) * (1 - self.lobes)
        return tuple(f32(ear.alpha(self.body.shape) * shown) for ear in self.hidden)


def uncover(
    person: Person, frame: HeadFrame, scalp: Scalp, matte: HairMatte, seed: int, with_lobes: bool = True
) -> Uncovered:
    """What comes free where the hair of `matte` was. with_lobes: whether lobes seen below it stay: where new hair
    covers the ears they are taken off with it, or they would show as scraps of skin between its locks."""
    hidden, lobes = _hidden(matte, person, frame)
    scraps = np.zeros_like(lobes) if with_lobes else widened(lobes, max(1.0, _RIM * frame.unit))
    if not with_lobes:
        lobes = np.zeros_like(lobes)
    matte = replace(matte, ears=flags(matte.ears | lobes))
    kept = guarded(person, frame, matte.alpha)
    plain = narrowed(person.labels == Label.FACE, 0.03 * frame.unit) & ~matte.ears & (person.alpha > 0.95)
    plain &= ~widened(kept, 0.08 * frame.unit) & ~widened(matte.alpha > 0.06, 0.08 * frame.unit)
    pores = texture(f32(person.image), flags(plain), frame.unit, seed)
    wisps, healed = close_wisps(person, frame, matte, pores)
    photo = f32(person.image + (healed - person.image) * wisps[..., None])
    torn = _torn(person, frame, matte)
    hair = _covered(person, frame, matte, kept, torn)
    stays = _fringe(person, frame, scalp, hair) if matte.fringe else np.zeros_like(hair)
    hair |= scraps & ~face_oval(hair.shape, person.face) & ~(matte.ears | kept)
    hair &= ~stays
    hair |= loose_hairs(photo, person, frame, matte) & ~matte.ears
    hair |= lost_locks(person, frame, matte) & ~matte.ears
    hair |= mistaken(person, frame, hair) & ~matte.ears
    specks = closed(flags(hair), 0.05 * frame.unit)  # between hairs
    hair |= specks & (person.labels == Label.BACKGROUND) & ~matte.ears
    beneath, spikes = evened(find_beneath(person, frame, scalp, hair, matte.ears), hair, frame.unit)
    spikes &= ~matte.ears & ~stays
    hair |= spikes
    beneath[spikes] = Beneath.BACKGROUND
    body = np.where(hair, beneath != Beneath.BACKGROUND, person.alpha).astype(np.float32)
    body[worn_before(beneath, frame) & ~hair] = 1
    body[lobes] = 1
    skin = flags((person.labels == Label.FACE) & ~hair & (person.alpha > 0.95) & (beard(person, frame) < 0.05))
    skin = flags(skin | lobes)
    return Uncovered(
        photo, wisps, flags(hair), stays, kept, beneath, f32(cv2.GaussianBlur(body, (0, 0), 0.8)), matte.ears,
        hidden, softly(lobes, frame.unit), torn, skin, pores,
    )  # fmt: skip


def _hidden(matte: HairMatte, person: Person, frame: HeadFrame) -> tuple[tuple[Ear, ...], Mask]:
    """Ears that strands cross, and those of which no more than a lobe is seen; and H×W, these lobes."""
    torn = {ear.side: ear for ear in matte.torn}
    found, lobes = [], np.zeros(matte.mask.shape, np.bool_)
    for ear in ears_of(frame):
        if ear.side in torn:
            found.append(torn[ear.side])
        elif not (ear.outline(lobes.shape) & matte.ears).any():
            lobe = seen_lobe(ear, person, frame, matte)
            found.append(ear.reaching(lobe))
            lobes |= lobe
    return tuple(found), lobes


def _covered(person: Person, frame: HeadFrame, matte: HairMatte, kept: Mask, torn: Mask) -> Mask:
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
    return flags((hair | wide | narrow | cloth | wisps | arms | torn) & ~(matte.ears | kept))


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
