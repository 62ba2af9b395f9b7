"""A person's skin as paint, and the limbs and chests that are made of it."""

from dataclasses import replace

import cv2
import numpy as np
from tests.vision.fitting.drawn import SKIN, drawn_person, frame_and_arms

from fittingroom.vision.colour import to_lab
from fittingroom.vision.fitting.armskin import arm_details, arm_shine, arm_skin, below, seen_skin, towards_chest
from fittingroom.vision.fitting.chestskin import chest_light, chest_tint, room_left, torso_skin
from fittingroom.vision.fitting.outline import measure_sides
from fittingroom.vision.fitting.scene import Light
from fittingroom.vision.fitting.skin import (
    Tone,
    as_own,
    brightest,
    learn_tone,
    painted,
    round_light,
    shade_colour,
    side_light,
    skin_light,
)
from fittingroom.vision.fitting.skincolour import OwnColour
from fittingroom.vision.people.tone import skin_tone
from fittingroom.vision.person import Label, Limb, Person, SkinTone

SOFT = Light(0.0, -0.05, -0.5)
LEVELS = np.linspace(40, 80, 5, dtype=np.float32)
#: Rich in the shade, pale in the light.
TONE = Tone(
    72.0,
    SkinTone(LEVELS, np.stack([LEVELS, [16, 15, 12, 9, 1], [20, 20, 19, 17, 2]], 1).astype(np.float32), 70, 70, 1),
)
ALONG = np.zeros((1, 21), np.float32)
ACROSS = np.linspace(-1, 1, 21, dtype=np.float32)[None]


def lightness(image: np.ndarray) -> np.ndarray:
    return np.asarray(cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 0])


def test_the_tone_is_the_persons_own() -> None:
    assert np.abs(learn_tone(drawn_person()).colour - SKIN).max() < 3


def test_a_neck_alone_in_the_chins_shade_makes_no_dark_arms() -> None:
    person = drawn_person(sleeve=0.9)
    image, labels = person.image.copy(), person.labels.copy()
    labels[(labels == Label.SKIN) & (np.arange(480) > 118)[:, None]] = Label.UPPER  # no hands
    neck = labels == Label.SKIN
    image[neck] = (0.5 * image[neck]).astype(np.uint8)
    face, shade = (float(lightness(np.float32([[colour]]))[0, 0]) for colour in (SKIN, 0.5 * np.array(SKIN)))
    assert learn_tone(replace(person, image=image, labels=labels)).lightness > shade + 0.4 * (face - shade)


def test_a_small_neck_in_the_light_makes_no_pale_arms() -> None:
    person = drawn_person(sleeve=0.9)
    image, labels = person.image.copy(), person.labels.copy()
    labels[(labels == Label.SKIN) & (np.arange(480) > 118)[:, None]] = Label.UPPER  # no hands
    neck = labels == Label.SKIN
    image[neck] = np.minimum(1.25 * image[neck], 255).astype(np.uint8)
    face, pale = (float(np.median(lightness(image[None, labels == label]))) for label in (Label.FACE, Label.SKIN))
    assert learn_tone(replace(person, image=image, labels=labels)).lightness < pale - 0.4 * (pale - face)


def test_the_more_of_the_body_is_bare_the_less_a_darker_face_says() -> None:
    apart = []
    for rows in (10, 200):
        person = drawn_person()
        labels = person.labels.copy()
        labels[(labels == Label.SKIN) & (np.arange(480) > 240)[:, None]] = Label.UPPER
        labels[260 : 260 + rows, 120:280] = Label.SKIN
        image = person.image.copy()
        image[labels == Label.SKIN] = SKIN
        image[labels == Label.FACE] = np.array(SKIN) * 0.7
        person = replace(person, labels=labels, image=image)
        apart.append(abs(learn_tone(person).lightness - lightness(np.float32([[SKIN]]))[0, 0]))
    assert apart[1] < 0.6 * apart[0]


