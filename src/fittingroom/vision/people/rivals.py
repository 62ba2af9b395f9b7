"""Which of a pose's mask belongs to another person whom the pose network sees as well."""

import numpy as np

from fittingroom.vision.networks import Array
from fittingroom.vision.people.odds import logit

# Two looks whose noses lie nearer to each other than this, in shoulder widths, are at the same person.
_SAME = 0.6
# Probabilities beyond which masks are no surer.
_SURE = 0.995


def is_another(landmarks: Array, own: Array) -> bool:
    """Whether `landmarks` (33×2 or more columns, pixels) are those of somebody else than `own` are: another head."""
    width = max(float(np.linalg.norm(each[11, :2] - each[12, :2])) for each in (landmarks, own))
    return float(np.linalg.norm(landmarks[0, :2] - own[0, :2])) > _SAME * width


def against(mask: Array, rivals: list[Array]) -> Array:
    """`mask` (H×W, 0…1) without what `rivals`, masks of other people, are surer of. Where a neighbour's body joins the
    person's own, each look at one of them takes in some of the other."""
    odds = logit(mask, _SURE)
    for rival in rivals:
        odds = odds - np.maximum(logit(rival, _SURE), 0)
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32) if rivals else mask
