"""From a job's image fields to pixels. Nothing is written to disk on the way."""

import asyncio
from collections.abc import Mapping

from fittingroom.errors import ImageLoadError
from fittingroom.images.decode import Bounds, decode_image
from fittingroom.images.fetch import Fetcher
from fittingroom.settings import Settings
from fittingroom.tryon.loaded import Pixels
from fittingroom.tryon.sources import ImageSource, Inline, Url, Withheld


class Inputs:
    """Loads the images of jobs: those with an address over the network, the others from the bytes that came along."""

    def __init__(self, settings: Settings) -> None:
        self._bounds = Bounds.of(settings)
        self._fetcher = Fetcher(settings)

    async def load(self, sources: Mapping[str, ImageSource], kept: Mapping[str, bytes]) -> dict[str, Pixels]:
        """The pixels by field name; `kept` are the bytes of the fields whose source is withheld.

        Raises ImageLoadError, whose message names the first field that is at fault.
        """
        outcomes = await asyncio.gather(
            *(self._load(source, kept.get(field), label(field)) for field, source in sources.items()),
            return_exceptions=True,
        )
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return dict(zip(sources, outcomes, strict=True))  # type: ignore[arg-type]

    async def _load(self, source: ImageSource, kept: bytes | None, what: str) -> Pixels:
        match source:
            case Url():
                data = await self._fetcher.fetch(source.address, what)
            case Inline():
                data = source.data
            case Withheld():
                if kept is None:
                    raise ImageLoadError(f"{what} is missing.")
                data = kept
        return await asyncio.to_thread(decode_image, data, what, self._bounds)


def label(field: str) -> str:
    """What a field's image is called in messages: "model_image" is "Model image"."""
    return field.replace("_", " ").capitalize()
