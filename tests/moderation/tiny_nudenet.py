"""A detector in NudeNet's file layout, small enough to be made here, that sees what colours tell it.

Red is a bare breast, green a bare belly, blue covered genitals, in cells of 8 pixels.
"""

from collections.abc import Sequence

import numpy as np

from fittingroom.moderation.onnx_graph import _field, _tensor, _varint

_LOOKS_FOR = {3: 0, 13: 1, 0: 2}  # part → colour channel
_INTS = 7  # AttributeProto.AttributeType


def tiny_nudenet() -> bytes:
    """The model file, with a dynamic input and an end that OpenCV can't read, like the real one."""
    parts = [_node("Identity", ["nowhere"], ["aside"])]
    parts += [part for i, stride in enumerate((8, 16, 32)) for part in _head(i, stride)]
    parts.append(_node("NobodyKnowsThisOperator", [_name(0), _name(1), _name(2)], ["output0"]))
    parts.append(_field(11, _field(1, b"images") + _field(2, _field(1, b"\x08\x01" + _field(2, _dynamic_dims())))))
    parts.append(_field(12, _tensor("output0", (1,))))
    parts.append(_field(13, _tensor("anything", (1,))))
    return b"\x08\x08" + _field(7, b"".join(parts)) + _field(8, b"\x10\x0d")


def _name(i: int) -> str:
    return f"/model.22/Concat{f'_{i}' if i else ''}_output_0"


def _head(i: int, stride: int) -> list[bytes]:
    weights = np.zeros((64 + 18, 3, stride, stride), np.float32)
    bias = np.full(64 + 18, -10, np.float32)
    if stride == 8:
        for part, channel in _LOOKS_FOR.items():
            weights[64 + part] = -20 / stride**2
            weights[64 + part, channel] = 20 / stride**2
    bias[:64] = 0
    return [
        _field(5, _initializer(f"w{i}", weights)),
        _field(5, _initializer(f"b{i}", bias)),
        _node("Conv", ["images", f"w{i}", f"b{i}"], [_name(i)], {"kernel_shape": stride, "strides": stride}),
    ]


def _node(operator: str, inputs: Sequence[str], outputs: Sequence[str], pairs: dict[str, int] | None = None) -> bytes:
    return _field(
        1,
        b"".join(_field(1, name.encode()) for name in inputs)
        + b"".join(_field(2, name.encode()) for name in outputs)
        + _field(4, operator.encode())
        + b"".join(_field(5, _pair(name, value)) for name, value in (pairs or {}).items()),
    )


def _pair(name: str, value: int) -> bytes:
    number = b"\x40" + _varint(value)
    return _field(1, name.encode()) + number + number + b"\xa0\x01" + _varint(_INTS)


def _initializer(name: str, values: np.ndarray) -> bytes:
    dims = b"".join(b"\x08" + _varint(size) for size in values.shape)
    return dims + b"\x10\x01" + _field(8, name.encode()) + _field(9, values.tobytes())


def _dynamic_dims() -> bytes:
    return b"".join(_field(1, _field(2, name)) for name in (b"batch", b"channels", b"height", b"width"))
