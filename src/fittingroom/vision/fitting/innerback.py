"""The inner side of a garment's back that bulges out beside its front neckline, where no back was told apart."""

from dataclasses import replace

import numpy as np

from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.curves import resample
from fittingroom.vision.fitting.neckcurve import envelope, is_v
from fittingroom.vision.garment import Garment

#: By how much of the neckline's depth the back bulges into it: less is how it is cut, more a slit or a collar.
BULGES = 0.08, 0.3


def without_inner_back(garment: Garment) -> Garment:
    """The garment with its neckline drawn taut from its ends to its lowest point, if the outline was taken for it and
    bulges into the opening: a front edge hangs in a curve, so what bulges there is the back's inner side."""
    line = garment.neckline
    if len(line) < 5 or garment.inside.any() or garment.collar.any() or is_v(resample(line, 81)):
        return garment
    first, last = line[0], line[-1]
    share = (line[:, 0] - first[0]) / max(float(last[0] - first[0]), 1e-3)
    depth = line[:, 1] - (first[1] + (last[1] - first[1]) * share)
    if (np.diff(share) <= 0).any() or depth.max() < 2:
        return garment
    taut = envelope(share, depth)
    if not BULGES[0] < float((taut - depth).max()) / float(depth.max()) < BULGES[1]:
        return garment
    return replace(garment, neckline=f32(np.stack([line[:, 0], line[:, 1] + taut - depth], axis=1)))
