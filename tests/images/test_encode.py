import io

import numpy as np
import pytest
from PIL import Image

from fittingroom.images.encode import encode_image

PIXELS = np.random.default_rng(5).integers(0, 256, (70, 90, 3), np.uint8)


def test_a_png_holds_the_very_pixels() -> None:
    image = Image.open(io.BytesIO(encode_image(PIXELS, "png")))
    assert (image.format, image.mode) == ("PNG", "RGB")
    assert np.array_equal(np.asarray(image), PIXELS)


def test_a_jpeg_is_close_to_the_pixels_in_luma_and_chroma() -> None:
    smooth = np.repeat(np.repeat(PIXELS[::10, ::10], 10, 0), 10, 1)
    image = Image.open(io.BytesIO(encode_image(smooth, "jpeg")))
    assert image.format == "JPEG"
    assert np.abs(np.asarray(image).astype(int) - smooth).mean() < 6


@pytest.mark.parametrize("output_format", ["png", "jpeg"])
def test_the_same_pixels_give_the_same_bytes_however_they_lie_in_memory(output_format: str) -> None:
    first = encode_image(PIXELS, output_format)
    assert encode_image(np.asfortranarray(PIXELS), output_format) == first
    assert encode_image(PIXELS[:, ::-1][:, ::-1], output_format) == first


@pytest.mark.parametrize("output_format", ["png", "jpeg"])
def test_nothing_but_pixels_is_in_the_file(output_format: str) -> None:
    image = Image.open(io.BytesIO(encode_image(PIXELS, output_format)))
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not image.getexif()


def test_another_format_is_refused() -> None:
    with pytest.raises(KeyError):
        encode_image(PIXELS, "tiff")
