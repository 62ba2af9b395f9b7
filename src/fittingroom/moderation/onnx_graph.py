"""Cut an ONNX model down to the part that OpenCV can run.

OpenCV's reader wants fixed input sizes and does not know some of the operators by which exporters compute box
coordinates at the end of a detector. Both can be had by rewriting the file in memory: the input gets a fixed shape and
the graph ends at inner tensors that are named. Only the few message fields that this needs are understood
(onnx.proto: ModelProto.graph 7; GraphProto.node 1, input 11, output 12, value_info 13; NodeProto.input 1, output 2).
"""

from collections.abc import Iterator, Sequence

_GRAPH = 7
_NODE, _INPUT, _OUTPUT, _VALUE_INFO = 1, 11, 12, 13
_NODE_INPUT, _NODE_OUTPUT = 1, 2
_FLOAT = 1  # TensorProto.DataType


def cut(model: bytes, input_name: str, shape: Sequence[int], outputs: Sequence[str]) -> bytes:
    """`model` with its one input fixed to `shape`, and ending at the tensors called `outputs`.

    Raises ValueError where the file is not such a model.
    """
    return b"".join(
        _field(number, _cut_graph(value, input_name, shape, outputs)) if number == _GRAPH else whole
        for number, value, whole in _fields(model)
    )


def _cut_graph(graph: bytes, input_name: str, shape: Sequence[int], outputs: Sequence[str]) -> bytes:
    parts = list(_fields(graph))
    nodes = [value for number, value, _ in parts if number == _NODE]
    kept = _needed(nodes, outputs)
    rest = [whole for number, _, whole in parts if number not in (_NODE, _INPUT, _OUTPUT, _VALUE_INFO)]
    return b"".join(
        [_field(_NODE, node) for node in kept]
        + rest
        + [_field(_INPUT, _tensor(input_name, shape))]
        + [_field(_OUTPUT, _tensor(name, ())) for name in outputs]
    )


def _needed(nodes: list[bytes], outputs: Sequence[str]) -> list[bytes]:
    """The nodes that `outputs` depend on, in their order, which ONNX wants to be one of execution."""
    wanted = {name.encode() for name in outputs}
    kept = []
    for node in reversed(nodes):
        fields = list(_fields(node))
        if any(number == _NODE_OUTPUT and value in wanted for number, value, _ in fields):
            wanted.update(value for number, value, _ in fields if number == _NODE_INPUT)
            kept.append(node)
    if not kept:
        raise ValueError("the model has no such outputs")
    return kept[::-1]


def _tensor(name: str, shape: Sequence[int]) -> bytes:
    """A ValueInfoProto: name 1, type 2 {tensor_type 1 {elem_type 1, shape 2 {dim 1 {dim_value 1}}}}."""
    dims = b"".join(_field(1, b"\x08" + _varint(size)) for size in shape)
    tensor_type = b"\x08" + _varint(_FLOAT) + _field(2, dims)
    return _field(1, name.encode()) + _field(2, _field(1, tensor_type))


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Each field of a protobuf message: its number, its content (empty for a plain number), and all of its bytes."""
    start = 0
    while start < len(message):
        tag, at = _read_varint(message, start)
        value = b""
        match tag & 7:
            case 0:
                _, end = _read_varint(message, at)
            case 1:
                end = at + 8
            case 2:
                length, at = _read_varint(message, at)
                end = at + length
                value = message[at:end]
            case 5:
                end = at + 4
            case _:
                raise ValueError("not a protobuf message")
        if end > len(message):
            raise ValueError("a protobuf message that is cut short")
        yield tag >> 3, value, message[start:end]
        start = end


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message):
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise ValueError("a protobuf message that ends in mid-number")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content
