"""The photo's light on new cloth, for every recipe."""

from collections.abc import Sequence

import cv2
import numpy as np

from fittingroom.engines.preview.work import Array, Mask, Pixels, Work
from fittingroom.vision.fitting.arrays import f32
from fittingroom.vision.fitting.backlight import find_backlight
from fittingroom.vision.fitting.behindarms import behind_arms
from fittingroom.vision.fitting.closeness import between_legs, hem_band, neckline_rim, under_head
from fittingroom.vision.fitting.creases import creases, room_beside
from fittingroom.vision.fitting.cuffs import turned_under
from fittingroom.vision.fitting.fabric import sample
from fittingroom.vision.fitting.form import blow_up
from fittingroom.vision.fitting.hoods import has_hood, roll, roll_light
from fittingroom.vision.fitting.joins import sleeve_join
from fittingroom.vision.fitting.legfolds import leg_folds
from fittingroom.vision.fitting.legs import cloth_parts
from fittingroom.vision.fitting.modelling import modelling, own_light
from fittingroom.vision.fitting.parting import touching
from fittingroom.vision.fitting.scene import LUMA, colour_cast, find_light, keeping_hue
from fittingroom.vision.fitting.shading import (
    carried_folds,
    contact_shadow,
    edge_shade,
    room_for_folds,
    toned,
    with_headroom,
)
from fittingroom.vision.fitting.softfolds import room_around, room_on, soft_folds
from fittingroom.vision.fitting.whites import below_whites
from fittingroom.vision.parallel import beside
from fittingroom.vision.person import Label

#: Share of the body's unit that the form of a body is reckoned in.
_CELL = 1 / 40
#: Over how much (t) above the armpits a sleeve's form comes apart from the body's.
_COMES_APART = 0.25
#: Share of the old clothes' folds that plain cloth takes on, and of that what pleats and prints do.
_FOLDS, _LEAST_FOLDS = 0.9, 0.5
#: Share of the broader shade on the old top, that of the body below it, that comes with the folds.
_BODY = 0.35
#: Breadth (units) of the finest creases of a top that are carried.
_CREASE = 0.010
#: Share of what other cloth takes on of the old top's folds that thick cloth does, and its finest crease (units).
_THICK, _THICK_CREASE = 0.7, 0.02
#: How much more form plain cloth is given than the photo's skin and old clothes show: tops, and lower garments, on
#: which fewer folds are drawn.
_FORM, _LOWER_FORM = 0.5, 0.9


def light_top(work: Work) -> None:
    """Light on body and sleeves: how they face it, the old top's folds, and the shadows of arms, chin and hair."""
    person, frame, regions = work.person, work.frame, work.regions
    sleeves = [f32(np.clip(each / np.maximum(regions.cloth, 0.05), 0, 1) * regions.cloth) for each in regions.sleeves]
    body = f32(np.clip(regions.cloth - sleeves[0] - sleeves[1], 0, 1))
    t, _ = frame.fields(person.labels.shape)
    under = np.logical_or.reduce([t > float(frame.t(armpit)) - 0.03 for armpit in work.torso.armpits])
    arms = np.logical_or.reduce([(np.abs(arm.limb.v) < arm.half) & (arm.limb.u > 0) for arm in work.arms])
    nobody = _beside(work, regions.cloth)
    walls = [nobody | (arms & under & (regions.cloth < 0.5)), nobody, nobody]
    pit = min(float(frame.t(armpit)) for armpit in work.torso.armpits) - 0.03
    broad = beside(_broad, work, [body, *sleeves], walls, f32(np.clip((pit - t) / _COMES_APART, 0, 1)))
    room = room_for_folds(work.garment.fabric, work.garment.torso)
    plain = _plainness(room)
    old = (person.labels == Label.UPPER) & ~person.front.objects
    plain_body = _BODY * plain
    share = room * (_LEAST_FOLDS + (_FOLDS - _LEAST_FOLDS) * plain)
    cover = (regions.cloth > 0.5) & (regions.front < 0.5)
    detail = 0.014 + (_CREASE - 0.014) * plain
    if has_hood(work.garment):
        share, plain_body, detail = _THICK * share, 0.0, _THICK_CREASE
    folds = carried_folds(person, frame, old, share, plain_body, detail, cover)
    light = broad.result() ** (1 + _FORM * plain) * folds
    colour = _colour(work)
    joining = beside(_light_joins, work, body, (sleeves[0], sleeves[1]), colour)
    if plain > 0:
        light = light * _drawn(work, (sleeves[0], sleeves[1])) ** (
            plain * room_around(folds, regions.cloth > 0.5, frame.unit)
        )
    for sleeve, fit in zip(sleeves, work.sleeves, strict=True):
        if fit is not None and fit.light is not None:
            light = light * (1 + (fit.light - 1) * sleeve)
    for forearm in work.forearms:
        if forearm is not None:
            light = light * forearm.light(frame.unit)
    light = light * hem_band(regions.cloth, frame.unit) * _neckline(work)
    head = cv2.GaussianBlur(
        np.isin(person.labels, [Label.FACE, Label.HAIR]).astype(np.float32) * person.alpha, (0, 0), 1
    )
    light = light * contact_shadow(f32(head), frame.unit, 0.24, 0.05)
    light = light * under_head(f32(head), person.labels == Label.FACE, frame.unit)
    light = light * contact_shadow(regions.front, frame.unit, 0.26)
    light = light * roll_light(roll(work.garment, work.torso_map, regions.cloth), regions.cloth, frame.unit)
    joining.result()
    light = light * edge_shade(regions.cloth, _palest(work), person, frame.unit)
    _keep(work, with_headroom(toned(light, colour), regions.cloth > 0.5, colour), regions.cloth)


