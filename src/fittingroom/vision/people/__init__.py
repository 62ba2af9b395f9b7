"""How a person is found in a photo: landmarks, outline, what each pixel shows, and what follows for a fitting."""

from fittingroom.vision.people.analyse import analyse_person

__all__ = ["analyse_person"]
