"""What each official SDK makes of everything that can go wrong."""

from collections.abc import Callable

import pytest
from tests.sdk.conftest import Sdk, SdkError
from tests.support.server import Customer, Server
from tests.tryon.refused import URL

from fittingroom.errors import JOB_ERRORS, JobError
from fittingroom.limits import AccountLimits

IMAGES = {"model_image": URL, "garment_image": URL}


def refused(call: Callable[[], object]) -> tuple[int | None, str]:
    with pytest.raises(SdkError) as caught:
        call()
    assert str(caught.value)
    return caught.value.status, caught.value.name


def test_a_wrong_field_raises_bad_request_with_our_message(sdk: Sdk, server: Server, customer: Customer) -> None:
    with pytest.raises(SdkError, match="category takes one of auto, clothing") as caught:
        sdk.call(server.url, customer.key, sdk.clothes, **IMAGES, category="hats")
    assert (caught.value.status, caught.value.name) == (400, "BadRequest")


def test_an_unknown_key_raises_unauthorized_access(sdk: Sdk, server: Server) -> None:
    for call in (
        lambda: sdk.call(server.url, "fr_unknown", sdk.clothes, **IMAGES),
        lambda: sdk.call(server.url, "fr_unknown", "get_status", job_id="0" * 24),
        lambda: sdk.call(server.url, "fr_unknown", "get_credits"),
    ):
        assert refused(call) == (401, "UnauthorizedAccess")


def test_a_job_that_is_not_there_raises_not_found(sdk: Sdk, server: Server, customer: Customer) -> None:
    found = refused(lambda: sdk.call(server.url, customer.key, "get_status", job_id="0" * 24))
    assert found == (404, "NotFound")


def test_an_endpoint_that_is_not_there_raises_not_found(sdk: Sdk, server: Server, customer: Customer) -> None:
    found = refused(lambda: sdk.call(f"{server.url}/elsewhere", customer.key, "get_credits"))
    assert found == (404, "NotFound")


def test_an_image_that_is_too_large_raises_payload_too_large(sdk: Sdk, server: Server, customer: Customer) -> None:
    large = "A" * server.services.settings.max_body_bytes
    images = {"model_image": large, "garment_image": URL}
    found = refused(lambda: sdk.call(server.url, customer.key, sdk.clothes, **images))
    assert found == (413, "PayloadTooLarge")


@pytest.mark.parametrize(
    ("limits", "name"),
    [
        (AccountLimits(tryon=1), "RateLimitExceeded"),
        (AccountLimits(in_flight=1), "ConcurrencyLimitExceeded"),
        (AccountLimits(), "OutOfCredits"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_used_up_is_named(sdk: Sdk, server: Server, limits: AccountLimits, name: str) -> None:
    customer = server.customer(credits=1 if name == "OutOfCredits" else 9)
    server.running.run(server.services.limits.adjust(customer.caller.account_id, limits))
    sdk.call(server.url, customer.key, sdk.clothes, **IMAGES)
    assert refused(lambda: sdk.call(server.url, customer.key, sdk.clothes, **IMAGES)) == (429, name)


def test_a_break_raises_internal_server_error(sdk: Sdk, server: Server, customer: Customer) -> None:
    with server.without_table("jobs"):
        found = refused(lambda: sdk.call(server.url, customer.key, "get_status", job_id="0" * 24))
    assert found == (500, "InternalServerError")


@pytest.mark.parametrize("error", JOB_ERRORS.values(), ids=lambda error: error.__name__)
def test_a_failed_job_raises_its_error_by_name(
    sdk: Sdk, server: Server, customer: Customer, error: type[JobError]
) -> None:
    job = sdk.call(server.url, customer.key, sdk.clothes, **IMAGES)
    server.fail(job, error("Model image is missing."))
    with pytest.raises(SdkError, match=r"^Model image is missing\.$") as caught:
        sdk.call(server.url, customer.key, "wait_for_result", job_id=job, poll_interval=0.01)
    assert (caught.value.status, caught.value.name) == (None, error.__name__)
    assert sdk.call(server.url, customer.key, "get_credits")["on_demand"] == 100


def test_a_job_that_takes_too_long_raises_a_timeout(sdk: Sdk, server: Server, customer: Customer) -> None:
    job = sdk.call(server.url, customer.key, sdk.clothes, **IMAGES)
    found = refused(
        lambda: sdk.call(server.url, customer.key, "wait_for_result", job_id=job, timeout=0.01, poll_interval=0.01)
    )
    assert found == (None, "Timeout")
