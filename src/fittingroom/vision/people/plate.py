"""What a plain background would look like without the person."""

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.vision.networks import Array


def background_plate(lab: Array, likely: Array) -> tuple[Array | None, float]:
    """What lies behind the person, as a cubic in x and y fitted robustly to Lab where nobody is; and the 85th
    percentile of its error. (None, inf) where too little background is seen."""
    height, width = likely.shape
    outside = cv2.dilate((likely > 0.08).astype(np.uint8), np.ones((15, 15), np.uint8)) == 0
    if outside.mean() < 0.04:
        return None, float("inf")
    rows, columns = np.nonzero(outside)
    picked = np.random.default_rng(0).choice(len(rows), min(6000, len(rows)), replace=False)
    rows, columns = rows[picked], columns[picked]
    basis = _cubic(rows / height * 2 - 1, columns / width * 2 - 1)
    colours = lab[rows, columns].astype(np.float64)
    weight = np.ones(len(rows))
    factors: NDArray[np.float64] = np.zeros((basis.shape[1], 3))
    for _ in range(4):
        weighted = basis * (weight**2)[:, None]
        factors = np.asarray(np.linalg.solve(weighted.T @ basis + 1e-9 * np.eye(basis.shape[1]), weighted.T @ colours))
        error = np.abs(colours - basis @ factors).sum(1)
        weight = 1 / (1 + (error / (2 * np.median(error) + 0.5)) ** 2)
    residual = float(np.percentile(np.linalg.norm(colours - basis @ factors, axis=1), 85))
    y, x = np.mgrid[0:height:8, 0:width:8]
    coarse = (_cubic(y.ravel() / height * 2 - 1, x.ravel() / width * 2 - 1) @ factors).reshape(*y.shape, 3)
    plate = cv2.resize(coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(plate, np.float32), residual


def _cubic(y: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([x**i * y**j for i in range(4) for j in range(4 - i)], -1)
