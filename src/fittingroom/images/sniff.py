"""What a file is by its first bytes, without decoding any of it."""

import re
import struct

#: Formats that are read, as Pillow calls them, with what their files begin with.
_READ: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("WEBP", re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("AVIF", re.compile(rb".{4}ftyp(?:avif|avis|.{8,56}avif)", re.DOTALL)),
)

_TEXT_START = rb"(?:\xef\xbb\xbf)?\s*"

#: What else people send, and what to call it.
_NOT_READ: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("a HEIC photo", re.compile(rb".{4}ftyp(?:hei|hev|mif1|msf1)", re.DOTALL)),
    ("a video", re.compile(rb".{4}ftyp|\x1a\x45\xdf\xa3", re.DOTALL)),
    ("a PDF", re.compile(rb"\s*%PDF")),
    ("a TIFF", re.compile(rb"II\*\x00|MM\x00\*")),
    ("a BMP", re.compile(rb"BM.{4}\x00{4}", re.DOTALL)),
    ("a Photoshop file", re.compile(rb"8BPS")),
    ("a JPEG XL", re.compile(rb"\xff\x0a|\x00\x00\x00\x0cJXL ")),
    ("a web page", re.compile(_TEXT_START + rb"<(?:!doctype html|html|head|body|!--.*?<html)", re.I | re.S)),
    ("an SVG drawing", re.compile(_TEXT_START + rb"<(?:svg|[?!].*?<svg)", re.I | re.S)),
)


def readable_format(data: bytes) -> str | None:
    """Pillow's name of the format of `data`, or None where it is not one that is read."""
    return next((name for name, start in _READ if start.match(data[:96])), None)


def describe_unreadable(data: bytes) -> str:
    """What `data` is instead, in words: "a PDF", "not a picture that can be read"."""
    return next((name for name, start in _NOT_READ if start.match(data[:1024])), "not a picture that can be read")


def declared_size(data: bytes) -> tuple[int, int] | None:
    """Width and height that a WebP's header claims, None for other formats.

    Pillow allocates a WebP's canvas on opening it, so its size must be known before; the others tell it afterwards.
    Source: RFC 9649, sections 2.5 to 2.7.
    """
    read = {b"VP8 ": _lossy_size, b"VP8L": _lossless_size, b"VP8X": _extended_size}.get(data[12:16])
    if data[8:12] != b"WEBP" or read is None or len(data) < 30:
        return None
    return read(data)


def _lossy_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _lossless_size(data: bytes) -> tuple[int, int]:
    bits = int.from_bytes(data[21:25], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _extended_size(data: bytes) -> tuple[int, int]:
    return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1


# All markers that have a length after them; the others (TEM, RSTn, SOI) are passed over, as decoders do.
_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd8])", re.DOTALL)


def count_jpeg_scans(data: bytes, enough: int) -> int:
    """How many scans a JPEG has, counting no further than `enough`.

    Each scan passes over the whole picture, and a few bytes make one: a small file of thousands of them keeps a
    processor busy for hours.
    """
    position, scans = 2, 0
    while scans < enough and (marker := _MARKER.search(data, position)):
        code = marker[1][0]
        if code == 0xD9:  # end of image; what follows is not decoded
            break
        scans += code == 0xDA
        position = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2])
    return scans