def _light_joins(work: Work, body: Array, sleeves: tuple[Array, Array], colour: Array) -> None:
    """Light on body and sleeves alone, where they lie beside each other."""
    frame, t = work.frame, work.frame.fields(body.shape)[0]
    dark = float(np.clip(1.6 - float(colour.max()) / 60, 0, 1))
    joins = [
        sleeve_join(
            body, sleeve, f32((t - float(frame.t(armpit))) * frame.torso), frame.unit, side * work.scene.x, dark
        )
        if sleeve.any()
        else None
        for sleeve, armpit, side in zip(sleeves, work.torso.armpits, (-1, 1), strict=True)
    ]
    lights = [None if join is None else toned(join.sleeve, colour) for join in joins]
    work.sleeve_lights = lights[0], lights[1]
    on_body = [join.body for join in joins if join is not None]
    work.body_light = toned(f32(np.prod(on_body, axis=0)), colour) if on_body else None


def _neckline(work: Work) -> Array:
    """The light on a neckline's own edge beside skin."""
    person, frame = work.person, work.frame
    t, lateral = frame.fields(person.labels.shape)
    there = person.alpha if work.open_ is None else person.alpha * (1 - work.open_)
    bare = there * ~np.isin(person.labels, [Label.HAIR, Label.FACE]) * (1 - work.regions.front)
    return neckline_rim(work.regions.cloth, f32(bare), t, lateral - float(frame.lateral(frame.neck_mid)), frame.unit)


def _colour(work: Work) -> Array:
    """The cloth's commonest colour, RGB."""
    return f32(np.median(work.garment.fabric[work.garment.torso], axis=0))


def _palest(work: Work) -> Array:
    """The colour of the palest of the cloth's broad parts, RGB: a stripe that goes under in a pale wall."""
    cloth = work.garment.fabric[work.garment.torso].astype(np.float32)
    light = cloth @ LUMA
    return f32(np.median(cloth[light >= np.percentile(light, 70)], axis=0))


def _plainness(room: float) -> float:
    """0…1, from the room that a garment's own pattern leaves for folds: how far shading alone must make it a body's."""
    return float(np.clip((room - 0.3) / 0.7, 0, 1))


def _drawn(work: Work, sleeves: tuple[Array, Array]) -> Array:
    """The light of folds that nothing shows, H×W, as far as the garment's own photo leaves room for them."""
    own = room_on(work.garment.fabric, work.garment.torso)
    usual = float(np.median(own[work.garment.torso]))
    on_sleeve = np.maximum(*sleeves)
    room = sample(own, work.torso_map) * (1 - on_sleeve) + usual * on_sleeve
    folds = soft_folds(work.frame, work.arms, work.regions.cloth, sleeves, work.torso.armpits, work.scene, work.seed)
    return f32(folds**room)


