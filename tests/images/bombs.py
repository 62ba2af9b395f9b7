"""Small files that ask a decoder for very much memory."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def png(side: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of `side` × `side` bits, in full; `chunks` (kind, content) go before the pixels."""
    header = (b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    packer = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (header, *chunks, (b"IDAT", pixels), (b"IEND", b""))
    )


def png_with_text(size: int) -> bytes:
    """A PNG of 64 × 64 with a comment that unfolds to `size` bytes."""
    return png(64, (b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(size), 9)))


def webp_header(side: int) -> bytes:
    """The header of a WebP that claims `side` × `side`, with nothing behind it."""
    canvas = (side - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x10\x00\x00\x00" + canvas + canvas + bytes(64)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def plain(side: int, file_format: str, **options: Any) -> bytes:
    """A whole black picture, by Pillow; takes the memory that it is about."""
    out = io.BytesIO()
    Image.new("L", (side, side)).save(out, file_format, **options)
    return out.getvalue()
