"""What an engine returned, held against what it must return."""

from collections.abc import Sequence

from fittingroom.engines.base import Picture
from fittingroom.errors import PipelineError
from fittingroom.tryon.loaded import LoadedRequest, Pixels


def verify_pictures(request: LoadedRequest, pictures: Sequence[Picture]) -> None:
    """Raises PipelineError where there are too few or too many pictures, or one is not a try-on of the request."""
    if len(pictures) != request.num_samples:
        raise PipelineError(f"The engine made {len(pictures)} pictures where {request.num_samples} were asked for.")
    for picture in pictures:
        verify_picture(request.subject, picture)


def verify_picture(subject: Pixels, picture: Picture) -> None:
    """Raises PipelineError unless the picture has the subject's size, differs from it, and only inside its mask."""
    if picture.image.shape != subject.shape or picture.mask.shape != subject.shape[:2]:
        raise PipelineError("The engine made a picture of another size than the photo.")
    differs = (picture.image != subject).any(axis=2)
    if not differs.any():
        raise PipelineError("The engine changed nothing in the photo.")
    if (differs & ~picture.mask).any():
        raise PipelineError("The engine changed the photo outside the area that it says it edited.")
