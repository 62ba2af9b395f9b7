"""A slit below a neckline: the open V of a henley or a shirt worn without its upper button."""

import numpy as np

from fittingroom.vision.product.arrays import Floats

#: A slit's edges are at least this strong (Lab units), and this many times as strong as usual lines there.
CLEAR, STANDS_OUT = 8.0, 3.0
#: In a busy print a slit's edges don't stand out from others, but what it shows is plainer than it is unlike the cloth
#: beside it, by this much (Lab units).
EVEN = 8.0
#: An edge this strong is as good as any, so that no print outdoes it.
ENOUGH = 14.0


def with_slit(smooth: Floats, curve: Floats, half: float) -> Floats:
    """`curve` (N×2, a neckline from left to right) led down and up again along the two edges of a slit below its
    middle, or as it is where there is none.

    smooth: H×W×3 Lab. half: half the opening's width, pixels. All narrow Vs that hang on the curve near its middle are
    tried; one is a slit if both of its legs lie on edges that stand out, or if what they enclose is plain and unlike
    what is beside them."""
    low = int(np.argmax(curve[:, 1]))
    axis, bottom = float(np.median(curve[:, 0])), float(curve[low, 1])
    depths, wides = np.arange(0.35, 1.3, 0.04) * half, np.arange(0.16, 0.66, 0.04) * half
    offs = np.arange(-0.12, 0.13, 0.03) * half
    depth, wide, off = (a.ravel() for a in np.meshgrid(depths, wides, offs))
    keep = (depth > 0.9 * wide) & (depth < 4.0 * wide) & (bottom + depth < smooth.shape[0] - 4)
    depth, wide, off = depth[keep], wide[keep], off[keep]
    if not len(depth):
        return curve
    apex = np.stack([axis + off, bottom + depth], -1)
    legs = []
    for s in (-1.0, 1.0):
        x = axis + off + s * wide
        y = np.interp(x, curve[:, 0], curve[:, 1])
        legs.append((np.stack([x, y], -1), s))
    strength = np.min([_edge(smooth, top, apex, s, 0.04 * half) for top, s in legs], axis=0)
    even = _evenness(smooth, legs[0][0], legs[1][0], apex, 0.05 * half)
    weight = (0.5 + depth / half).clip(0, 1.2)
    best = int(np.argmax(even * weight))
    if even[best] < EVEN or strength[best] < CLEAR:
        best = int(np.argmax(strength * weight))
        if strength[best] < max(CLEAR, STANDS_OUT * float(np.median(strength))):
            return curve
    left, right = legs[0][0][best], legs[1][0][best]
    before, after = curve[curve[:, 0] < left[0]], curve[curve[:, 0] > right[0]]
    down = left + (apex[best] - left) * np.linspace(0, 1, 12)[:, None]
    up = apex[best] + (right - apex[best]) * np.linspace(0, 1, 12)[1:, None]
    return np.concatenate([before, down, up, after])


def _edge(smooth: Floats, top: Floats, apex: Floats, s: float, step: float) -> Floats:
    """How clear an edge each line from `top` to `apex` (M×2) is: the jump across it, gaps counting heavily."""
    share = np.linspace(0.12, 0.9, 24)[None, :, None]
    line = top[:, None] + (apex - top)[:, None] * share
    run = apex - top
    across = np.stack([s * run[:, 1], -s * run[:, 0]], -1)
    across = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6) * max(2.0, step)
    outer, inner = _at(smooth, line + across[:, None]), _at(smooth, line - across[:, None])
    jump = np.minimum(np.linalg.norm(outer - inner, axis=-1), ENOUGH)
    return np.asarray(0.3 * jump.mean(1) + 0.7 * np.percentile(jump, 15, axis=1))


def _evenness(smooth: Floats, left: Floats, right: Floats, apex: Floats, step: float) -> Floats:
    """How much more the cloth beside both legs, from `left` and `right` to `apex` (M×2 each), differs from the middle
    colour between them than what lies between them does."""
    down, over = np.linspace(0.12, 0.9, 9)[None, :, None], np.linspace(0.15, 0.85, 9)
    from_left, from_right = (
        left[:, None] + (apex - left)[:, None] * down,
        right[:, None] + (apex - right)[:, None] * down,
    )
    between = from_left[:, :, None] + (from_right - from_left)[:, :, None] * over[:, None]
    inside = _at(smooth, between.reshape(len(apex), -1, 2))
    middle = np.median(inside, axis=1, keepdims=True)
    spread = np.percentile(np.linalg.norm(inside - middle, axis=-1), 80, axis=1)
    beside = []
    for top, s in ((left, -1.0), (right, 1.0)):
        run = apex - top
        across = np.stack([s * run[:, 1], -s * run[:, 0]], -1)
        across = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6) * max(2.0, step)
        along = np.linspace(0.05, 0.9, 24)[None, :, None]
        beside.append(_at(smooth, top[:, None] + run[:, None] * along + across[:, None]))
    apart = np.percentile(np.linalg.norm(np.concatenate(beside, axis=1) - middle, axis=-1), 20, axis=1)
    return np.asarray(apart - 1.5 * spread)


def _at(image: Floats, points: Floats) -> Floats:
    x = np.clip(np.round(points[..., 0]).astype(int), 0, image.shape[1] - 1)
    y = np.clip(np.round(points[..., 1]).astype(int), 0, image.shape[0] - 1)
    return np.asarray(image[y, x])