def light_lower(work: Work) -> None:
    """Light on panels: how they face it, the old garment's folds, the nearer leg's shadow on the other, and those of
    hands and of the top worn over them."""
    person, frame, lower = work.person, work.frame, work.lower
    t, _ = frame.fields(person.labels.shape)
    apart = np.clip((t - work.crotch) / 0.06, 0, 1) if len(lower.parts) > 1 else np.zeros(t.shape, np.float32)
    nobody = _beside(work, lower.cloth) | behind_arms(person, work.arms, lower.cloth, lower.front)
    broad = beside(_broad, work, list(lower.parts), [nobody] * len(lower.parts), apart < 0.5)
    room = room_for_folds(work.garment.fabric, work.garment.torso)
    cover = (lower.cloth > 0.5) & (lower.front < 0.5)
    old = (person.labels == Label.LOWER) & ~person.front.objects
    folds, legs = modelling(person, frame.unit, old, cover, room, own_light(work.garment.fabric, work.garment.torso))
    light = broad.result() ** (1 + _LOWER_FORM * _plainness(room)) * folds * legs
    if len(lower.parts) > 1:
        left, right = (lower.parts[work.panel_sides.index(side)] for side in (0, 1))
        drawn = creases(frame, work.legs, (left, right), cloth_parts(person, frame, work.legs, work.crotch))
        light = light * drawn ** (np.sqrt(room) * room_beside(folds, lower.cloth > 0.5))
        wanted = np.sqrt(room) * room_around(folds, lower.cloth > 0.5, frame.unit)
        light = light * leg_folds(work.legs, (left, right), frame.unit, work.scene, work.seed) ** wanted
        cast = contact_shadow(lower.parts[-1], frame.unit, 0.35) - 1
        light = light * (1 + cast * (lower.parts[0] > 0.5) * apart)
        light = light * (1 + (between_legs((lower.parts[0], lower.parts[1]), frame.unit) - 1) * apart)
        below = f32((t - work.crotch) * frame.torso / frame.unit)
        light = light * touching(lower.parts[0], lower.parts[-1], below, frame.unit)
        light = light * (1 + (turned_under(lower.parts, frame.unit) - 1) * apart)
    colour = _colour(work)
    # the top's hem lies on the cloth: a wide soft shadow, and a fine dark line where they touch
    light = light * contact_shadow(lower.front, frame.unit, 0.3) * contact_shadow(lower.front, frame.unit, 0.2, 0.004)
    light = with_headroom(toned(light, colour), lower.cloth > 0.5, colour)
    light = light * below_whites(person.image, colour)
    _keep(work, light * edge_shade(lower.cloth, colour, person, frame.unit), lower.cloth)


def _beside(work: Work, cloth: Array) -> Mask:
    """Where nothing of the person will be."""
    there = person = work.person.alpha
    if work.open_ is not None:
        there = person * (1 - work.open_)
    return np.asarray((there < 0.5) & (cloth < 0.5), np.bool_)


def _broad(work: Work, parts: Sequence[Array], walls: Sequence[Mask], joined: Mask | Array) -> Array:
    """The light that the photo's own, as skin and old clothes show it, gives the new parts. About 1 in the middle."""
    person, cell = work.person, _CELL * work.frame.unit
    solid = person.alpha > 0.5
    work.scene = find_light(person, blow_up([solid], [~solid], solid, cell))
    shares = [f32(part) > 0.5 for part in parts]
    form = blow_up(shares, walls, joined, cell)
    light = work.scene.on(form)
    cloth = np.logical_or.reduce(shares)
    return f32(light / np.median(light[cloth])) if cloth.any() else light


def _keep(work: Work, light: Array, cloth: Array) -> None:
    """Soften what the picture's pixels would show as steps, and keep it with the warmth of the light."""
    work.backlight = find_backlight(work.person, work.frame.unit, cloth)
    calm = cv2.GaussianBlur(light.astype(np.float32), (0, 0), 1.0)
    work.light = f32(calm * work.gaps.light * work.backlight.exposure)
    seen = work.garment.fabric[work.garment.torso]
    work.cast = keeping_hue(colour_cast(work.person, work.backlight.amount), seen[:: max(1, len(seen) // 4000)])


def show_light(work: Work) -> Pixels:
    """Light, 1 as middle grey."""
    return np.asarray(np.clip(work.light[..., None] * 128 * work.cast, 0, 255), np.uint8)
