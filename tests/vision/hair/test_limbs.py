"""The outline of bare skin beside hair."""

import numpy as np

from fittingroom.vision.colour import to_lab
from fittingroom.vision.hair.limbs import rim_of_skin
from fittingroom.vision.person import Label

SKIN, HAIR, WALL, UNIT = (150, 95, 65), (30, 22, 20), (225, 225, 222), 60.0


def test_the_rim_of_a_shoulder_before_a_wall_is_skin_and_a_strand_beside_it_is_hair() -> None:
    photo, labels = np.full((160, 160, 3), WALL, np.uint8), np.full((160, 160), Label.BACKGROUND, np.uint8)
    photo[:60], labels[:60] = HAIR, Label.HAIR
    photo[100:], labels[104:] = SKIN, Label.SKIN
    photo[98:103] = (np.array(SKIN) * 0.7).astype(np.uint8)
    photo[90:104, 70:90] = (np.array(HAIR) * 0.5 + np.array(WALL) * 0.5).astype(np.uint8)
    lab = to_lab(photo)
    hair = np.broadcast_to(lab[10, 10], lab.shape)
    rim = rim_of_skin(lab, labels, labels == Label.HAIR, hair, UNIT)
    assert rim[98:103, :60].mean() > 0.7
    assert rim[94:104, 74:86].max() < 0.35
    assert rim[:58].max() == 0