def test_a_limbs_very_edge_is_lit_from_all_round() -> None:
    hard = Light(0.25, 0.0, -0.75)
    edge, further_in = (
        round_light(np.float32([[at]]), hard, (ALONG[:, :1] + 1, ALONG[:, :1]))[0, 0] for at in (-1, -0.5)
    )
    assert 0.58 < edge < 0.8 * further_in


def test_skin_in_the_shade_is_richer_than_in_the_light_and_a_highlight_is_never_grey() -> None:
    shade, lit, glare = shade_colour(TONE, np.array([50, 70, 80], np.float32))
    assert np.hypot(*shade[1:]) > 1.15 * np.hypot(*lit[1:])
    assert np.hypot(*glare[1:]) > 0.7 * np.hypot(*lit[1:])


def test_skin_is_painted_as_light_as_was_asked_for() -> None:
    wanted = np.array([[30, 55, 75]], np.float32)
    assert np.abs(lightness(painted(TONE, wanted)) - wanted).max() < 1


def test_skin_is_not_drawn_lighter_than_the_lightest_that_is_seen() -> None:
    person = drawn_person()
    assert abs(brightest(person, learn_tone(person)) - lightness(np.float32([[SKIN]]))[0, 0]) < 3
    image = np.full((40, 40, 3), 180, np.float32)
    for wanted, got in ((-40, -40), (2, 2), (60, 20)):
        more = room_left(np.full((40, 40, 1), wanted, np.float32), image, 200.0, 60.0)
        assert np.abs(more - got).max() < 0.2


def test_a_limb_is_darker_towards_both_edges_and_most_where_the_body_is_beside_it() -> None:
    light = round_light(ACROSS, SOFT, (ALONG + 1, ALONG))[0]
    assert light[10] > 0.98
    assert light[-2] < 0.85
    assert light[1] < light[-2] - 0.05


def test_light_from_one_side_shows_on_a_limb() -> None:
    light = round_light(ACROSS, Light(0.2, 0.0, -0.4), (ALONG + 1, ALONG), beside=0.0)[0]
    assert light[15] > 1.1 * light[5]


def test_skin_stays_light_over_the_middle_of_a_limb_and_falls_off_by_its_edges() -> None:
    light = round_light(ACROSS, Light(0.0, 0.0, -0.5), (ALONG + 1, ALONG), beside=0.0)[0]
    assert light[5] > 0.96
    assert light[18] < 0.9
    assert light[19] < 0.82


def test_the_side_that_a_face_is_lit_from_lights_limbs_and_chest_too() -> None:
    person = drawn_person()
    person.pose[[2, 5], :2] = (190, 60), (210, 60)
    dark = (person.labels == Label.FACE) & (np.arange(400) < 200)[None]
    lit = replace(person, image=np.where(dark[..., None], person.image * 0.8, person.image).astype(np.uint8))
    faceless = replace(lit, labels=np.where(lit.labels == Label.FACE, 0, lit.labels))
    assert side_light(lit, -0.04) > 0.06
    assert abs(side_light(person, 0.1) - 0.05) < 0.02
    assert side_light(faceless, -0.04) == -0.04


def with_bare_limb(person: Person, fall: float) -> Person:
    """A bare arm whose edges are `fall` of its lightness darker than its middle."""
    image, labels = person.image.copy(), person.labels.copy()
    place = np.linspace(-1, 1, 41)
    strip = np.array(SKIN) * (1 - fall * place**2)[:, None]
    image[150:300, 300:341], labels[150:300, 300:341] = strip[None], Label.SKIN
    count = 27
    along = np.linspace(0, 1, count, dtype=np.float32)
    limb = Limb(
        axis=np.stack([np.full(count, 320), 150 + 149 * along], 1).astype(np.float32), along=along,
        normal=np.tile(np.float32([1, 0]), (count, 1)), halfwidth=np.full((count, 2), 20, np.float32),
        measured=np.ones((count, 2), np.bool_), bare=np.ones(count, np.float32), cover=0.0, seen=1.0,
        region=labels == Label.SKIN,
    )  # fmt: skip
    return replace(person, image=image, labels=labels, figure=replace(person.figure, arms=(None, limb)))


