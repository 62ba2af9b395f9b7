"""A person as the vision functions found them. How it is found is in `vision/people/`.

Coordinates are pixels of `Person.image`, x to the right and y down. Index 0 is the image's left, 1 its right
(so a frontal person's right arm is index 0), wherever something comes in pairs.
"""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]  # H×W


class Label(IntEnum):
    """What a pixel of a person shows."""

    BACKGROUND = 0
    HAIR = 1
    SKIN = 2  # bare skin other than the face: neck, chest, arms, hands, legs
    UPPER = 3  # clothing above the waist
    LOWER = 4  # clothing below the waist
    SHOES = 5
    FACE = 6


#: What is clothing but for shoes.
WORN = (Label.UPPER, Label.LOWER)


@dataclass(frozen=True)
class Hand:
    """points: 21×3, MediaPipe's order (0 the wrist; 4, 8, 12, 16, 20 the finger tips), x, y, depth. score: 0…1."""

    points: Floats
    score: float


@dataclass(frozen=True)
class Limb:
    """An arm from the shoulder joint to the wrist, or a leg from the hip joint to the ankle, at N stations.

    axis: N×2, the middle of the limb. along: N, 0 at its root, 1 at wrist or ankle.
    normal: N×2 unit vectors across it, pointing to its outer side (away from the body).
    halfwidth: N×2, from the axis to the inner and to the outer edge; with loose clothes these are the clothes' edges.
    measured: bool N×2, False where no edge was seen (hidden, touching the body, outside the picture) and `halfwidth`
        is a model's.
    bare: N, 0…1, how much of the limb shows skin there; NaN where it can't be told.
    cover: where the clothes on it end, 0 (none) … 1 (to the wrist or ankle, or beyond).
    seen: 0…1, the pose network's least visibility of its joints.
    region: bool H×W, its pixels, skin or cloth, hand or foot included.
    """

    axis: Floats
    along: Floats
    normal: Floats
    halfwidth: Floats
    measured: NDArray[np.bool_]
    bare: Floats
    cover: float
    seen: float
    region: Mask


@dataclass(frozen=True)
class NeckBase:
    """Where the neck stands on the body.

    points: 2×2, where the neck's sides meet the shoulders. curve: N×2, from one to the other round the front, as a
    close-fitting crew neck would lie. centre: the neck's middle at the height of the points. halfwidth: of the neck.
    measured: bool 2, whether each side was seen (hair and collars hide it).
    """

    points: Floats
    curve: Floats
    centre: Floats
    halfwidth: float
    measured: NDArray[np.bool_]


@dataclass(frozen=True)
class Torso:
    """The trunk without arms at N heights.

    height: N, 0 on the line of the shoulder joints, 1 on that of the hip joints (it goes on below).
    sides: N×2×2, the left and the right edge. measured: bool N×2, whether the edge is seen against the background
    (or against a bare arm) rather than a model's.
    """

    height: Floats
    sides: Floats
    measured: NDArray[np.bool_]


@dataclass(frozen=True)
class Figure:
    """The body's geometry.

    size: S, the body's unit in pixels: the distance of the shoulder joints, at least 0.55 torso lengths.
    length: from the shoulder line to the hip line in pixels. up, right: unit vectors along and across the torso.
    tips: 2×2, the shoulder tips on the silhouette. waist, hips: 2×2, left and right end of these lines.
    hem: N×2, the lower edge of the clothing above the waist, left to right; empty where none is seen.
    arms, legs: None where the limb isn't in the picture.
    """

    size: float
    length: float
    up: Floats
    right: Floats
    tips: Floats
    neck: NeckBase
    torso: Torso
    waist: Floats
    hips: Floats
    hem: Floats
    arms: tuple[Limb | None, Limb | None]
    legs: tuple[Limb | None, Limb | None]


@dataclass(frozen=True)
class SkinTone:
    """How this person's skin answers to light.

    lightness: K rising values of Lab L. colour: K×3 Lab, the mean skin colour at each.
    face, body: the median L of the face and of other bare skin (the face's, a little darker, where none is seen).
    grain: standard deviation of L at the finest scale, the photo's noise and the skin's texture.
    """

    lightness: Floats
    colour: Floats
    face: float
    body: float
    grain: float

    def at(self, lightness: Floats) -> Floats:
        """Lab colours (…×3) of skin with the given L (any shape); beyond what was seen, the ends' chroma stays."""
        chroma = [np.interp(lightness, self.lightness, self.colour[:, k]) for k in (1, 2)]
        return np.stack([lightness, *chroma], -1).astype(np.float32)


@dataclass(frozen=True)
class Front:
    """What lies before the torso and stays there when the clothes change. All bool H×W.

    hair: all hair (over forehead, neck and shoulders). arms: forearms and hands before the torso or hips, by side,
    with the sleeve on them; empty for an arm that hangs beside the body. objects: what is neither body nor clothes:
    bags, phones, cups, helmets; their own outline, beyond the person's silhouette too.
    """

    hair: Mask
    arms: tuple[Mask, Mask]
    objects: Mask


@dataclass(frozen=True)
class Person:
    """One analysed photo of a person, at working size.

    image: uint8 H×W×3 RGB.
    pose: float32 33×4, the BlazePose landmarks: x, y, depth (pixels), visibility 0…1. Model order (so 11 is the
        person's left shoulder).
    face: float32 478×3 face mesh points, or None where no face was found.
    hands: by side, None where none was found.
    alpha: float32 H×W, 0…1, how much of each pixel is the person.
    labels: uint8 H×W of `Label`.
    confidence: float32 H×W, 0…1, how sure `labels` is.
    figure, skin, front: what follows for a fitting.
    one_piece: 0…1, how alike the colours above and below the waist are: over 0.6 it is probably a dress.
    people: how many people of about this size are in the photo.
    """

    image: NDArray[np.uint8]
    pose: Floats
    face: Floats | None
    hands: tuple[Hand | None, Hand | None]
    alpha: Floats
    labels: NDArray[np.uint8]
    confidence: Floats
    figure: Figure
    skin: SkinTone
    front: Front
    one_piece: float = 0.0
    people: int = 1
    record: dict[str, str] = field(default_factory=dict)

    @property
    def worn(self) -> NDArray[np.bool_]:
        """H×W: where clothes are seen, shoes apart."""
        return np.asarray((self.labels == Label.UPPER) | (self.labels == Label.LOWER))
