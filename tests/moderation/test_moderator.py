from pathlib import Path

import numpy as np
import pytest
from tests.moderation.tiny_nudenet import tiny_nudenet

from fittingroom.errors import ContentModerationError
from fittingroom.models.errors import ModelMissing
from fittingroom.models.store import open_store
from fittingroom.moderation.moderator import Moderator, Outcome
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import ModerationLevel

PLAIN = np.zeros((320, 320, 3), np.uint8)
NUDE = PLAIN.copy()
NUDE[160:168, 160:168, 0] = 255
SWIMWEAR = PLAIN.copy()
SWIMWEAR[16:24, 16:24, 1] = SWIMWEAR[280:288, 280:288, 2] = 255


class _Tiny:
    """Has the tiny detector, once `there`."""

    def __init__(self, folder: Path) -> None:
        self.there = True
        self.asked = 0
        self.weights = folder / "tiny.onnx"
        self.weights.write_bytes(tiny_nudenet())

    def path(self, name: str) -> Path:
        self.asked += 1
        if not self.there:
            raise ModelMissing(name)
        return self.weights


@pytest.fixture
def models(tmp_path: Path) -> _Tiny:
    return _Tiny(tmp_path)


@pytest.mark.parametrize(
    ("level", "refused"),
    [
        (ModerationLevel.NONE, []),
        (ModerationLevel.PERMISSIVE, ["nude"]),
        (ModerationLevel.CONSERVATIVE, ["nude", "swimwear"]),
    ],
)
async def test_each_level_refuses_what_it_says(models: _Tiny, level: ModerationLevel, refused: list[str]) -> None:
    moderator = Moderator(models)
    outcome = Outcome.OFF if level is ModerationLevel.NONE else Outcome.CHECKED
    assert await moderator.check(PLAIN, "Model image", level) is outcome
    for name, picture in {"nude": NUDE, "swimwear": SWIMWEAR}.items():
        if name not in refused:
            assert await moderator.check(picture, "Model image", level) is outcome
            continue
        with pytest.raises(ContentModerationError, match=f"Model image shows .* level {level} refuses"):
            await moderator.check(picture, "Model image", level)


async def test_at_level_none_the_detector_is_not_even_loaded(models: _Tiny) -> None:
    await Moderator(models).check(NUDE, "Model image", ModerationLevel.NONE)
    assert models.asked == 0


async def test_the_detector_is_loaded_once(models: _Tiny) -> None:
    moderator = Moderator(models)
    for _ in range(3):
        await moderator.check(PLAIN, "Model image", ModerationLevel.PERMISSIVE)
    assert models.asked == 1


async def test_without_weights_permissive_passes_and_says_that_nothing_was_checked(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    moderator = Moderator(open_store(Settings(data_dir=tmp_path)))
    for _ in range(3):
        assert await moderator.check(NUDE, "Model image", ModerationLevel.PERMISSIVE) is Outcome.UNAVAILABLE
    assert caplog.text.count("fittingroom models pull nudenet --accept-licence nudenet") == 1


async def test_without_weights_conservative_refuses_and_names_the_command_that_mends_it(tmp_path: Path) -> None:
    moderator = Moderator(open_store(Settings(data_dir=tmp_path)))
    with pytest.raises(ContentModerationError, match="fittingroom models pull nudenet --accept-licence nudenet"):
        await moderator.check(PLAIN, "Model image", ModerationLevel.CONSERVATIVE)


async def test_weights_that_come_later_are_used_without_a_restart(models: _Tiny) -> None:
    moderator = Moderator(models)
    models.there = False
    assert await moderator.check(NUDE, "Model image", ModerationLevel.PERMISSIVE) is Outcome.UNAVAILABLE
    models.there = True
    with pytest.raises(ContentModerationError):
        await moderator.check(NUDE, "Model image", ModerationLevel.PERMISSIVE)