def test_bare_limbs_tell_how_round_the_light_makes_them() -> None:
    usual, person = Light(0.0, -0.05, -0.25), drawn_person()
    flat, usual_skin, strong = (
        skin_light(each, usual).away for each in (with_bare_limb(person, 0.02), person, with_bare_limb(person, 0.5))
    )
    assert flat > usual_skin + 0.05
    assert strong < usual_skin - 0.05


def test_a_rebuilt_arm_is_rounded_grained_and_meets_the_hand() -> None:
    person = drawn_person(sleeve=0.9)
    _, arms = frame_and_arms(person)
    limb = arms[1].limb
    skin = arm_skin(person, arms[1], learn_tone(person), SOFT, 3)
    at = limb.point(np.full(3, 0.6 * limb.length), np.array([-10.0, 0.0, 10.0]))
    columns, rows = np.round(at).astype(int).T
    left, middle, right = skin[rows, columns].sum(1)
    assert middle > left
    assert middle > right
    assert np.abs(skin[320, 278] - SKIN).max() < 25
    assert skin[250:260, 265:275].std() > 0.3


def test_glossy_skin_shines_on_the_round_of_the_shoulder_towards_the_light_and_matt_skin_nowhere() -> None:
    _, arms = frame_and_arms(drawn_person(sleeve=0.9))
    arm = arms[1]
    across, u = arm.limb.v / np.maximum(arm.bare_at(arm.limb.u), 1), arm.limb.u / arm.limb.length
    even, lit = (arm_shine(arm, across, np.full_like(across, side), 0.2) for side in (0.0, 0.15))
    shoulder = (np.abs(u - 0.09) < 0.02) & (np.abs(across) < 1)
    assert even[shoulder].max() > 1.12
    assert even[shoulder & (across > 0)].mean() < lit[shoulder & (across > 0)].mean()
    assert even[shoulder].max() > even[(np.abs(u - 0.22) < 0.02) & (np.abs(across) < 1)].max() + 0.08
    assert (arm_shine(arm, across, np.zeros_like(across), 0.0) == 1).all()


def with_golden_neck(person: Person) -> Person:
    """The drawn person with a neck of another tint than the hands."""
    image = person.image.copy()
    neck = (person.labels == Label.SKIN) & (np.abs(np.arange(400) - 200) < 30)[None]
    image[neck] = np.clip(np.array(SKIN) + np.array([6, 8, -26]), 0, 255)
    return replace(person, image=image)


def test_a_bared_shoulder_goes_over_into_the_chests_tint_and_the_forearm_keeps_the_hands() -> None:
    person = with_golden_neck(drawn_person(sleeve=0.9))
    tone = learn_tone(person)
    assert chest_tint(person, tone)[1] > 2
    _, arms = frame_and_arms(person)
    skin = arm_skin(person, arms[1], tone, SOFT, 3)
    yellow = to_lab(np.round(skin).astype(np.uint8))[..., 2]
    u, v, length = arms[1].limb.u, arms[1].limb.v, arms[1].limb.length
    shoulder, forearm = (
        np.median(yellow[(np.abs(v) < 5) & (np.abs(u / length - place) < 0.05)]) for place in (0.05, 0.7)
    )
    assert shoulder > forearm + 2


def chest_of(person: Person) -> np.ndarray:
    frame, arms = frame_and_arms(person)
    return torso_skin(person, frame, measure_sides(person, frame, arms), learn_tone(person), SOFT, 3)


def test_a_beard_that_passes_for_the_neck_does_not_darken_the_chest() -> None:
    person = drawn_person()
    neck = (person.labels == Label.SKIN) & (np.abs(np.arange(400) - 200) < 30)[None]
    rows = np.flatnonzero(neck.any(1))
    beard = neck & (np.arange(person.labels.shape[0])[:, None] < rows[rows < 160].mean())
    image = person.image.copy()
    image[beard] = np.array(SKIN) * 0.15
    frame, arms = frame_and_arms(person)
    sides, tone = measure_sides(person, frame, arms), learn_tone(person)
    chest = torso_skin(replace(person, image=image), frame, sides, tone, SOFT, 3)
    usual = torso_skin(person, frame, sides, tone, SOFT, 3)
    assert chest[beard].mean() > 0.8 * usual[beard].mean()


