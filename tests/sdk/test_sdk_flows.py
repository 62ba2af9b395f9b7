"""What people do with the official SDKs, against the whole service: submit, wait, fetch pictures, look at credits."""

import base64
import io
import re
from typing import Any

import httpx
import pytest
from PIL import Image
from tests.sdk.conftest import Sdk, SdkError
from tests.support.served import Served


def picture(size: tuple[int, int] = (96, 128)) -> str:
    """A picture as a data URL."""
    file = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 50).convert("RGB").save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def finish(sdk: Sdk, served: Served, key: str, job: str) -> list[Image.Image]:
    """Wait for the job, and open its pictures."""
    assert re.fullmatch("[0-9a-f]{24}", job)
    urls = sdk.call(served.url, key, "wait_for_result", job_id=job, poll_interval=0.1, timeout=60)
    status = sdk.call(served.url, key, "get_status", job_id=job)
    assert (status["status"], len(status["output"]), status["error"]) == ("completed", len(urls), None)
    return [Image.open(io.BytesIO(httpx.get(url).raise_for_status().content)) for url in urls]


@pytest.fixture
def key(served: Served) -> str:
    return served.key(credits=10)


def test_clothes_are_submitted_waited_for_and_paid_for(sdk: Sdk, served: Served, key: str) -> None:
    asked: dict[str, Any] = {"category": "clothing", "subcategory": "tops", "num_samples": 2, "output_format": "jpeg"}
    images = {"model_image": picture(), "garment_image": picture((80, 80))}
    job = sdk.call(served.url, key, sdk.clothes, **images, **asked)
    found = finish(sdk, served, key, job)
    assert [(image.format, image.size) for image in found] == [("JPEG", (96, 128))] * 2
    assert found[0].tobytes() != found[1].tobytes()
    credits = sdk.call(served.url, key, "get_credits")
    assert credits == {"on_demand": 8, "subscription": 0, "purchased": 8, "reserved": 0}


def test_the_fields_that_only_this_version_knows_are_taken(sdk: Sdk, served: Served, key: str) -> None:
    own: dict[str, Any] = {"mode": "quality", "moderation_level": "none"}
    if sdk.version == "0.1.0":
        own |= {"seed": 7, "segmentation_free": False, "garment_photo_type": "flat-lay"}
    if sdk.version in ("1.1.0", "2.0.0"):
        own |= {"category": "others"}
    images = {"model_image": picture(), "garment_image": picture()}
    assert len(finish(sdk, served, key, sdk.call(served.url, key, sdk.clothes, **images, **own))) == 1


def test_a_hairstyle_is_tried_on(sdk: Sdk, served: Served, key: str) -> None:
    asked = {"face_image": picture(), "haircut": "BuzzCut", "hair_color": "ash blonde"}
    assert len(finish(sdk, served, key, sdk.call(served.url, key, "try_on_hairstyle", **asked))) == 1


def test_a_tattoo_is_tried_on(sdk: Sdk, served: Served, key: str) -> None:
    asked: dict[str, Any] = {"body_image": picture(), "design_image": picture(), "placement": "on the arm, small"}
    if sdk.version in ("1.1.0", "2.0.0"):
        asked |= {"region": {"x": 0.32, "y": 0.18, "w": 0.28, "h": 0.34}}
    assert len(finish(sdk, served, key, sdk.call(served.url, key, "try_on_tattoo", **asked))) == 1


@pytest.mark.parametrize(
    "image",
    ["data:image/png;base64,bm90IGFuIGltYWdl", "http://127.0.0.1:9/photo.jpg", "https://host.invalid/photo.jpg"],
    ids=["no picture", "private address", "no such host"],
)
def test_an_image_that_cannot_be_had_fails_the_job_and_costs_nothing(
    sdk: Sdk, served: Served, key: str, image: str
) -> None:
    job = sdk.call(served.url, key, sdk.clothes, model_image=picture(), garment_image=image)
    with pytest.raises(SdkError, match="Garment image") as caught:
        finish(sdk, served, key, job)
    assert (caught.value.status, caught.value.name) == (None, "ImageLoadError")
    assert sdk.call(served.url, key, "get_credits")["on_demand"] == 10
