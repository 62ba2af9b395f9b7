"""From what a client wrote in an image field to pixels."""

import asyncio

import numpy as np
from numpy.typing import NDArray

from fittingroom.images.decode import Bounds, decode_image
from fittingroom.images.fetch import Fetcher
from fittingroom.images.inline import decode_inline, is_url
from fittingroom.settings import Settings


class ImageLoader:
    """Loads images from URLs, data URLs and bare base64."""

    def __init__(self, settings: Settings, fetcher: Fetcher | None = None) -> None:
        self._bounds = Bounds.of(settings)
        self._fetcher = fetcher or Fetcher(settings)

    async def load(self, source: str, what: str) -> NDArray[np.uint8]:
        """The picture: uint8, height × width × 3, RGB in sRGB, upright. `what` names it in errors.

        Raises ImageLoadError.
        """
        data = await self.read(source, what)
        return await asyncio.to_thread(decode_image, data, what, self._bounds)

    async def read(self, source: str, what: str) -> bytes:
        """The encoded bytes behind `source`, not yet decoded. Raises ImageLoadError."""
        if is_url(source):
            return await self._fetcher.fetch(source.strip(), what)
        return await asyncio.to_thread(decode_inline, source, what, self._bounds.max_bytes)
