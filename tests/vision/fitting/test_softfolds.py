import cv2
import numpy as np
from tests.vision.fitting.drawn import drawn_person

from fittingroom.vision.fitting.frame import Frame, measure
from fittingroom.vision.fitting.outline import Arm, trace_arms
from fittingroom.vision.fitting.scene import Light
from fittingroom.vision.fitting.softfolds import from_armpits, room_around, room_on, soft_folds
from fittingroom.vision.person import Label

ARMPITS = np.array([[158, 190], [242, 190]], np.float32)


def worn() -> tuple[Frame, tuple[Arm, Arm], np.ndarray, tuple[np.ndarray, np.ndarray]]:
    """A body's frame and arms, where its top lies, and where both of the top's sleeves do."""
    person = drawn_person(sleeve=1.0)
    frame = measure(person)
    arms = trace_arms(person, frame)
    cloth = person.labels == Label.UPPER
    left, right = ((np.abs(arm.limb.v) < 14) & (arm.limb.u > 0) & cloth for arm in arms)
    return frame, arms, cloth.astype(np.float32), (left.astype(np.float32), right.astype(np.float32))


def drawn(x: float = 0.1, seed: int = 42) -> np.ndarray:
    """Logarithm of the light of folds in light from the right, or from the left where x is negative."""
    frame, arms, cloth, sleeves = worn()
    return np.log(soft_folds(frame, arms, cloth, sleeves, ARMPITS, Light(x, -0.05, -0.28), seed))


def test_plain_cloth_gets_moderate_folds_on_body_and_sleeves() -> None:
    _, _, cloth, sleeves = worn()
    log = drawn()
    for part in (cloth > 0.5, sleeves[0] > 0.5, sleeves[1] > 0.5):
        assert 0.004 < log[part].std() < 0.06
        assert log[part].min() > -0.2 and log[part].max() < 0.1


def test_folds_are_smooth() -> None:
    log = drawn()
    _, _, cloth, sleeves = worn()
    inside = (cloth > 0.5) & (sleeves[0] + sleeves[1] < 0.5)
    step = np.abs(np.diff(log, axis=1))[inside[:, 1:] & inside[:, :-1]]
    assert np.percentile(step, 99) < 0.05


def test_the_same_seed_draws_the_same_folds_and_another_one_others() -> None:
    assert np.array_equal(drawn(), drawn())
    assert np.abs(drawn() - drawn(seed=7)).max() > 0.02


def test_a_fold_is_light_on_the_side_that_the_light_comes_from() -> None:
    _, _, cloth, _ = worn()
    inside = (cloth > 0.5) & (np.indices(cloth.shape)[0] > 230)
    right, left = drawn(0.1)[inside], drawn(-0.1)[inside]
    assert np.corrcoef(right, left)[0, 1] < 0.55


def test_cloth_is_darker_under_the_chest_than_above_it() -> None:
    frame, _, cloth, _ = worn()
    t, lateral = frame.fields((cloth.shape[0], cloth.shape[1]))
    log, chest = drawn(), (np.abs(lateral / frame.unit) > 0.12) & (np.abs(lateral / frame.unit) < 0.28)
    above, below = (log[chest & (abs(t - at) < 0.03)].mean() for at in (0.27, 0.47))
    assert above > 0
    assert above - below > 0.05


def test_there_is_no_room_for_drawn_folds_where_others_are() -> None:
    cloth = np.ones((200, 300), np.bool_)
    waves = np.exp(0.05 * np.sin(np.arange(300, dtype=np.float32) / 4))
    folds = np.where(np.arange(300) < 150, waves, 1)[None].repeat(200, 0).astype(np.float32)
    room = room_around(folds, cloth, 100)
    assert room[100, 60] < 0.05
    assert room[100, 270] > 0.95


def test_drawn_folds_are_wanted_on_plain_fabric_and_not_on_checks() -> None:
    shape = np.zeros((300, 300), np.bool_)
    shape[40:260, 50:250] = True
    plain = np.full((300, 300, 3), 170, np.uint8)
    ys, xs = np.indices((300, 300))
    checks = np.where(((ys // 3 + xs // 3) % 2 == 0)[..., None], plain, np.uint8(110)).astype(np.uint8)
    assert room_on(plain, shape)[150, 150] == 1
    assert room_on(checks, shape)[150, 150] == 0


def test_folds_fan_out_from_an_armpit_and_never_cross() -> None:
    frame, _, cloth, _ = worn()
    for seed in range(40):
        ridges = list(from_armpits(frame, ARMPITS[:1], np.random.default_rng(seed)))
        assert len(ridges) > 1
        bands = [np.zeros(cloth.shape, np.uint8) for _ in ridges]
        for band, ridge in zip(bands, ridges, strict=True):
            cv2.polylines(band, [np.round(8 * ridge.line).astype(np.int32)], False, 1, 1, cv2.LINE_4, 3)
        assert np.sum(bands, axis=0).max() == 1
