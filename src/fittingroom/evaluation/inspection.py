"""Looks over clothes cases that gave a picture: analyses person and garment once more and runs the checks."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from fittingroom.evaluation.checks import Check, Worn, check_all
from fittingroom.evaluation.cloth import find_cloth
from fittingroom.tryon.kinds import GarmentPhotoType, Subcategory
from fittingroom.vision.garment import Garment
from fittingroom.vision.networks import PersonNetworks
from fittingroom.vision.people import analyse_person
from fittingroom.vision.person import Person
from fittingroom.vision.product import NoGarment, analyse_garment, find_wearer, to_working_size

Pixels = NDArray[np.uint8]
SIDE = 1024


class Inspector:
    """Runs the checks; needs the permissive networks. Photos that come again aren't analysed again."""

    def __init__(self, networks: PersonNetworks) -> None:
        self._networks = networks
        self._people: dict[str, Person | None] = {}
        self._garments: dict[tuple[str, Subcategory | None], Garment] = {}

    def look_over(
        self,
        person: tuple[str, Callable[[], Pixels]],
        garment: tuple[str, Callable[[], Pixels]],
        subcategory: Subcategory | None,
        result: Pixels,
        mask: Pixels,
    ) -> tuple[Check, ...]:
        """The checks of one result; none where person or garment can't be made out.

        person, garment: a name, by which it is remembered, and what reads the photo. result: uint8 H×W×3 RGB. mask:
        the same, white where edited."""
        before = self._person(*person)
        product = self._garment(*garment, subcategory)
        if before is None or product is None:
            return ()
        size = before.image.shape[1], before.image.shape[0]
        after = cv2.resize(result, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
        edited = cv2.resize(mask[..., 0], size, interpolation=cv2.INTER_AREA) > 127
        cloth = find_cloth(before, after, edited, product)
        return check_all(Worn(before, product, after, edited, cloth))

    def _person(self, name: str, read: Callable[[], Pixels]) -> Person | None:
        if name not in self._people:
            self._people[name] = analyse_person(_smaller(read()), self._networks)
        return self._people[name]

    def _garment(self, name: str, read: Callable[[], Pixels], subcategory: Subcategory | None) -> Garment | None:
        if (name, subcategory) not in self._garments:
            photo = to_working_size(read())
            try:
                wearer = find_wearer(photo, self._networks, GarmentPhotoType.AUTO)
                self._garments[name, subcategory] = analyse_garment(photo, subcategory, wearer)
            except NoGarment:
                return None
        return self._garments[name, subcategory]


def _smaller(image: Pixels) -> Pixels:
    scale = SIDE / max(image.shape[:2])
    if scale >= 1:
        return image
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
