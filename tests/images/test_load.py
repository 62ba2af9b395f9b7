import base64

import numpy as np
import pytest
from tests.images.servers import says, serving

from fittingroom.errors import ImageLoadError
from fittingroom.images.encode import encode_image
from fittingroom.images.load import ImageLoader
from fittingroom.settings import Settings

PIXELS = np.random.default_rng(7).integers(0, 256, (64, 80, 3), np.uint8)
PNG = encode_image(PIXELS, "png")
SETTINGS = Settings(fetch_allow=["127.0.0.1/32"])


@pytest.mark.parametrize("content_type", ["image/png", "text/html", "application/octet-stream", "nonsense"])
async def test_what_a_url_gives_is_judged_by_its_bytes_not_by_what_its_server_calls_it(content_type: str) -> None:
    async with serving(says(PNG, f"Content-Type: {content_type}")) as server:
        assert np.array_equal(await ImageLoader(SETTINGS).load(f" {server.url()}\n", "Model image"), PIXELS)
    async with serving(says(b"<!doctype html><p>no", f"Content-Type: {content_type}")) as server:
        with pytest.raises(ImageLoadError, match="Model image is a web page"):
            await ImageLoader(SETTINGS).load(server.url(), "Model image")


@pytest.mark.parametrize("prefix", ["", "data:image/png;base64,", "data:image/jpeg;base64,"])
async def test_an_image_inside_the_request_is_loaded(prefix: str) -> None:
    source = prefix + base64.b64encode(PNG).decode()
    assert np.array_equal(await ImageLoader(SETTINGS).load(source, "Model image"), PIXELS)


async def test_an_image_field_of_any_other_text_is_refused() -> None:
    for source in ("", "ftp://example.org/a.png", "/etc/passwd", "hello", "data:text/html,<b>"):
        with pytest.raises(ImageLoadError, match=r"^Garment image "):
            await ImageLoader(SETTINGS).load(source, "Garment image")
