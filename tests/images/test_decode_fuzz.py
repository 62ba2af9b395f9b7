"""Files broken at random: each is a picture or an ImageLoadError, never anything else."""

import io
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from fittingroom.errors import ImageLoadError
from fittingroom.images.decode import Bounds, decode_image

BOUNDS = Bounds(max_bytes=2**20, max_pixels=100_000, min_side=8)
_fuzz = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _seeds() -> list[bytes]:
    noise = np.random.default_rng(3).integers(0, 256, (24, 30, 4), np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    extras: dict[str, Any] = {"exif": exif.tobytes(), "icc_profile": profile}
    kinds: list[tuple[str, str, dict[str, Any]]] = [
        ("RGB", "JPEG", extras),
        ("RGB", "JPEG", {"progressive": True}),
        ("CMYK", "JPEG", {}),
        ("RGBA", "PNG", extras),
        ("P", "PNG", {"transparency": 3}),
        ("L", "PNG", {}),
        ("RGBA", "WEBP", extras),
        ("RGB", "WEBP", {"lossless": True}),
        ("P", "GIF", {}),
        ("RGBA", "AVIF", {}),
    ]
    files = []
    for mode, file_format, options in kinds:
        out = io.BytesIO()
        Image.fromarray(noise).convert("RGB" if mode in ("CMYK", "P") else mode).convert(mode).save(
            out, file_format, **options
        )
        files.append(out.getvalue())
    return files


SEEDS = _seeds()


def _decode(data: bytes) -> None:
    try:
        pixels = decode_image(data, "Model image", BOUNDS)
    except ImageLoadError as refused:
        assert refused.message.startswith("Model image ")
        return
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
    assert pixels.shape[0] * pixels.shape[1] <= BOUNDS.max_pixels


def test_the_files_to_be_broken_are_pictures_at_first() -> None:
    for seed in SEEDS:
        assert decode_image(seed, "Model image", BOUNDS).size == 24 * 30 * 3


@_fuzz
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=6),
)
def test_bytes_changed_anywhere(seed: bytes, changes: list[tuple[float, int]]) -> None:
    data = bytearray(seed)
    for at, value in changes:
        data[int(at * len(data))] = value
    _decode(bytes(data))


@_fuzz
@given(st.sampled_from(SEEDS), st.sampled_from(SEEDS), st.floats(0, 1), st.floats(0, 1), st.binary(max_size=40))
def test_pieces_cut_out_and_put_together(
    first: bytes, second: bytes, cut: float, resume: float, between: bytes
) -> None:
    _decode(first[: int(cut * len(first))] + between + second[int(resume * len(second)) :])


@_fuzz
@given(st.sampled_from([seed[:n] for seed in SEEDS for n in (4, 8, 12, 20, 33)]), st.binary(max_size=400))
def test_anything_after_a_true_beginning(start: bytes, rest: bytes) -> None:
    _decode(start + rest)
