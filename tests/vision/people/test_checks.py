from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.vision.people.drawn import draw

from fittingroom.tryon.kinds import Subcategory
from fittingroom.vision.people.analyse import describe_person
from fittingroom.vision.people.checks import NOBODY, SEATED, SIDEWAYS, folded_arm, missing_part, unbared_arm
from fittingroom.vision.person import Hand, Label, Person


@pytest.fixture(scope="module")
def person() -> Person:
    drawn = draw()
    return describe_person(drawn.image, drawn.pose, None, (None, None), drawn.alpha)


def _cropped(person: Person, top: int, bottom: int) -> Person:
    pose = person.pose.copy()
    pose[:, 1] -= top
    return replace(person, pose=pose, labels=person.labels[top:bottom])


def test_nobody_is_said_to_be_missing() -> None:
    assert missing_part(None, Subcategory.TOPS) == NOBODY


@pytest.mark.parametrize("subcategory", [Subcategory.TOPS, Subcategory.BOTTOMS, Subcategory.DRESSES])
def test_a_whole_person_lacks_nothing(person: Person, subcategory: Subcategory) -> None:
    assert missing_part(person, subcategory) is None


def test_a_half_length_photo_will_do_for_tops_but_not_for_bottoms(person: Person) -> None:
    half = _cropped(person, 0, 330)
    assert missing_part(half, Subcategory.TOPS) is None
    assert "hips" in str(missing_part(half, Subcategory.BOTTOMS))


def test_legs_alone_will_do_for_bottoms_but_not_for_tops(person: Person) -> None:
    legs = _cropped(person, 300, 640)
    assert missing_part(legs, Subcategory.BOTTOMS) is None
    assert "shoulders" in str(missing_part(legs, Subcategory.TOPS))
    assert "shoulders" in str(missing_part(legs, Subcategory.DRESSES))


def test_a_portrait_that_ends_at_the_chest_lacks_the_torso(person: Person) -> None:
    assert "torso" in str(missing_part(_cropped(person, 0, 215), Subcategory.TOPS))


def test_a_turned_back_is_told_apart_from_a_hidden_face(person: Person) -> None:
    pose = person.pose.copy()
    pose[11:] = pose[[i + 1 if i % 2 else i - 1 for i in range(11, 33)]]
    assert "back" in str(missing_part(replace(person, pose=pose), Subcategory.TOPS))
    assert missing_part(replace(person, face=None), Subcategory.TOPS) is None
    assert missing_part(replace(person, pose=pose, face=np.zeros((478, 3), np.float32)), Subcategory.TOPS) is None


@pytest.mark.parametrize("subcategory", [Subcategory.BOTTOMS, Subcategory.DRESSES])
def test_raised_and_foreshortened_thighs_are_refused_and_a_stride_is_not(
    person: Person, subcategory: Subcategory
) -> None:
    def bent(*thighs: tuple[float, float]) -> Person:
        """With the thighs, in torsos to the outside and down."""
        pose = person.pose.copy()
        size = float(np.linalg.norm(pose[[11, 12], :2].mean(0) - pose[[23, 24], :2].mean(0)))
        for hip, (out, down) in zip((23, 24), thighs, strict=True):
            away = np.sign(pose[hip, 0] - pose[[23, 24], 0].mean())
            pose[hip + 2, :2] = pose[hip, :2] + size * np.array([out * away, down])
        return replace(person, pose=pose)

    assert missing_part(bent((0.6, 0.15), (0.0, 0.8)), subcategory) == SEATED
    assert missing_part(bent((0.15, 0.3), (0.15, 0.3)), subcategory) == SEATED
    assert missing_part(bent((0.4, 0.7), (0.4, 0.7)), subcategory) is None
    assert missing_part(bent((0.0, 0.8), (0.1, 0.4)), subcategory) is None
    assert missing_part(bent((0.6, 0.15), (0.0, 0.8)), Subcategory.TOPS) is None


def _turned(person: Person, degrees: float) -> Person:
    """The person turned about the upright axis, by the joints alone."""
    pose, angle = person.pose.copy(), np.radians(degrees)
    middle = pose[[11, 12, 23, 24], 0].mean()
    pose[:, 0] = middle + (person.pose[:, 0] - middle) * np.cos(angle)
    pose[:, 2] = 1.5 * (person.pose[:, 0] - middle) * np.sin(angle)
    return replace(person, pose=pose)


@pytest.mark.parametrize("subcategory", [Subcategory.TOPS, Subcategory.DRESSES])
def test_a_side_view_is_refused_and_a_three_quarter_view_is_not(person: Person, subcategory: Subcategory) -> None:
    for side in (-1, 1):
        assert missing_part(_turned(person, 45 * side), subcategory) is None
        assert missing_part(_turned(person, 75 * side), subcategory) == SIDEWAYS


