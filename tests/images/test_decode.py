import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from fittingroom.errors import ImageLoadError
from fittingroom.images.decode import Bounds, decode_image

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
BOUNDS = Bounds(max_bytes=2**20, max_pixels=1_000_000, min_side=64)


def _file(image: Image.Image, file_format: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def _corners(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """White, with its top left quarter red and its bottom right one blue: tells every way of turning it."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    image.paste("blue", (size[0] // 2, size[1] // 2, *size))
    return image


def _noise(width: int, height: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8))


def _png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with a header that claims `width` × `height` and the chunks given, whatever they are."""
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (header, *chunks, (b"IEND", b""))
    )


def _refusal(data: bytes, bounds: Bounds = BOUNDS) -> str:
    with pytest.raises(ImageLoadError) as caught:
        decode_image(data, "Garment image", bounds)
    assert caught.value.message.startswith("Garment image ")
    return caught.value.message


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "GIF", "AVIF", "JPEG"])
def test_every_format_that_is_named_is_read(file_format: str) -> None:
    options = {"lossless": True} if file_format == "WEBP" else {"quality": 100} if file_format != "GIF" else {}
    pixels = decode_image(_file(_corners(), file_format, **options), "Model image", BOUNDS)
    assert (pixels.shape, pixels.dtype) == ((64, 96, 3), np.uint8)
    assert np.abs(pixels[8, 8].astype(int) - (255, 0, 0)).max() <= 4
    assert np.abs(pixels[56, 88].astype(int) - (0, 0, 255)).max() <= 4


def test_pixels_of_a_lossless_file_come_out_as_they_are() -> None:
    image = _noise(80, 70)
    assert np.array_equal(decode_image(_file(image), "Model image", BOUNDS), np.asarray(image))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_exif_orientation_is_applied(orientation: int, file_format: str) -> None:
    undo: dict[int, Image.Transpose] = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = _corners()
    lying = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    pixels = decode_image(_file(lying, file_format, quality=100, exif=exif), "Model image", BOUNDS)
    assert pixels.shape == (64, 96, 3)
    assert np.abs(pixels.astype(int) - np.asarray(upright).astype(int)).mean() < 3


@pytest.mark.parametrize("exif", [b"Exif\x00\x00garbage", b"Exif\x00\x00II*\x00\xff\xff\xff\xff"])
def test_a_picture_with_broken_exif_is_read_as_it_lies(exif: bytes) -> None:
    assert decode_image(_file(_corners(), "JPEG", exif=exif), "Model image", BOUNDS).shape == (64, 96, 3)


def test_transparent_parts_lie_on_white() -> None:
    image = Image.new("RGBA", (64, 64), (200, 0, 0, 0))
    image.paste((0, 100, 0, 255), (32, 0, 64, 64))
    image.paste((0, 0, 0, 127), (0, 0, 8, 8))
    pixels = decode_image(_file(image), "Model image", BOUNDS)
    assert pixels[40, 10].tolist() == [255, 255, 255]
    assert pixels[40, 40].tolist() == [0, 100, 0]
    assert pixels[4, 4].tolist() == [128, 128, 128]


def test_a_transparent_palette_entry_lies_on_white() -> None:
    image = Image.new("P", (64, 64), 1)
    image.putpalette([10, 20, 30, 40, 50, 60])
    image.paste(0, (0, 0, 32, 64))
    pixels = decode_image(_file(image, transparency=1), "Model image", BOUNDS)
    assert pixels[5, 5].tolist() == [10, 20, 30]
    assert pixels[5, 60].tolist() == [255, 255, 255]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_png_keeps_black_and_white(mode: str) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.repeat(np.uint16([[0, 65535]]), 64, 0).repeat(64, 1))
    else:
        image = Image.fromarray(np.uint8([[0, 255]]).repeat(64, 0).repeat(64, 1)).convert(mode)
    pixels = decode_image(_file(image), "Model image", BOUNDS)
    assert (pixels[5, 5].tolist(), pixels[5, 100].tolist()) == ([0, 0, 0], [255, 255, 255])


def test_sixteen_bit_grey_is_scaled_not_clipped() -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None].repeat(64, 0)
    pixels = decode_image(_file(Image.fromarray(ramp)), "Model image", BOUNDS)
    assert np.array_equal(pixels[0, :, 0], ramp[0] >> 8)


def test_cmyk_becomes_rgb() -> None:
    image = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    pixels = decode_image(_file(image, "JPEG", quality=100), "Model image", BOUNDS)
    assert np.abs(pixels[30, 30].astype(int) - (255, 0, 0)).max() <= 4


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_a_colour_profile_is_converted_to_srgb(mode: str) -> None:
    image = Image.new("L", (64, 64), 128).convert(mode)
    plain = decode_image(_file(image), "Model image", BOUNDS)
    moved = decode_image(_file(image, icc_profile=_linear_profile()), "Model image", BOUNDS)
    assert plain[0, 0].tolist() == [128, 128, 128]
    # Linear light of one half is 188 in sRGB.
    assert np.abs(moved[0, 0].astype(int) - 188).max() <= 2


def test_a_broken_colour_profile_is_taken_for_srgb() -> None:
    image = _noise(64, 64)
    data = _file(image, icc_profile=_linear_profile()[:200])
    assert np.array_equal(decode_image(data, "Model image", BOUNDS), np.asarray(image))


