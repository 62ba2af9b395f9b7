"""Shoes in the colour of a wall or in the shade of a hem, of which only a part was labelled: a heel that was taken for
the trousers beside it, or for background, would go with the old clothes."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.vision.channels import mean
from fittingroom.vision.colour import bins, histogram, to_lab
from fittingroom.vision.fitting.arrays import Mask, f32, flags
from fittingroom.vision.fitting.backdrop import plain_backdrop
from fittingroom.vision.fitting.fill import at_least, closed, grow, opened, shrink, soften
from fittingroom.vision.person import Label, Person
from fittingroom.vision.pieces import components, holding

#: How far above what was labelled a shoe may go on, and how far beside it, in units.
_UP, _BESIDE = 0.2, 0.07
#: How far from shoes cloth is surely cloth, and from how far its colours are learnt, in units.
_CLEAR, _LEARN = 0.12, 0.6
#: How many times likelier a colour is a shoe's than cloth's, and that it is one of the shoe's at all (share of the
#: shoes' own median likelihood).
_LIKELIER, _LIKELY = 6.0, 0.03
#: What is so much less likely among cloth than it usually is, is none; thinner than twice this, in units, is no ankle.
_STRANGE, _ANKLE = 0.1, 0.012
#: Skin in the shade keeps its hue, within so many radians, and at least this share of its chroma over lightness.
_HUE, _CHROMA = 0.4, 0.5
#: Between an ankle and its shoe the lining shows, so wide, and what is narrower than twice that is no gap in a shoe.
_LINING = 0.02
#: What differs from a plain backdrop by more than so many grey levels, and by so many times its grain, is neither it
#: nor a soft shadow on it.
_UNLIKE, _GRAINS = 12.0, 6.0
#: With shoes on both sides so near, in units, it is the shadow on the ground between two feet.
_BETWEEN = 0.12
#: Edges of cloth mixed with the wall are narrower than this, in units; less area than this, units squared, is a speck.
_RIM, _SPECK = 0.008, 0.001
#: What is thinner than twice this along the lower garment is no shoe, and over how much (deviation) the line between
#: the two is evened, in units.
_THIN, _EVEN = 0.025, 0.015
#: Fewer pixels say nothing of a colour.
_FEW = 200


def with_whole_shoes(person: Person, unit: float) -> Person:
    """The person with the parts of shoes beside the lower garment that were labelled as that, or as a plain backdrop
    from which they differ, labelled as shoes."""
    taken, ankle = _in_cloth(person, unit)
    labels = person.labels.copy()
    labels[taken], labels[ankle] = Label.SHOES, Label.SKIN
    person = _with_even_tops(replace(person, labels=labels), unit)
    lost = _in_backdrop(person, unit)
    if not lost.any():
        return person
    alpha = np.maximum(person.alpha, soften(lost, 0.7) * grow(lost, 1))
    labels = np.where(lost, np.uint8(Label.SHOES), person.labels).astype(np.uint8)
    return replace(person, labels=labels, alpha=f32(alpha))


def _with_even_tops(person: Person, unit: float) -> Person:
    """`person` with a smooth line between shoes and lower garment, and without spikes of shoe that run up along that:
    where colours tell the two apart badly their labels end in rags, as would a shoe once the garment is off."""
    shoes, lower = person.labels == Label.SHOES, person.labels == Label.LOWER
    line = flags(grow(shoes, _THIN * unit) & grow(lower, _THIN * unit))
    thin = flags(shoes & ~opened(shoes, _THIN * unit))
    spikes = thin & line & ~holding(thin, grow(person.labels == Label.SKIN, 2))  # beside an ankle there is a heel
    shoes, lower = flags(shoes & ~spikes), flags(lower | spikes)
    share, cloth = (cv2.GaussianBlur(each.astype(np.float32), (0, 0), _EVEN * unit) for each in (shoes, lower))
    even = np.where(share > cloth, np.uint8(Label.SHOES), np.uint8(Label.LOWER))
    return replace(person, labels=np.where(line & (shoes | lower), even, person.labels).astype(np.uint8))


def _in_cloth(person: Person, unit: float) -> tuple[Mask, Mask]:
    """H×W each: what was labelled lower garment, goes on from a shoe and has that one's colours and not the cloth's;
    and what there has the hue of skin and not the cloth's colours: an ankle in the shade of a hem."""
    shoes, lower = person.labels == Label.SHOES, person.labels == Label.LOWER
    near = lower & grow(shoes, _UP * unit)
    own = shrink(shoes, 3) & grow(lower, _LEARN * unit)
    cloth = shrink(lower & grow(shoes, _LEARN * unit) & ~grow(shoes, _CLEAR * unit), 2)
    nothing = np.zeros(near.shape, np.bool_)
    if not near.any() or min(own.sum(), cloth.sum()) < _FEW:
        return nothing, nothing
    cells = bins(to_lab(person.image))
    likely, alike = histogram(cells[own]), histogram(cells[cloth])
    told = (likely > _LIKELIER * alike) & (likely > _LIKELY * np.median(likely[cells[own]]))
    taken = opened(flags((near & told[cells]) | shoes), 1) & ~shoes
    taken = holding(taken, grow(shoes, 1.5))
    strange = alike < _STRANGE * np.median(alike[cells[cloth]])
    ankle = opened(flags(near & strange[cells] & _shaded_skin(person) & ~taken), _ANKLE * unit)
    ankle = holding(ankle, grow(flags(shoes | taken | (person.labels == Label.SKIN)), 2))
    reach = max(2.0, _LINING * unit)
    lining = near & strange[cells] & ~ankle & grow(ankle, reach) & grow(shoes | taken, reach)
    return flags(taken | lining), ankle