def test_a_rebuilt_chest_meets_the_skin_beside_it_and_ends_the_chins_shadow_soon() -> None:
    person = drawn_person()
    image = person.image.copy()
    neck = (person.labels == Label.SKIN) & (np.abs(np.arange(400) - 200) < 30)[None]
    image[neck] = np.array(SKIN) * 0.55
    chest = chest_of(replace(person, image=image))
    below = lightness(chest)[:, 195:205].mean(1)
    end = np.flatnonzero(neck[:, 200])[-1]
    assert below[end + 2] < below[end + 40] - 3
    assert abs(below[end + 60] - lightness(np.float32(SKIN)[None, None])[0, 0]) < 8


def test_collar_bones_that_the_photo_shows_are_not_drawn_again() -> None:
    below = np.repeat(np.linspace(-0.15, 0.3, 91, dtype=np.float32)[:, None], 3, axis=1)
    across = np.full_like(below, 0.3)
    drawn, left_out = (np.diff(chest_light(below, across, below, 0.0, bones)[:, 0], 2) for bones in (1.0, 0.0))
    assert np.abs(drawn).max() > 6 * np.abs(left_out).max()
    assert np.argmin(drawn) + 1 == np.abs(below[:, 0]).argmin()


def test_collar_bones_lead_on_beneath_what_covers_them_on_one_side_alone() -> None:
    below, across = np.meshgrid(np.linspace(-0.1, 0.1, 41), (-0.3, 0.3), indexing="ij")
    hidden = np.repeat(np.float32([[0, 1]]), 41, axis=0)
    seen, drawn = np.abs(np.diff(chest_light(below, across, below, 0.0, hidden), 2, axis=0)).max(0)
    assert drawn > 6 * seen


def test_a_deep_neckline_shows_the_furrow_between_the_chests_halves_more_boldly_in_hard_light() -> None:
    across = np.linspace(-0.5, 0.5, 101, dtype=np.float32)[None]
    t, below = np.full_like(across, 0.26), np.full_like(across, 0.5)
    soft, hard = (chest_light(t, across, below, 0.0, 0.0, depth=depth)[0] for depth in (0.8, 1.5))
    assert soft[50] < soft[[30, 70]].min() - 0.06
    assert hard[30] - hard[50] > soft[30] - soft[50] + 0.03


def test_the_pit_of_the_neck_lies_dark_between_the_lit_ends_of_the_collar_bones() -> None:
    across = np.linspace(-0.3, 0.3, 121, dtype=np.float32)[None]
    light = chest_light(np.zeros_like(across), across, np.zeros_like(across), 0.0)[0]
    assert light[60] < min(light[30], light[90]) - 0.1


def test_an_elbow_has_a_crease_on_its_inner_half_unless_it_is_seen_itself() -> None:
    arm = frame_and_arms(drawn_person(sleeve=0.9))[1][0]
    share = arm.limb.u / arm.limb.length
    across = np.clip(arm.limb.v / np.maximum(arm.half, 1), -1.2, 1.2).astype(np.float32)
    details, inner = arm_details(arm, across), np.abs(across + 0.12) < 0.15
    above, fold = (details[inner & (np.abs(share - at) < 0.02)] for at in (0.42, 0.506))
    assert fold.min() < above.mean() - 0.06
    assert np.median(fold) > above.mean() - 0.06  # a fine fold, no smudge
    short = arm_details(replace(arm, sleeve_end=0.45 * arm.limb.length), across)
    assert short[inner & (np.abs(share - 0.506) < 0.02)].min() > 0.99