def test_a_profile_that_is_srgb_but_for_rounding_moves_no_pixel() -> None:
    profile = bytearray(SRGB)
    at = profile.index(b"XYZ \x00\x00\x00\x00", _offset(profile, b"rXYZ"))
    (red,) = struct.unpack_from(">i", profile, at + 8)
    struct.pack_into(">i", profile, at + 8, red + 30)  # of 65536
    image = _noise(64, 64)
    converted = ImageCms.profileToProfile(
        image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
    )
    assert not np.array_equal(np.asarray(converted), np.asarray(image))
    data = _file(image, icc_profile=bytes(profile))
    assert np.array_equal(decode_image(data, "Model image", BOUNDS), np.asarray(image))


def _linear_profile() -> bytes:
    """The sRGB profile of Little CMS with its tone curves replaced by the straight line."""
    profile = bytearray(SRGB)
    for tag in (b"rTRC", b"gTRC", b"bTRC"):
        struct.pack_into(">4sII", profile, _offset(profile, tag), b"curv", 0, 0)
    return bytes(profile)


def _offset(profile: bytes, wanted: bytes) -> int:
    for entry in range(struct.unpack_from(">I", profile, 128)[0]):
        tag, offset, _ = struct.unpack_from(">4sII", profile, 132 + 12 * entry)
        if tag == wanted:
            return int(offset)
    raise KeyError(wanted)


def test_what_follows_a_picture_is_ignored() -> None:
    data = _file(_corners(), "JPEG") + b"\x00\x02PK\x03\x04<html>" + b"\xff\xda\x00\x02" * 500
    assert decode_image(data, "Model image", BOUNDS).shape == (64, 96, 3)


def test_a_phone_photo_with_a_second_picture_behind_it_is_read() -> None:
    data = _file(_corners(), "MPO", save_all=True, append_images=[_corners((64, 64))])
    assert decode_image(data, "Model image", BOUNDS).shape == (64, 96, 3)


@pytest.mark.parametrize("file_format", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_refused(file_format: str) -> None:
    data = _file(_corners(), file_format, save_all=True, append_images=[_noise(96, 64)])
    assert "animated" in _refusal(data)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty"),
        (b"hello, this is not a picture", "not a picture"),
        (b"\x00" * 4096, "not a picture"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"\xef\xbb\xbf\n<!-- x -->\n<html>", "web page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg>', "SVG"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "HEIC"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "video"),
        (b"II*\x00\x08\x00\x00\x00", "TIFF"),
        (_file(_corners(), "BMP"), "BMP"),
    ],
)
def test_what_is_no_picture_is_called_what_it_is(data: bytes, name: str) -> None:
    assert name in _refusal(data)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_file_cut_short_is_refused(file_format: str, share: float) -> None:
    data = _file(_noise(200, 200), file_format)
    assert "damaged" in _refusal(data[: int(len(data) * share)])


@pytest.mark.parametrize("size", [(1, 1), (20, 20), (8000, 40), (63, 64)])
def test_a_picture_with_a_short_side_is_refused_with_both_numbers(size: tuple[int, int]) -> None:
    message = _refusal(_file(Image.new("RGB", size)))
    assert f"{size[0]} × {size[1]}" in message
    assert "64" in message


def test_a_picture_of_just_the_allowed_size_is_read() -> None:
    assert decode_image(_file(Image.new("1", (1000, 1000))), "Model image", BOUNDS).shape == (1000, 1000, 3)
    assert "1 megapixels" in _refusal(_file(Image.new("1", (1000, 1001))))


def test_a_file_of_too_many_bytes_is_refused_before_it_is_looked_at() -> None:
    assert "1 MiB" in _refusal(b"\x89PNG\r\n\x1a\n" + bytes(2**20))


def _claiming(width: int, height: int) -> list[tuple[str, bytes]]:
    vp8x = b"\x10\x00\x00\x00" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    webp = b"WEBPVP8X" + struct.pack("<I", 10) + vp8x
    jpeg = bytearray(_file(_corners(), "JPEG"))
    frame = jpeg.index(b"\xff\xc0")
    struct.pack_into(">HH", jpeg, frame + 5, min(height, 65535), min(width, 65535))
    gif = b"GIF89a" + struct.pack("<HH", min(width, 65535), min(height, 65535)) + b"\x00\x00\x00,"
    return [
        ("png", _png(width, height, (b"IDAT", zlib.compress(bytes(1000))))),
        ("webp", b"RIFF" + struct.pack("<I", len(webp)) + webp + bytes(64)),
        ("jpeg", bytes(jpeg)),
        ("gif", gif + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x08\x01\x00\x00;"),
    ]


@pytest.mark.parametrize(("name", "data"), _claiming(30000, 30000) + _claiming(5000, 5000), ids=lambda v: str(v)[:4])
def test_a_header_that_claims_too_much_is_refused(name: str, data: bytes) -> None:
    assert "megapixels" in _refusal(data)


def test_text_in_a_png_that_unfolds_to_gigabytes_is_refused() -> None:
    bomb = b"Comment\x00\x00" + zlib.compress(bytes(20_000_000), 9)
    data = _png(64, 64, (b"zTXt", bomb), (b"IDAT", zlib.compress(bytes(64 * 193))))
    _refusal(data)


def test_a_jpeg_of_a_thousand_scans_is_refused() -> None:
    data = _file(_corners(), "JPEG", progressive=True)
    start, end = data.rindex(b"\xff\xda"), data.rindex(b"\xff\xd9")
    for before in (b"", b"\xff\x01", b"\xff\xd8", b"\xff\xd0", b"\xff\xff\xff"):  # markers without a length hide none
        assert "scans" in _refusal(data[:start] + (before + data[start:end]) * 1000 + data[end:])


def test_pictures_of_one_file_are_equal_and_independent() -> None:
    data = _file(_noise(70, 70), "JPEG")
    first, second = (decode_image(data, "Model image", BOUNDS) for _ in range(2))
    assert np.array_equal(first, second)
    first[:] = 0
    assert second.any()
