"""Decode an image that a stranger made: bounded before any pixel is, upright, RGB in sRGB, no alpha."""

import io
import logging
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fittingroom.errors import ImageLoadError
from fittingroom.images.colour import to_srgb
from fittingroom.images.sniff import count_jpeg_scans, declared_size, describe_unreadable, readable_format
from fittingroom.settings import Settings

log = logging.getLogger(__name__)

_SEND_INSTEAD = "Send a JPEG, PNG, WebP, AVIF or GIF"
_MAX_JPEG_SCANS = 100  # encoders write ten or so
_ORIENTATION_TAG = 0x0112
#: EXIF orientation → what turns the picture upright (EXIF 2.32, tag 274).
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Bounds:
    """What is refused before it is decoded."""

    max_bytes: int
    max_pixels: int
    min_side: int

    @classmethod
    def of(cls, settings: Settings) -> "Bounds":
        """The bounds that the settings name."""
        return cls(settings.max_image_bytes, settings.max_image_pixels, settings.min_image_side)


def decode_image(data: bytes, what: str, bounds: Bounds) -> NDArray[np.uint8]:
    """The picture in `data`: uint8, height × width × 3, RGB in sRGB, upright, transparency laid on white.

    `what` names the image in errors, for example "Model image". Raises ImageLoadError and nothing else.
    """
    file_format = _check_file(data, what, bounds)
    try:
        # Pillow's own guard is a warning first; ours comes before it and is stricter.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=[file_format]) as image:
            _check_size(image.size, what, bounds)
            _check_frames(image, what)
            return np.array(_upright(to_srgb(image), _orientation(image)))
    except ImageLoadError:
        raise
    except Image.DecompressionBombError:
        raise ImageLoadError(f"{what} has more than the {_megapixels(bounds.max_pixels)} allowed.") from None
    except Exception as error:
        # Decoders fail in as many ways as files can be broken; all of them mean the same to the sender.
        log.info("%s could not be decoded as %s: %s", what, file_format, type(error).__name__)
        raise ImageLoadError(f"{what} is cut short or damaged. {_SEND_INSTEAD} that opens in a browser.") from None


def _check_file(data: bytes, what: str, bounds: Bounds) -> str:
    if not data:
        raise ImageLoadError(f"{what} is empty.")
    if len(data) > bounds.max_bytes:
        raise ImageLoadError(f"{what} is larger than {bounds.max_bytes / 2**20:g} MiB.")
    file_format = readable_format(data)
    if file_format is None:
        raise ImageLoadError(f"{what} is {describe_unreadable(data)}. {_SEND_INSTEAD}.")
    if size := declared_size(data):
        _check_size(size, what, bounds)
    if file_format == "JPEG" and count_jpeg_scans(data, _MAX_JPEG_SCANS + 1) > _MAX_JPEG_SCANS:
        raise ImageLoadError(f"{what} is a JPEG of more than {_MAX_JPEG_SCANS} scans. Save it anew.")
    return file_format


def _check_size(size: tuple[int, int], what: str, bounds: Bounds) -> None:
    width, height = size
    if width * height > bounds.max_pixels:
        raise ImageLoadError(
            f"{what} is {width} × {height} pixels, which is more than the {_megapixels(bounds.max_pixels)} allowed."
        )
    if min(size) < bounds.min_side:
        raise ImageLoadError(
            f"{what} is {width} × {height} pixels; each side must have at least {bounds.min_side} pixels."
        )


def _check_frames(image: Image.Image, what: str) -> None:
    # A phone's JPEG may carry a depth map or a brighter version behind the photo (MPO): that is no animation.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise ImageLoadError(f"{what} is animated. Send a still picture.")


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:  # broken EXIF in a picture that decodes: browsers show it as it lies, and so do we
        return 1


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else image.transpose(turn)


def _megapixels(pixels: int) -> str:
    return f"{pixels / 1e6:g} megapixels"