def test_an_arm_wider_on_one_side_of_its_middle_line_is_rounded_off_over_all_its_width() -> None:
    person = drawn_person()
    _, arms = frame_and_arms(person)
    arm = arms[1]
    limb = arm.limb
    wide = 2.2 * arm.bare
    skin = arm_skin(person, arm, learn_tone(person), SOFT, 3, widths=(arm.bare, wide))
    light = lightness(skin)
    near = np.abs(limb.u - 0.6 * limb.length) < 6
    place = -limb.v / np.maximum(arm.bare_at(limb.u), 1)
    steps = [float(light[near & (np.abs(place - at) < 0.1)].mean()) for at in (0.7, 1.0, 1.3, 1.6, 1.9)]
    assert (np.diff(steps) < -0.2).all()


def test_an_arm_of_which_only_the_hand_was_seen_keeps_the_tint_of_the_chest_far_down() -> None:
    shares = []
    for sleeve in (0.5, 0.95):
        _, arms = frame_and_arms(drawn_person(sleeve=sleeve))
        arm = replace(arms[1], sleeve_end=sleeve * arms[1].limb.length)
        share, along = towards_chest(arm), arm.limb.u / arm.limb.length
        on_arm = np.abs(arm.limb.v) < arm.half
        shares.append([float(share[on_arm & (np.abs(along - at) < 0.02)].mean()) for at in (0.05, 0.5, 0.97)])
    short, long = shares
    assert short[0] > 0.9 and short[1] < 0.1  # what is seen of the arm itself decides
    assert long[0] > 0.9 and 0.4 < long[1] < 0.8 and long[2] < 0.2


def test_a_forearm_has_a_muscle_and_tendons() -> None:
    arm = frame_and_arms(drawn_person())[1][0]
    share = arm.limb.u / arm.limb.length
    across = np.clip(arm.limb.v / np.maximum(arm.half, 1), -1.2, 1.2).astype(np.float32)
    details = arm_details(arm, across)

    def at(low: float, high: float, place: float) -> float:
        return float(details[(share > low) & (share < high) & (np.abs(across - place) < 0.12)].mean())

    muscle = at(0.64, 0.7, 0.2) - at(0.64, 0.7, -0.32)
    tendon = at(0.84, 0.9, 0.02) - at(0.84, 0.9, 0.34)
    assert 0.02 < muscle < 0.045  # bolder ones are streaks
    assert 0.01 < tendon < 0.03


def test_a_forearm_is_flatter_and_lighter_below_the_elbow_than_at_the_wrist_also_where_the_light_is() -> None:
    person = drawn_person(sleeve=0.9)
    arm = replace(frame_and_arms(person)[1][1], sleeve_end=0.95 * frame_and_arms(person)[1][1].limb.length)
    light = lightness(arm_skin(person, arm, learn_tone(person), Light(0.3, 0.0, -0.4), 3))
    across, share = arm.limb.v / np.maximum(arm.bare_at(arm.limb.u), 1), arm.limb.u / arm.limb.length

    def at(along: float, place: float) -> float:
        return float(light[(np.abs(share - along) < 0.03) & (np.abs(across - place) < 0.2)].mean())

    assert at(0.62, 0.3) > at(0.52, 0.0) + 1.5
    assert at(0.57, 0.75) > at(0.74, 0.75) + 1.5
    assert at(0.6, 0.0) < at(0.4, 0.0) + 2  # no bright patch: arms get hardly lighter there


def test_a_fair_arm_is_no_lighter_than_the_skin_that_is_seen_and_a_dark_one_shines() -> None:
    person = drawn_person(sleeve=0.9)
    arm = replace(frame_and_arms(person)[1][1], sleeve_end=0.95 * frame_and_arms(person)[1][1].limb.length)
    middle = (np.abs(arm.limb.v) < 0.4 * arm.half) & (np.abs(arm.limb.u / arm.limb.length - 0.6) < 0.3)
    lighter = []
    for amount in (1.0, 0.45):
        image = np.clip(person.image * amount, 0, 255).astype(np.uint8)
        seen = replace(person, image=image, skin=skin_tone(image, person.labels, person.alpha))
        tone = learn_tone(seen)
        skin = lightness(arm_skin(seen, arm, tone, SOFT, 3))
        lighter.append(float(np.median(skin[middle])) / tone.lightness)
    fair, dark = lighter
    assert fair < 1.0 < dark


