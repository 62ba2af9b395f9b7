"""What can go wrong with weights; each message says what mends it."""

from fittingroom.errors import FittingroomError


class ModelError(FittingroomError):
    """Base of all errors of the model store."""


class ModelUnknown(ModelError):
    """No model of that name is in the manifest."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"There is no model called {name!r}. The manifest has: {', '.join(known)}.")


class ModelMissing(ModelError):
    """The model isn't in the store, or its file isn't the one that the manifest names."""

    def __init__(self, name: str, why: str = "is not in the store", options: str = "") -> None:
        super().__init__(f"The model {name!r} {why}. Mend it with: fittingroom models pull {name}{options}")


class LicenceNotAccepted(ModelError):
    """The model's licence asks more of its user than a permissive one does, and nobody has agreed to it."""

    def __init__(self, name: str, licence: str) -> None:
        super().__init__(
            f"The model {name!r} comes under {licence}. If that suits you: "
            f"fittingroom models pull {name} --accept-licence {name}"
        )


class SourceError(ModelError):
    """The place where a model comes from can't be reached, or no longer has it."""


class ChecksumMismatch(ModelError):
    """What came isn't what the manifest names; it was thrown away."""