def test_bottoms_are_refused_only_quite_from_the_side(person: Person) -> None:
    assert missing_part(_turned(person, 70), Subcategory.BOTTOMS) is None
    assert missing_part(_turned(person, 70), Subcategory.TOPS) == SIDEWAYS
    assert missing_part(_turned(person, 85), Subcategory.BOTTOMS) == SIDEWAYS


def test_narrow_shoulders_that_face_the_camera_are_not_turned(person: Person) -> None:
    pose = _turned(person, 75).pose.copy()
    pose[:, 2] = 0
    assert missing_part(replace(person, pose=pose), Subcategory.TOPS) is None


def test_a_folded_arm_gets_no_sleeve_and_the_reason_names_it(person: Person) -> None:
    pose = person.pose.copy()
    pose[15, :2] = pose[11, :2] + [10, 10]  # on the image's right
    folded = replace(person, pose=pose)
    assert folded_arm(person, (0.3, 0.3)) is None
    assert "right" in str(folded_arm(folded, (0.3, 0.3)))
    assert folded_arm(folded, (0.0, 0.0)) is None


def test_a_sleeved_forearm_before_its_upper_arm_is_no_matter_to_a_top_with_long_sleeves(person: Person) -> None:
    pose, labels = person.pose.copy(), person.labels.copy()
    pose[15, :2] = pose[11, :2] + [10, 10]
    cv2.line(labels, pose[13, :2].astype(int).tolist(), pose[15, :2].astype(int).tolist(), int(Label.UPPER), 20)
    hand = Hand(np.zeros((21, 3), np.float32), 0.9)
    folded = replace(person, pose=pose, labels=labels, hands=(None, hand))
    assert folded_arm(folded, (1.0, 1.0)) is None
    assert "right" in str(folded_arm(folded, (0.3, 0.3)))
    assert "right" in str(folded_arm(folded, (1.0, 1.0), tops=False))
    assert "right" in str(folded_arm(replace(folded, hands=(None, None)), (1.0, 1.0)))


def test_an_arm_that_was_not_made_out_gets_no_sleeve_if_some_of_it_shows_beside_the_body(person: Person) -> None:
    lost = replace(person, figure=replace(person.figure, arms=(None, person.figure.arms[1])))
    assert "left" in str(folded_arm(lost, (0.3, 0.3)))
    column = np.arange(person.labels.shape[1])
    behind = np.where(column < person.pose[12, 0] - 5, 0, person.labels).astype(np.uint8)
    assert folded_arm(replace(lost, labels=behind), (0.3, 0.3)) is None


def test_a_raised_arm_taken_for_hair_gets_no_sleeve_and_hair_over_a_hanging_one_is_no_matter(person: Person) -> None:
    raised = person.pose.copy()
    raised[[14, 16], :2] = raised[12, :2] + np.array([[-70, -20], [-20, -90]])
    hair = np.zeros(person.labels.shape, np.uint8)
    for pose in (raised, person.pose):
        cv2.line(hair, pose[14, :2].astype(int).tolist(), pose[16, :2].astype(int).tolist(), 1, 20)
    labels = np.where(hair > 0, np.uint8(Label.HAIR), person.labels)
    assert "left" in str(folded_arm(replace(person, pose=raised, labels=labels), (0.3, 0.3)))
    assert folded_arm(replace(person, labels=labels), (0.3, 0.3)) is None


def test_cloth_round_the_forearm_of_an_arm_bare_above_is_refused_to_short_sleeves_alone(person: Person) -> None:
    arm = person.figure.arms[0]
    assert arm is not None
    figure = replace(person.figure, arms=(replace(arm, cover=0.0), person.figure.arms[1]))
    row, column = np.mgrid[: person.labels.shape[0], : person.labels.shape[1]]
    lower = (column < person.pose[12, 0] - 0.15 * figure.size) & (row > person.pose[12, 1] + 0.5 * figure.size)
    skin = np.where(column < person.pose[12, 0], np.uint8(Label.SKIN), person.labels)
    draped = replace(person, figure=figure, labels=np.where(lower, np.uint8(Label.UPPER), skin))
    assert "left" in str(unbared_arm(draped, (0.3, 0.3)))
    assert unbared_arm(draped, (1.0, 1.0)) is None
    assert unbared_arm(replace(draped, labels=skin), (0.3, 0.3)) is None
    raised = person.pose.copy()
    raised[[14, 16, 18, 20], :2] = raised[12, :2] + np.array([[-60, -30], [-30, -90], [-25, -100], [-25, -100]])
    assert unbared_arm(replace(draped, pose=raised), (0.3, 0.3)) is None  # cloth beside the body is the body's


def _crossed(person: Person) -> Person:
    """The arm on the image's left under a long sleeve across the body, its hand tucked away."""
    arm = person.figure.arms[0]
    assert arm is not None
    pose, before = person.pose.copy(), np.zeros(person.labels.shape, np.bool_)
    pose[16, :2] = pose[[11, 12, 23, 24], :2].mean(0)
    x, y = pose[16, :2].astype(int)
    before[y - 30 : y + 30, x - 40 : x + 40] = True
    labels = np.where(before, np.uint8(Label.UPPER), person.labels)
    front = replace(person.front, arms=(before, person.front.arms[1]))
    figure = replace(person.figure, arms=(replace(arm, cover=1.0), person.figure.arms[1]))
    return replace(person, pose=pose, labels=labels, figure=figure, front=front)


