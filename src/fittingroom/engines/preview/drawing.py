"""The last step of every recipe: the layers of a fitting drawn at the photo's own size."""

from dataclasses import replace

import cv2
import numpy as np

from fittingroom.engines.preview.work import Array, Work
from fittingroom.vision.fitting.armedge import Rim, hand_rim, mixed_rim
from fittingroom.vision.fitting.arrays import Mask, f32
from fittingroom.vision.fitting.closeness import below_hem, beside_neckline, up_to_face
from fittingroom.vision.fitting.compose import Layers, Look, render, render_finer
from fittingroom.vision.fitting.cuffs import cuff_shade, lit_again
from fittingroom.vision.fitting.fabric import Piece, crisp_outline, sample, with_detail
from fittingroom.vision.fitting.fill import grow, opened, push_pull, shrink, soften
from fittingroom.vision.fitting.hemshade import SleeveShade, hem_shade
from fittingroom.vision.fitting.joins import crisp_join
from fittingroom.vision.fitting.scene import camera_blur, camera_grain, luminance, person_box
from fittingroom.vision.fitting.shading import contact_shadow
from fittingroom.vision.fitting.weave import lacking, shown, texture, weave
from fittingroom.vision.parallel import beside
from fittingroom.vision.person import Label

#: How much finer than the photo the slow way draws, and the longest side (pixels) that it does so for.
_FINER, _FINER_TO = 1.5, 2048
#: What a sleeve may cast a shade on: bare arms, and those that were under old cloth.
_SHADED = Label.SKIN, Label.UPPER
#: Blur (pixels) of a photo that is sharp enough for outlines a pixel broad.
_SHARP = 0.5


def draw(
    work: Work, pieces: tuple[Piece, ...], cloth: Array, front: Array, behind: Array | None = None,
    pure: Mask | None = None, bared: bool = True, legs: Array | None = None,
    shade: SleeveShade | None = None,
) -> None:  # fmt: skip
    """Draw `pieces` (bottom first), which together cover `cloth`, behind what is in `front` (both H×W, 0…1) and what
    the person holds or carries. behind: H×W×3, the photo without what is in `front`, where that is known better than by
    carrying on what lies beside it. pure: H×W, where the photo's colours belong wholly to what is in `front`. bared:
    whether arms lay on the clothes that go, whose colours are then taken out of their edges. legs: H×W, 0…1, bare legs
    on which the cloth's hem casts a shade. shade: of sleeves on the arms below, on what is in `front` too."""
    person, frame = work.person, work.frame
    front = np.maximum(front, soften(person.front.objects))
    work.erased = f32(work.erased * ~grow(person.front.objects, 1))
    photo = person.image.astype(np.float32)
    missing = beside(_missing, work, pieces)
    mixing = beside(mixed_rim, person, work.arms, front, cloth, frame.unit) if bared else None
    halo = beside(hand_rim, person, work.arms, front, cloth, frame.unit) if bared else None
    # Beside the person the photo itself shows what lies behind a soft edge.
    hidden = grow(front > 0.02, 2) & ((person.alpha > 0.03) | person.front.objects)
    carried = push_pull(photo, ~hidden)
    if pure is not None:
        carried = f32(np.where(pure[..., None], photo, carried))
    behind = carried if behind is None else f32(np.where(person.front.objects[..., None], carried, behind))
    behind = f32(np.where(work.gaps.rim[..., None], work.gaps.behind, behind))
    shadow = contact_shadow(np.clip(cloth, 0, 1), frame.unit)
    if legs is None:
        shadow = shadow * below_hem(np.clip(cloth, 0, 1), frame.unit)
    if bared:
        t, lateral = frame.fields(cloth.shape)
        aside = lateral - float(frame.lateral(frame.neck_mid))
        shadow = np.minimum(shadow, beside_neckline(np.clip(cloth, 0, 1), t, aside, frame.unit))
    solid = person.alpha if work.open_ is None else person.alpha * (1 - work.open_)
    shadow = up_to_face(shadow, person.labels == Label.FACE, frame.unit)
    shadow = 1 + (shadow - 1) * solid * (person.labels != Label.HAIR)
    shadow = np.where(cloth + work.erased + grow(cloth > 0.5, 0.06 * frame.unit) > 0, shadow, 1)
    if legs is not None:
        shoes = soften(opened(person.labels == Label.SHOES, 1)) * solid
        shadow = shadow * hem_shade(cloth, f32(legs * solid), frame.unit) * cuff_shade(cloth, f32(shoes), frame.unit)
        shadow = lit_again(f32(shadow), luminance(person.image), f32(shoes), frame.unit)
    if shade is not None:
        shade = shade.on(f32(solid * np.isin(person.labels, _SHADED) * ~person.front.objects))
        shadow = shade.with_others(f32(shadow))
    box = person_box(person, work.photo.shape)
    look = Look(
        work.cast, camera_blur(work.photo, box), camera_grain(work.photo, box), work.seed, work.backlight.glow,
        weave(missing.result(), work.seed),
    )  # fmt: skip
    if look.blur < _SHARP and not work.sheer:
        outside = cloth < 0.02
        pieces = tuple(replace(piece, alpha=crisp_outline(piece.alpha, outside)) for piece in pieces)
    if not work.sheer:
        blur = look.blur * cloth.shape[0] / work.photo.shape[0]
        pieces = tuple(
            replace(piece, alpha=crisp_join(piece.alpha, cloth, blur)) if piece.name.startswith("sleeve") else piece
            for piece in pieces
        )
    if work.product is not None:
        pieces = tuple(with_detail(piece, work.garment.image, work.product) for piece in pieces)
    rim = Rim(np.zeros_like(front), photo) if mixing is None else mixing.result()
    if halo is not None:
        rim = rim.with_other(halo.result())
    for forearm in work.forearms:
        if forearm is not None:  # hands are left alone
            rim = Rim(f32(rim.share * ~grow(forearm.hand, 2)), rim.pure)
    if work.strands is not None:
        rim = rim.with_other(Rim(work.strands.share, work.strands.pure))
    work.layers = Layers(
        pieces, work.light, work.bare, work.erased, shadow.astype(np.float32), front, behind, rim.share, rim.pure, look,
        work.backlight.veil, None if shade is None else shade.light,
    )  # fmt: skip
    finer = work.refine and max(work.photo.shape[:2]) <= _FINER_TO
    work.result = render_finer(work.photo, work.layers, _FINER) if finer else render(work.photo, work.layers)


def _missing(work: Work, pieces: tuple[Piece, ...]) -> Array:
    """Fine texture that the largest of the `pieces` lacks beside the person's old clothes, a spread for each band."""
    person = work.person
    largest = max(pieces, key=lambda piece: float(piece.alpha.sum()))
    x, y, width, height = cv2.boundingRect((largest.alpha > 0.9).astype(np.uint8))
    window = slice(y, y + height), slice(x, x + width)
    drawn = sample(largest.fabric, largest.map[window]) if width and height else np.zeros((0, 0, 3), np.float32)
    seen = [
        texture(f32(person.image), shrink(np.isin(person.labels, labels) & ~person.front.objects, 4))
        for labels in ((Label.UPPER, Label.LOWER), (Label.FACE, Label.SKIN))
    ]
    return lacking(shown(seen[0], seen[1]), texture(drawn, shrink(largest.alpha[window] > 0.9, 3)))
