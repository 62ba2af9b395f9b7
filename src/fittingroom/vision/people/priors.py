"""How likely each label is at each pixel by its place on the body alone. The numbers were found by trial on photos."""

import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.people.bareness import Bareness
from fittingroom.vision.people.body import Body
from fittingroom.vision.people.head import Head
from fittingroom.vision.people.seeds import SKIN_LIMIT, Seeds
from fittingroom.vision.people.skin import SkinDistance

Array = NDArray[np.float32]
Mask = NDArray[np.bool_]


def priors(
    sure: Mask, body: Body, head: Head, skin: SkinDistance, seeds: Seeds, bareness: Bareness, has_lower: bool
) -> Array:
    """float32 5×H×W: hair, skin, upper, lower, shoes; not normalised."""
    throat = head.found & (np.abs(head.u) < 0.8) & (head.v > 0.8) & (head.v < 1.45) & (body.height < 0.05)
    shown = bareness.inside_bare
    planes = [
        _hair(sure, body, head, seeds),
        _skin(body, head, skin, seeds, bareness, throat),
        _upper(body, head) * np.where(shown & (bareness.bare < 0.9), 0.3, 1),
        _lower(body, has_lower) * np.where(shown & (bareness.bare < 0.9) & (body.height > 1.3), 0.3, 1),
        _shoes(body),
    ]
    return np.stack(planes).astype(np.float32)


def long_hair(sure: Mask, head: Head, seeds: Seeds) -> bool:
    """Whether hair was found beside the face below the eyes."""
    side = sure & (head.rim > 0.06) & (head.rim < 0.35) & (head.v > 0.05) & (head.v < 0.6) & (np.abs(head.u) > 0.7)
    found = (side & (seeds.hair_distance < 2.2)).sum()
    return bool(
        head.found and not seeds.bald and found > 0.25 * max(int(side.sum()), 1) and side.sum() > 0.02 * head.half**2
    )


def _hair(sure: Mask, body: Body, head: Head, seeds: Seeds) -> Array:
    u, v, rim, t = head.u, head.v, head.rim, body.height
    if not head.found:
        return np.where(t < -0.1, 0.3, 1e-4).astype(np.float32)
    outside = np.where(v < -0.2, 0.9, np.where(rim < 0.9, 0.55, 0.2))
    inside = np.where(v < head.brow - 0.05, 0.30, np.where(rim > -0.12, 0.2, 0.004))
    plane = np.where(rim > 0.03, outside, inside) * (1 - 0.75 * np.clip((v - 0.6) / 1.5, 0, 1))
    plane = plane * np.where((rim > 1.6) & (t > 0.75), 0.02, 1) * np.where(rim > 2.5, 0.1, 1)
    plane = plane * np.where((np.abs(u) < 0.75) & (v > 0.85) & (v < 1.7), 0.12, 1)
    if seeds.bald:
        plane = plane * 0.15
    if not long_hair(sure, head, seeds):
        plane = plane * np.where(v > 0.45, 0.02, np.where(v > 0.1, 0.4, 1))
    return np.asarray(plane, np.float32)


def _skin(body: Body, head: Head, skin: SkinDistance, seeds: Seeds, bareness: Bareness, throat: Mask) -> Array:
    u, v, rim, t = head.u, head.v, head.rim, body.height
    places = (
        (rim < 0, 0.95),
        ((np.abs(u) < 0.85) & (v > 0.6) & (t < 0.28), 0.41),
        ((np.abs(u) < 1.35) & (v > -0.45) & (v < 0.4) & (rim < 0.3), 0.3),  # ears
        (body.arm < 1.05, 0.45),
        ((body.leg < 1.1) & (t > 1.2), 0.35),
        ((t > -0.35) & (t < 0.3) & (body.arm > 1), 0.2),
        ((rim > 0) & (rim < 0.12) & (v < -0.3), 0.2),
    )
    # Where the clothes' hue is another one, skin's hue is skin on the belly too, however deep its shade.
    unlike = bool((skin.hue & (seeds.upper | seeds.lower)).sum() < 0.1 * (seeds.upper | seeds.lower).sum())
    belly = (t > 0.5) & (t < 1.05) & (np.abs(body.sideways) < 0.5)
    plane = np.where(belly & skin.hue & unlike, 0.2, 0.04).astype(np.float32)
    for where, much in places:
        plane += np.where(where, np.float32(much), np.float32(0))
    if head.found:
        plane = np.where((v < 0.75) & (rim > 0.3) & (body.arm > 1), 0.02, plane)
        plane = np.where(throat, np.maximum(plane, 0.6), plane)
    else:
        plane = np.where(t < -0.12, np.maximum(plane, 0.4), plane)
    shown, hidden = bareness.inside_bare, bareness.inside_covered
    plane = np.where(shown, np.maximum(plane, 0.7), plane)
    plane = np.where(~shown & hidden & (rim > 0.1) & (body.hand > 1), plane * 0.25, plane)
    coloured = (
        (skin.any < SKIN_LIMIT) | (throat & (skin.any < 5)) | (skin.hue & ((t < 0.3) | unlike) & (skin.any < 4.5))
    )
    coloured |= (skin.hue & (bareness.bare < 1.25) & (bareness.bare < bareness.covered)) | (shown & (skin.any < 5.5))
    doubt = np.where((rim < -0.1) | coloured, 1, np.where(skin.any < 4, 0.3, 0.04))
    return np.asarray(plane * doubt, np.float32)


def _upper(body: Body, head: Head) -> Array:
    t = body.height
    plane = np.interp(t, [0.7, 1.0, 1.15, 1.42], [0.8, 0.5, 0.25, 0.006])
    plane = plane * np.where(head.rim < 0, 0.004, 1) * np.where(t < -0.22, 0.04, 1) * np.where(head.v < 0.75, 0.05, 1)
    return np.asarray(plane if head.found else plane * np.where(t < -0.15, 0.15, 1), np.float32)


def _lower(body: Body, has_lower: bool) -> Array:
    if not has_lower:
        return np.full(body.shape, 1e-5, np.float32)
    plane = np.interp(body.height, [0.55, 0.72, 0.85, 1.0, 1.15], [0.002, 0.1, 0.3, 0.5, 0.8])
    plane = plane * np.where((body.arm < 0.8) & (body.leg > 1.2), 0.25, 1)
    return np.asarray(plane * np.where(body.foot < 1.1, 0.06, 1), np.float32)


def _shoes(body: Body) -> Array:
    if not body.feet_seen:
        return np.full(body.shape, 1e-6, np.float32)
    return np.where(body.foot < 1, 0.8, np.where(body.foot < 1.4, 0.1, 5e-4)).astype(np.float32)
