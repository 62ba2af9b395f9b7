import pytest
from tests.support.callers import make_caller, make_claim
from tests.support.clock import MovableClock
from tests.support.rows import rows

from fittingroom.db import Database
from fittingroom.errors import BadRequest, NotFound
from fittingroom.jobs import Jobs
from fittingroom.webhooks import Webhooks, signing
from fittingroom.webhooks.service import MOST_ENDPOINTS

URL = "https://example.com/hooks"


async def test_a_secret_is_told_once_and_stored_sealed(db: Database) -> None:
    caller, webhooks = await make_caller(db), Webhooks(db)
    made = await webhooks.add(caller.account_id, URL)
    assert made.secret.startswith("whsec_") and made.secret not in repr(made)
    assert await webhooks.list_endpoints(caller.account_id) == [made.endpoint]
    (row,) = await rows(db, "SELECT sealed_secret FROM webhook_endpoints")
    assert made.secret.encode() not in bytes(row["sealed_secret"])
    assert made.secret != (await webhooks.add(caller.account_id, URL)).secret


@pytest.mark.parametrize("url", ["ftp://example.com/", "example.com", "https://me:word@example.com/", "https://"])
async def test_an_address_that_can_be_none_is_refused(db: Database, url: str) -> None:
    with pytest.raises(BadRequest, match="The endpoint"):
        await Webhooks(db).add((await make_caller(db)).account_id, url)


async def test_an_account_has_so_many_endpoints_and_no_more(db: Database) -> None:
    caller, webhooks = await make_caller(db), Webhooks(db)
    for _ in range(MOST_ENDPOINTS):
        made = await webhooks.add(caller.account_id, URL)
    with pytest.raises(BadRequest, match="at most"):
        await webhooks.add(caller.account_id, URL)
    await webhooks.remove(made.endpoint.id)
    await webhooks.add(caller.account_id, URL)


async def test_a_removed_endpoint_is_sent_nothing_more_and_its_secret_is_gone(db: Database) -> None:
    caller, webhooks = await make_caller(db, credits=2), Webhooks(db)
    other = await make_caller(db, name="other")
    made = await webhooks.add(caller.account_id, URL)
    await Jobs(db).complete(await make_claim(db, caller), [])
    with pytest.raises(NotFound):
        await webhooks.remove(made.endpoint.id, other.account_id)
    await webhooks.remove(made.endpoint.id, caller.account_id)
    await Jobs(db).complete(await make_claim(db, caller), [])
    (delivery,) = await webhooks.list_deliveries(caller.account_id)
    assert (delivery.error, delivery.next_attempt_at) == ("The endpoint was removed.", None)
    assert [bytes(row["sealed_secret"]) for row in await rows(db, "SELECT sealed_secret FROM webhook_endpoints")] == [
        b""
    ]
    for account_id in (caller.account_id, None):
        with pytest.raises(NotFound):
            await webhooks.redeliver(delivery.id, account_id)


async def test_deliveries_are_their_accounts_own_and_kept_for_30_days(db: Database, clock: MovableClock) -> None:
    caller, webhooks = await make_caller(db, credits=2), Webhooks(db)
    other = await make_caller(db, name="other")
    await webhooks.add(caller.account_id, URL)
    for _ in range(2):
        await Jobs(db).complete(await make_claim(db, caller), [])
        clock.advance(days=20)
    newest, oldest = await webhooks.list_deliveries(caller.account_id)
    assert await webhooks.list_deliveries(before=newest.created_at) == [oldest]
    assert await webhooks.list_deliveries(other.account_id) == []
    with pytest.raises(NotFound):
        await webhooks.redeliver(newest.id, other.account_id)
    await webhooks.forget()
    assert await webhooks.list_deliveries() == [newest]


async def test_a_new_secret_takes_the_place_of_the_old_one(db: Database) -> None:
    caller, webhooks = await make_caller(db), Webhooks(db)
    made = await webhooks.add(caller.account_id, URL)
    other = await make_caller(db, name="other")
    with pytest.raises(NotFound):
        await webhooks.rotate(made.endpoint.id, other.account_id)
    anew = await webhooks.rotate(made.endpoint.id, caller.account_id)
    assert anew.endpoint == made.endpoint and anew.secret != made.secret
    (row,) = await rows(db, "SELECT sealed_secret FROM webhook_endpoints")
    assert signing.unseal(bytes(row["sealed_secret"]), db.secret, made.endpoint.id) == anew.secret
    await webhooks.remove(made.endpoint.id)
    with pytest.raises(NotFound):
        await webhooks.rotate(made.endpoint.id)
