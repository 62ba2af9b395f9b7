from pathlib import Path

import numpy as np
import pytest
from tests.moderation.tiny_nudenet import tiny_nudenet

from fittingroom.models.store import State, open_store
from fittingroom.moderation.findings import Sight
from fittingroom.moderation.nudenet import MODEL, NudeNet
from fittingroom.moderation.onnx_graph import cut
from fittingroom.moderation.rules import refused_for
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import ModerationLevel


@pytest.fixture
def detector(tmp_path: Path) -> NudeNet:
    weights = tmp_path / "weights.onnx"
    weights.write_bytes(tiny_nudenet())
    return NudeNet(weights)


def test_a_finding_lies_where_it_is_in_the_picture(detector: NudeNet) -> None:
    picture = np.zeros((960, 640, 3), np.uint8)  # three times the network's side
    picture[480:504, 240:264, 0] = 255
    (found,) = detector.find(picture)
    assert found.sight is Sight.BREAST_BARE
    assert found.score > 0.99
    # All bins alike: each side of the box is 7.5 cells of 8 pixels from the cell's centre.
    assert np.allclose(found.box, (252 - 180, 492 - 180, 360, 360), atol=0.01)


def test_an_empty_picture_has_no_findings(detector: NudeNet) -> None:
    assert detector.find(np.zeros((100, 4000, 3), np.uint8)) == []


def test_parts_apart_are_found_apart(detector: NudeNet) -> None:
    picture = np.zeros((320, 320, 3), np.uint8)
    picture[16:24, 16:24, 1] = picture[280:288, 280:288, 2] = 255
    assert {found.sight for found in detector.find(picture)} == {Sight.BELLY_BARE, Sight.GENITALS_COVERED}


def test_a_file_that_is_no_such_model_is_refused() -> None:
    for broken in (tiny_nudenet()[:-5], b"\x0f\x0f\x0f"):
        with pytest.raises(ValueError, match="protobuf"):
            cut(broken, "images", (1, 3, 8, 8), ["/model.22/Concat_output_0"])
    with pytest.raises(ValueError, match="no such outputs"):
        cut(tiny_nudenet(), "images", (1, 3, 8, 8), ["nothing"])


def test_the_real_weights_see_a_dressed_person_and_refuse_nothing() -> None:
    store = open_store(Settings())
    if store.state(store.model(MODEL)) is not State.PRESENT:
        pytest.skip("needs: fittingroom models pull nudenet --accept-licence nudenet")
    from skimage.data import astronaut

    findings = NudeNet(store.path(MODEL)).find(astronaut())
    assert all(refused_for(findings, level) is None for level in ModerationLevel)