def test_glasses_make_no_dark_arms() -> None:
    person = drawn_person(sleeve=0.9)
    image, labels = person.image.copy(), person.labels.copy()
    labels[labels == Label.SKIN] = Label.UPPER
    rows, columns = np.nonzero(labels == Label.FACE)
    middle = (labels == Label.FACE) & (np.abs(np.arange(480) - rows.mean()) < 0.12 * np.ptp(rows))[:, None]
    image[middle] = 15
    image[(labels == Label.FACE) & ~middle & (np.arange(labels.shape[1]) < columns.mean())] = np.array(SKIN) * 0.8
    with_glasses = replace(person, image=image, labels=labels)
    image = image.copy()
    image[middle] = person.image[middle]
    assert abs(learn_tone(with_glasses).lightness - learn_tone(replace(with_glasses, image=image)).lightness) < 2


def test_a_dark_gap_taken_for_a_hand_makes_no_dark_arm_and_a_hand_in_the_shade_little() -> None:
    person = drawn_person(sleeve=0.9)
    _, arms = frame_and_arms(person)
    labels, image = person.labels.copy(), person.image.copy()
    hand = seen_skin(person, arms[1])
    rows = np.nonzero(hand.any(1))[0]
    speck = hand & (np.arange(480) > rows.max() - 4)[:, None]
    labels[(labels == Label.SKIN) & (np.arange(480) > 200)[:, None]] = Label.UPPER
    labels[cv2.dilate(speck.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0] = Label.SKIN
    image[(labels == Label.SKIN) & (np.arange(480) > 200)[:, None]] = (50, 30, 10)
    assert not seen_skin(replace(person, labels=labels, image=image), arms[1]).any()


def test_the_arm_on_the_lights_side_is_the_lighter_one_but_no_lighter_than_any_skin() -> None:
    person = drawn_person(sleeve=0.9)
    _, arms = frame_and_arms(person)
    person = replace(person, labels=np.where(person.labels == Label.SKIN, Label.UPPER, person.labels))
    tone, light = learn_tone(person), Light(0.35, -0.05, -0.5)
    middles = [(arm.limb.u > 40) & (np.abs(arm.limb.v) < 8) for arm in arms]
    skins = [lightness(arm_skin(person, arm, tone, light, 3)) for arm in arms]
    shaded, lit = (float(np.median(skin[middle])) for skin, middle in zip(skins, middles, strict=True))
    assert lit > shaded
    assert np.allclose(below(np.float32([0.8, 1.0]), 1.2), [0.8, 1.0], atol=0.02)
    assert below(np.float32([1.6]), 1.2)[0] < 1.21


def test_light_on_an_arm_draws_no_line_where_it_reaches_the_lightest_skin() -> None:
    held = below(np.linspace(0.7, 1.3, 61, dtype=np.float32), 1.05)
    steps = np.diff(held)
    assert np.all(steps > 0)
    assert np.abs(np.diff(steps)).max() < 0.25 * steps.max()


def test_a_grey_neck_makes_no_grey_chest_but_some_of_its_tint_is_the_lights() -> None:
    tone = replace(TONE, own=OwnColour(70.0, float(np.hypot(9, 17)), float(np.arctan2(17, 9))))
    lit, grey = np.full((1, 1), 70, np.float32), np.float32([-6, -10])
    held, partly = (as_own(tone, lit, grey, free)[0, 0] for free in (0.0, 0.3))
    chromas = [float(np.hypot(*(shade_colour(tone, lit)[0, 0, 1:] + offset))) for offset in (grey, partly, held)]
    assert chromas[0] < chromas[1] < chromas[2]
    assert abs(chromas[2] - np.hypot(9, 17)) < 0.1 * np.hypot(9, 17)
    assert np.allclose(as_own(TONE, lit, grey)[0, 0], grey)
