"""Hairstyles on a real photo, where the model store has the networks."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from skimage import data
from tests.engines.contract import EngineContract, run
from tests.vision.hair.heads import MIDDLE, haired

from fittingroom.engines.preview import hairstyles
from fittingroom.engines.preview.engine import PreviewEngine
from fittingroom.engines.preview.hairstyles import cast_of, cast_on, warmth_of
from fittingroom.errors import InputValidationError, PoseError
from fittingroom.tryon.kinds import Haircut
from fittingroom.tryon.loaded import LoadedHairstyle, LoadedRequest

ASTRONAUT = data.astronaut()  # public domain, NASA


def ask(**fields: object) -> LoadedHairstyle:
    return LoadedHairstyle(**{"face": ASTRONAUT, "haircut": None, "hair_color": "copper", **fields})  # type: ignore[arg-type]


class TestContract(EngineContract):
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls, loaded: PreviewEngine) -> PreviewEngine:  # type: ignore[override]
        return loaded

    @pytest.fixture(scope="class")
    @classmethod
    def asks(cls) -> Sequence[LoadedRequest]:  # type: ignore[override]
        return [ask(), ask(haircut=Haircut.BOB_CUT, hair_color=None)]


def test_dyed_hair_turns_copper_and_the_face_stays(loaded: PreviewEngine) -> None:
    (picture,) = run(loaded, ask())[0]
    assert not picture.mask[105:150, 205:245].any()  # eyes, nose and mouth
    crown = picture.image[25:45, 190:240].reshape(-1, 3).mean(0)
    assert crown[0] > crown[1] * 1.4 > crown[2]
    assert picture.record["hair_color"] == "copper"


def test_a_large_photo_keeps_its_size(loaded: PreviewEngine) -> None:
    large = np.repeat(np.repeat(ASTRONAUT, 3, 0), 3, 1)
    (picture,) = run(loaded, ask(face=large))[0]
    assert picture.image.shape == large.shape
    assert 0.01 < picture.mask.mean() < 0.2


def test_text_without_a_colour_is_refused(loaded: PreviewEngine) -> None:
    with pytest.raises(InputValidationError, match="hair_color"):
        run(loaded, ask(hair_color="qqq"))


def test_an_effect_alone_is_some_of_the_persons_own_hair_made_lighter(loaded: PreviewEngine) -> None:
    (picture,) = run(loaded, ask(hair_color="balayage"))[0]
    assert picture.record["hair_color"].endswith(" balayage")
    change = picture.image.astype(float) - ASTRONAUT
    assert change[picture.mask].mean() > 10


def test_a_photo_without_a_face_is_refused(loaded: PreviewEngine) -> None:
    with pytest.raises(PoseError, match="No face"):
        run(loaded, ask(face=np.full((200, 200, 3), 128, np.uint8)))


@pytest.mark.parametrize(("degrees", "refused"), [(30, False), (55, True)])
def test_a_face_in_profile_is_refused_a_new_cut(degrees: float, refused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    person = haired()
    assert person.face is not None
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    middle = np.array([*MIDDLE, 0])
    turned = (person.face - middle) @ np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]]) + middle
    person = replace(person, face=turned.astype(np.float32))
    monkeypatch.setattr(hairstyles, "analyse_person", lambda *_: person)
    request = LoadedHairstyle(person.image, Haircut.BUZZ_CUT, "black")
    pictures = hairstyles.restyle(request, None, lambda *_: None)  # type: ignore[arg-type]
    if refused:
        with pytest.raises(PoseError, match="turned away"):
            next(iter(pictures))
    else:
        assert next(iter(pictures)).mask.any()


def test_a_buzz_cut_takes_the_hair_off_and_long_hair_hangs_beside_the_face(loaded: PreviewEngine) -> None:
    (buzz,), (long_,) = (
        run(loaded, ask(haircut=cut, hair_color="black"))[0] for cut in (Haircut.BUZZ_CUT, Haircut.LONG_STRAIGHT)
    )
    beside = (slice(95, 125), slice(163, 173))  # old hair reached there, before the wall
    assert buzz.image[beside].mean() > 130 > 90 > long_.image[beside].mean()
    assert long_.mask[150:200].sum() > 1000
    for picture in (buzz, long_):
        assert not picture.mask[105:150, 205:245].any()  # eyes, nose and mouth


def test_every_haircut_of_the_list_can_be_asked_for(loaded: PreviewEngine) -> None:
    assert loaded.capabilities.haircuts == frozenset(Haircut)


def test_cornrows_leave_lines_of_scalp_between_them(loaded: PreviewEngine) -> None:
    (picture,) = run(loaded, ask(haircut=Haircut.CORNROW_BRAIDS, hair_color="black"))[0]
    across = picture.image[32:62, 195:255].mean(-1).mean(0)  # over the forehead, where rows run upright
    rows = np.flatnonzero((across[1:-1] > across[:-2]) & (across[1:-1] >= across[2:]) & (across[1:-1] > across.mean()))
    assert len(rows) >= 4


def test_lamplight_is_told_by_skin_and_black_hair_together() -> None:
    warm, fair = (np.array([lab], np.float32) for lab in ((57, 20, 37), (70, 12, 18)))
    amber, black, blonde = (np.array([lab], np.float32) for lab in ((10, 3, 11), (10, 1, 2), (60, 6, 30)))
    assert warmth_of(warm, amber)[1] > 4
    assert not any(warmth_of(*pair).any() for pair in ((warm, black), (fair, amber), (warm, blonde)))


def test_coloured_light_moves_hair_as_skin_and_the_hairs_own_lights_tell() -> None:
    def cast(a: float, b: float) -> float:
        return float(np.linalg.norm(cast_of(np.full((50, 3), (60, a, b), np.float32))))

    assert cast(16, 20) == cast(24, 30) == 0
    assert 8 < cast(36, 28) < cast(45, 32) < 25
    red = np.array([20, 8], np.float32)
    lit, neutral = (np.full((50, 3), lab, np.float32) for lab in ((20, 22, 9), (20, 1, 1)))
    assert np.allclose(cast_on(lit, red), red) and np.linalg.norm(cast_on(neutral, red)) < 5
