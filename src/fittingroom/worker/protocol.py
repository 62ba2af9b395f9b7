"""What the worker and an engine's process say to each other, and how it is written on a pipe.

The process is sent pickles, since it trusts the worker. The worker is sent frames that can carry nothing but facts and
pixels, since it does not trust a process that runs an engine: 8 bytes that give the lengths of a JSON header and of a
body, then both. A picture's body is its pixels, then its mask at one bit a pixel.
"""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fittingroom.engines.base import Capabilities, Picture
from fittingroom.tryon.kinds import Category, Haircut, Kind, Mode, Subcategory

LENGTHS = struct.Struct(">II")
MAX_HEADER = 64 * 1024


class ProtocolBreach(Exception):
    """The engine's process said what makes no sense here."""


@dataclass(frozen=True)
class Ready:
    """The engine is loaded."""

    name: str
    version: str
    capabilities: Capabilities


@dataclass(frozen=True)
class Step:
    """A step of the running job begins."""

    done: int
    total: int
    name: str


@dataclass(frozen=True)
class Made:
    """A picture is made. `shape` is (height, width), told ahead of the pixels."""

    shape: tuple[int, int]
    record: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Failed:
    """The running job, or loading, failed. `error` is the class name of a JobError; `message` is safe to show."""

    error: str
    message: str


@dataclass(frozen=True)
class Done:
    """The running job has no more pictures."""


Event = Ready | Step | Made | Failed | Done


def body_size(shape: tuple[int, int]) -> int:
    """Bytes of a picture's body: three a pixel, and one bit of mask."""
    height, width = shape
    return height * width * 3 + (height * width + 7) // 8


def pack_picture(picture: Picture) -> tuple[Made, bytes]:
    """The event and the body that tell of a picture. Raises ValueError where it isn't one."""
    image, mask = np.asarray(picture.image), np.asarray(picture.mask)
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"a picture is uint8 H×W×3, not {image.dtype} {image.shape}")
    if mask.dtype != np.bool_ or mask.shape != image.shape[:2]:
        raise ValueError(f"a mask is bool {image.shape[:2]}, not {mask.dtype} {mask.shape}")
    record = {str(key): str(value) for key, value in picture.record.items()}
    return Made((image.shape[0], image.shape[1]), record), image.tobytes() + np.packbits(mask).tobytes()


def unpack_picture(made: Made, body: bytes) -> Picture:
    """The picture again, in arrays that may be read only."""
    height, width = made.shape
    pixels = height * width
    image = np.frombuffer(body, np.uint8, pixels * 3).reshape(height, width, 3)
    bits = np.frombuffer(body, np.uint8, offset=pixels * 3)
    mask = np.unpackbits(bits, count=pixels).astype(np.bool_).reshape(height, width)
    return Picture(image, mask, made.record)


def encode(event: Event, body: bytes = b"") -> bytes:
    """A frame's lengths and header; `body` is to follow."""
    header = json.dumps({"event": type(event).__name__, **_ENCODERS[type(event)](event)}).encode()
    return LENGTHS.pack(len(header), len(body)) + header


def decode(header: bytes) -> Event:
    """The event in a header. Raises ProtocolBreach."""
    try:
        fields = json.loads(header)
        return _DECODERS[fields.pop("event")](fields)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ProtocolBreach(f"no event: {header[:80]!r}") from error


def _capabilities_to_json(capabilities: Capabilities) -> dict[str, Any]:
    return {
        "kinds": sorted(capabilities.kinds),
        "subcategories": {key: list(value) for key, value in capabilities.subcategories.items()},
        "modes": sorted(capabilities.modes),
        "haircuts": sorted(capabilities.haircuts),
    }


def _capabilities_from_json(fields: dict[str, Any]) -> Capabilities:
    return Capabilities(
        frozenset(map(Kind, fields["kinds"])),
        {Category(key): tuple(map(Subcategory, value)) for key, value in fields["subcategories"].items()},
        frozenset(map(Mode, fields["modes"])),
        frozenset(map(Haircut, fields["haircuts"])),
    )


def _made_from_json(fields: dict[str, Any]) -> Made:
    height, width = (int(side) for side in fields["shape"])
    if height < 1 or width < 1:
        raise ValueError("a picture has no pixels")
    return Made((height, width), {str(key): str(value) for key, value in fields["record"].items()})


_ENCODERS: dict[type, Callable[[Any], dict[str, Any]]] = {
    Ready: lambda event: vars(event) | {"capabilities": _capabilities_to_json(event.capabilities)},
    Step: vars,
    Made: vars,
    Failed: vars,
    Done: vars,
}
_DECODERS: dict[str, Callable[[dict[str, Any]], Event]] = {
    "Ready": lambda f: Ready(str(f["name"]), str(f["version"]), _capabilities_from_json(f["capabilities"])),
    "Step": lambda f: Step(int(f["done"]), int(f["total"]), str(f["name"])),
    "Made": _made_from_json,
    "Failed": lambda f: Failed(str(f["error"]), str(f["message"])),
    "Done": lambda f: Done(),
}
