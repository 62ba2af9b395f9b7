"""What to do about a job that failed, by the name of its error."""

ADVICE = {
    "ImageLoadError": "Check that each address opens without a sign-in and leads to a JPEG, PNG or WebP picture of at "
    "least 64 pixels a side; or send the picture itself.",
    "PoseError": "Take a photo that shows one person from the front, upright and well lit, with all in view that "
    "the try-on changes: the body where a garment goes, face and hair for a haircut.",
    "ContentModerationError": "Use another picture, or another moderation level if your rules allow it.",
    "InputValidationError": "Ask for something that this server's engine can do; the message says what that is.",
    "PipelineError": "Try again, perhaps with a clearer photo. If it stays, the worker's log says more.",
    "ProcessingError": "Try again. If it stays, the worker's log says more.",
}


def advice(error_name: str | None, cancelled: bool = False) -> str:
    """A sentence or two; the credits are given back in any case."""
    return "" if cancelled else ADVICE.get(error_name or "", "")
