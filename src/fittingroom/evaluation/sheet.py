"""Pictures side by side, for people to judge."""

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fittingroom.tryon.loaded import Pixels

_GAP = 16
_CAPTION = 40
_PAPER = 255
_INK = (60, 60, 60)


def before_after(person: Pixels, product: Pixels | None, result: Pixels, height: int = 720) -> Pixels:
    """Before, what was tried on, after: uint8 H×W×3 RGB, each `height` high, with captions."""
    panels = [(person, "before"), *([] if product is None else [(product, "try on")]), (result, "after")]
    return row([_captioned(fit_height(image, height), text) for image, text in panels])


def contact_sheet(rows: Sequence[tuple[str, Sequence[Pixels]]], height: int = 420) -> Pixels:
    """One captioned row a case, all pictures `height` high. At least one row."""
    drawn = [_captioned(row([fit_height(image, height) for image in images]), text) for text, images in rows]
    width = max(image.shape[1] for image in drawn)
    wide = [_padded(image, width) for image in drawn]
    return np.concatenate(wide, axis=0)


def row(panels: Sequence[Pixels]) -> Pixels:
    """Pictures of one height beside one another, with gaps."""
    gap = np.full((panels[0].shape[0], _GAP, 3), _PAPER, np.uint8)
    parts = [part for panel in panels for part in (panel, gap)]
    return np.concatenate(parts[:-1], axis=1)


def fit_height(image: Pixels, height: int) -> Pixels:
    """The picture scaled to a height."""
    scale = height / image.shape[0]
    size = (max(1, round(image.shape[1] * scale)), height)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(image, size, interpolation=how).astype(np.uint8)


def _captioned(image: Pixels, text: str) -> Pixels:
    strip = Image.new("RGB", (image.shape[1], _CAPTION), (_PAPER,) * 3)
    draw = ImageDraw.Draw(strip)
    draw.text((image.shape[1] / 2, _CAPTION / 2), text, _INK, ImageFont.load_default(20), anchor="mm")
    return np.concatenate([image, np.array(strip)], axis=0)


def _padded(image: Pixels, width: int) -> Pixels:
    return np.pad(image, ((0, 0), (0, width - image.shape[1]), (0, 0)), constant_values=_PAPER)
