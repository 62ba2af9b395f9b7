import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fittingroom.engines.base import Picture
from fittingroom.engines.fixture.engine import FixtureEngine
from fittingroom.worker.protocol import (
    LENGTHS,
    Done,
    Event,
    Failed,
    Made,
    ProtocolBreach,
    Ready,
    Step,
    body_size,
    decode,
    encode,
    pack_picture,
    unpack_picture,
)

EVENTS: list[Event] = [
    Ready("fixture", "1", FixtureEngine.capabilities),
    Step(1, 2, "Malen"),
    Made((3, 4), {"a": "b"}),
    Failed("PoseError", "No person."),
    Done(),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_is_the_same_after_the_pipe(event: Event) -> None:
    frame = encode(event, b"body")
    header, body = LENGTHS.unpack(frame[: LENGTHS.size])
    assert body == 4
    assert len(frame) == LENGTHS.size + header
    assert decode(frame[LENGTHS.size :]) == event


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (64, 65)])
def test_a_picture_is_the_same_after_the_pipe(size: tuple[int, int]) -> None:
    random = np.random.default_rng(1)
    picture = Picture(random.integers(0, 256, (*size, 3), dtype=np.uint8), random.random(size) > 0.5, {"a": "b"})
    made, body = pack_picture(picture)
    assert len(body) == body_size(made.shape)
    again = unpack_picture(made, body)
    assert np.array_equal(again.image, picture.image)
    assert np.array_equal(again.mask, picture.mask)
    assert again.record == picture.record


@pytest.mark.parametrize(
    ("image", "mask"),
    [
        (np.zeros((2, 2, 3), np.float32), np.zeros((2, 2), np.bool_)),
        (np.zeros((2, 2), np.uint8), np.zeros((2, 2), np.bool_)),
        (np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2), np.uint8)),
        (np.zeros((2, 2, 3), np.uint8), np.zeros((2, 3), np.bool_)),
    ],
)
def test_what_is_no_picture_is_not_sent(image: Any, mask: Any) -> None:
    with pytest.raises(ValueError, match=r"a (picture|mask) is"):
        pack_picture(Picture(image, mask))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["event", "done", "total", "name", "shape", "record", "error"]), JSON))
def test_any_json_is_an_event_or_a_breach(fields: dict[str, Any]) -> None:
    for name in ("Ready", "Step", "Made", "Failed", "Done"):
        with suppress(ProtocolBreach):
            decode(json.dumps(fields | {"event": name}).encode())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary())
def test_any_bytes_are_an_event_or_a_breach(header: bytes) -> None:
    with pytest.raises(ProtocolBreach):
        decode(header)


def test_nesting_without_end_is_a_breach() -> None:
    with pytest.raises(ProtocolBreach):
        decode(b"[" * 60_000)
