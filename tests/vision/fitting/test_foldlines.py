import cv2
import numpy as np

from fittingroom.vision.fitting.foldlines import along_folds, far_from_ends

UNIT = 200.0


def test_a_long_fold_stays_as_deep_as_it_was() -> None:
    ys, xs = np.mgrid[:240, :240].astype(np.float32)
    fold = -0.1 * np.exp(-0.5 * (((ys - 120) * 0.8 + (xs - 120) * 0.6) / (0.025 * UNIT)) ** 2)
    evened = along_folds(fold, np.ones(fold.shape, np.bool_), UNIT)
    assert -0.1 <= evened[120, 120] < -0.08
    assert abs(evened[20, 20]) < 0.005


def test_specks_of_cloth_are_gone() -> None:
    specks = np.random.default_rng(3).normal(0, 1, (240, 240)).astype(np.float32)
    specks = cv2.GaussianBlur(specks, (0, 0), 0.014 * UNIT)
    specks *= 0.03 / specks.std()
    evened = along_folds(specks, np.ones(specks.shape, np.bool_), UNIT)
    assert evened[40:-40, 40:-40].std() < 0.5 * specks.std()


def test_a_patch_of_light_that_runs_nowhere_is_mostly_left_out() -> None:
    ys, xs = np.mgrid[:240, :240].astype(np.float32)
    patch = 0.1 * np.exp(-0.5 * ((ys - 120) ** 2 + (xs - 120) ** 2) / (0.05 * UNIT) ** 2)
    evened = along_folds(patch, np.ones(patch.shape, np.bool_), UNIT)
    assert 0 < evened[120, 120] < 0.035


def test_nothing_is_made_of_what_is_not_known() -> None:
    log = np.full((120, 120), -0.1, np.float32)
    known = np.zeros(log.shape, np.bool_)
    known[:60] = True
    evened = along_folds(log, known, UNIT)
    assert np.ptp(evened[10:50, 10:-10]) < 0.005
    assert evened[10:50, 10:-10].max() < -0.01
    assert np.allclose(evened[80:], 0, atol=0.001)


def test_without_old_cloth_there_are_no_folds() -> None:
    log = np.full((60, 60), -0.1, np.float32)
    assert not along_folds(log, np.zeros(log.shape, np.bool_), UNIT).any()


def test_folds_end_before_an_old_hem_that_the_new_cloth_passes() -> None:
    old, cover = np.zeros((300, 240), np.bool_), np.zeros((300, 240), np.bool_)
    old[40:160, 40:200], cover[40:260, 40:200] = True, True
    share = far_from_ends(old, cover, UNIT)
    assert share[152, 120] < 0.25
    assert share[60, 120] == 1


def test_a_sliver_beside_the_old_cloth_is_no_end() -> None:
    old, cover = np.zeros((300, 240), np.bool_), np.zeros((300, 240), np.bool_)
    old[40:160, 40:200], cover[40:162, 38:202] = True, True
    assert (far_from_ends(old, cover, UNIT) == 1).all()
