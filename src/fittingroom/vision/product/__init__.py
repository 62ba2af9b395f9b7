"""What can be known of a garment from its product photo: cut-out, kind, neck, sleeves, hem, legs."""

from fittingroom.vision.product.analyse import NoGarment, analyse_garment, to_working_size
from fittingroom.vision.product.worn import find_wearer

__all__ = ["NoGarment", "analyse_garment", "find_wearer", "to_working_size"]