def _shaded_skin(person: Person) -> Mask:
    """H×W: what has the hue of the person's skin however dark it is; shade takes as much of the chroma as of the
    light."""
    lab = to_lab(person.image)
    known = np.isin(person.labels, [Label.SKIN, Label.FACE]) & (person.alpha > 0.95)
    if known.sum() < _FEW:
        return np.zeros(known.shape, np.bool_)
    hue = np.arctan2(lab[..., 2], lab[..., 1])
    depth = np.hypot(lab[..., 1], lab[..., 2]) / (lab[..., 0] + 16)
    alike = np.abs(hue - np.median(hue[known])) < _HUE
    return flags(alike & (depth > _CHROMA * np.median(depth[known])))


def _in_backdrop(person: Person, unit: float) -> Mask:
    """H×W: what was labelled background between a shoe and the lower garment and is not the plain backdrop."""
    shoes, lower = person.labels == Label.SHOES, person.labels == Label.LOWER
    near = (person.labels == Label.BACKGROUND) & grow(shoes, _BESIDE * unit) & grow(lower, _UP * unit)
    plate = plain_backdrop(person, lower) if near.any() else None
    if plate is None:
        return np.zeros(near.shape, np.bool_)
    slow, grain = plate
    unlike = mean(np.abs(person.image - slow)) > max(_UNLIKE, _GRAINS * grain)
    unlike &= ~grow(lower, _RIM * unit)  # the soft edge of the cloth is unlike both
    found = holding(opened(flags((near & unlike) | shoes), 1) & ~shoes, grow(shoes, 1.5))
    found = at_least(found, _SPECK * unit**2)
    found = _beside_one(found, shoes, _BETWEEN * unit)
    return flags(found | (near & closed(flags(shoes | found), _LINING * unit) & ~shoes))


def _beside_one(found: Mask, shoes: Mask, reach: float) -> Mask:
    """Those connected pieces of `found` (H×W) of which no more than half has `shoes` to the left and to the right, both
    within `reach` pixels."""
    wide = max(1, round(reach))
    row, feet = np.ones((1, wide + 1), np.uint8), shoes.astype(np.uint8)
    left, right = (cv2.dilate(feet, row, anchor=(anchor, 0)) > 0 for anchor in (0, wide))
    pieces, areas = components(found)
    between = np.bincount(pieces[left & right], minlength=len(areas))
    return flags(found & (2 * between <= areas)[pieces])