def test_a_forearm_before_the_body_is_bared_only_if_its_hand_shows(person: Person) -> None:
    crossed = _crossed(person)
    assert unbared_arm(person, (0.0, 0.0)) is None
    assert "left" in str(unbared_arm(crossed, (0.3, 0.3)))
    assert unbared_arm(crossed, (1.0, 1.0)) is None
    x, y = crossed.pose[16, :2].astype(int)
    shown = crossed.labels.copy()
    shown[y - 12 : y + 12, x - 12 : x + 12] = Label.SKIN
    assert unbared_arm(replace(crossed, labels=shown), (0.3, 0.3)) is None


def _pocketed(person: Person, place: Label, knuckles_down: float = 12.0) -> Person:
    """The arm on the image's left under a long sleeve beside the body, its hand under `place`."""
    arm = person.figure.arms[0]
    assert arm is not None
    pose = person.pose.copy()
    pose[[20, 18], :2] = pose[16, :2] + [0, knuckles_down]
    y, x = np.mgrid[: person.labels.shape[0], : person.labels.shape[1]]
    labels = person.labels.copy()
    labels[np.hypot(x - pose[16, 0], y - pose[16, 1]) < 0.5 * person.figure.size] = place
    figure = replace(person.figure, arms=(replace(arm, cover=1.0), person.figure.arms[1]))
    return replace(person, pose=pose, labels=labels, figure=figure)


def test_a_hand_in_the_pocket_of_the_old_top_hides_the_arms_end_and_one_in_trousers_does_not(person: Person) -> None:
    hidden = _pocketed(person, Label.UPPER)
    assert "hand on the left" in str(unbared_arm(hidden, (0.3, 0.3)))
    assert unbared_arm(hidden, (1.0, 1.0)) is None
    assert unbared_arm(_pocketed(person, Label.LOWER), (0.3, 0.3)) is None
    assert unbared_arm(_pocketed(person, Label.SKIN), (0.3, 0.3)) is None
    arm = person.figure.arms[0]
    assert arm is not None
    short = replace(hidden.figure, arms=(replace(arm, cover=0.3), hidden.figure.arms[1]))
    assert unbared_arm(replace(hidden, figure=short), (0.3, 0.3)) is None


def test_skin_beside_the_knuckles_place_is_no_hand_at_the_arms_end(person: Person) -> None:
    hidden = _pocketed(person, Label.UPPER)
    labels, (x, y) = hidden.labels.copy(), hidden.pose[16, :2].astype(int)
    labels[y : y + 12, x - 20 : x - 8] = Label.SKIN
    assert "hand on the left" in str(unbared_arm(replace(hidden, labels=labels), (0.3, 0.3)))


def test_an_arm_that_leaves_the_picture_before_its_knuckles_may_be_bared(person: Person) -> None:
    leaving = _pocketed(person, Label.UPPER, float(person.labels.shape[0]))
    assert unbared_arm(leaving, (0.3, 0.3)) is None


def test_long_sleeves_crossed_over_one_another_cannot_be_bared_and_crossed_bare_arms_need_not_be(
    person: Person,
) -> None:
    pose, middle = person.pose.copy(), person.pose[[11, 12, 23, 24], :2].mean(0)
    pose[16, :2], pose[15, :2] = middle, middle
    pose[[16, 15], 0] += (25, -25)
    pose[[14, 13], 1] = middle[1]
    arms = tuple(None if arm is None else replace(arm, cover=1.0) for arm in person.figure.arms)
    both = replace(person, pose=pose, figure=replace(person.figure, arms=(arms[0], arms[1])))
    assert "crossed" in str(unbared_arm(both, (0.3, 0.3)))
    assert unbared_arm(both, (1.0, 1.0)) is None
    arms = tuple(None if arm is None else replace(arm, cover=0.2) for arm in person.figure.arms)
    bare = replace(both, figure=replace(both.figure, arms=(arms[0], arms[1])))
    assert unbared_arm(bare, (0.3, 0.3)) is None


def test_a_sleeve_that_sticks_out_on_an_arm_not_made_out_cannot_be_bared(person: Person) -> None:
    lost = replace(person, figure=replace(person.figure, arms=(None, person.figure.arms[1])))
    column = np.arange(person.labels.shape[1])
    beside = (column < person.pose[12, 0] - 5) & (person.labels != Label.BACKGROUND)
    sleeve, bare = (
        replace(lost, labels=np.where(beside, np.uint8(kind), lost.labels)) for kind in (Label.UPPER, Label.SKIN)
    )
    assert "left" in str(unbared_arm(sleeve, (0.0, 0.0)))
    assert unbared_arm(bare, (0.0, 0.0)) is None
