"""What can be known of a garment from its product photo: cut-out, kind, neck, sleeves, hem, legs."""

from fittingroom.vision.product.analyse import NoGarment, analyse_garment

__all__ = ["NoGarment", "analyse_garment"]
