"""Encode a picture: the same pixels give the same bytes, and nothing but pixels is in them."""

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image


@dataclass(frozen=True)
class _Encoding:
    pillow_format: str
    options: dict[str, Any]


_ENCODINGS = {
    "png": _Encoding("PNG", {"compress_level": 6}),
    # Full chroma: a garment's coloured edges are what people look at.
    "jpeg": _Encoding("JPEG", {"quality": 95, "subsampling": "4:4:4", "optimize": True}),
}


def encode_image(pixels: NDArray[np.uint8], output_format: str) -> bytes:
    """`pixels` (height × width × 3, RGB in sRGB) as "png" or "jpeg", without metadata.

    Raises KeyError for any other format.
    """
    encoding = _ENCODINGS[output_format]
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, encoding.pillow_format, **encoding.options)
    return out.getvalue()
