"""From a job's end to a receiver on a real socket."""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_address
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from tests.support.callers import BY_URL, make_caller, make_claim
from tests.support.clock import MovableClock
from tests.support.rows import rows
from tests.webhooks.receiver import receiving

from fittingroom.accounts import Caller
from fittingroom.db import Database
from fittingroom.errors import PoseError
from fittingroom.jobs import Jobs, Submission
from fittingroom.settings import Settings
from fittingroom.tryon.kinds import Kind
from fittingroom.webhooks import Deliverer, Delivery, Webhooks
from fittingroom.webhooks.delivering import MOST_ATTEMPTS, delay
from fittingroom.webhooks.sending import Sender

LOOPBACK = Settings(fetch_allow=["127.0.0.1/32"], webhook_timeout_seconds=5)


@pytest.fixture
async def caller(db: Database) -> Caller:
    return await make_caller(db, credits=50)


async def data_of(delivery: Delivery) -> Mapping[str, Any]:
    return {"id": delivery.job_id, "note": "déjà vu"}


def deliverer(db: Database, settings: Settings = LOOPBACK, **options: Any) -> Deliverer:
    return Deliverer(db, data_of, Sender(settings, **options))


async def send(db: Database, settings: Settings = LOOPBACK, **options: Any) -> int:
    """Deliver what is due; says how much that was."""
    sender = deliverer(db, settings, **options)
    due = await sender.take()
    await asyncio.gather(*(sender.deliver(delivery) for delivery in due))
    return len(due)


async def end_a_job(db: Database, caller: Caller, url: str | None = None) -> str:
    fields = {"model_image": "https://example.com/a.png"} | ({"webhook_url": url} if url else {})
    claim = await make_claim(db, caller, Submission(Kind.FASHION, fields))
    assert await Jobs(db).complete(claim, [])
    return claim.job_id


async def newest(db: Database) -> Delivery:
    return (await Webhooks(db).list_deliveries())[0]


async def test_an_endpoint_is_told_of_each_end_in_words_that_its_library_verifies(db: Database, caller: Caller) -> None:
    jobs = Jobs(db)
    async with receiving() as receiver:
        made = await Webhooks(db).add(caller.account_id, receiver.url())
        completed = await end_a_job(db, caller)
        failing = await make_claim(db, caller)
        await jobs.fail(failing, PoseError("No person."))
        cancelled = (await jobs.submit(caller, BY_URL)).id
        await jobs.cancel(caller.account_id, cancelled)
        assert await send(db) == 3
        assert await send(db) == 0
    told = {message.json["type"]: message for message in receiver.messages}
    ends = {"job.completed": completed, "job.failed": failing.job_id, "job.cancelled": cancelled}
    assert {event: message.json["data"]["id"] for event, message in told.items()} == ends
    message = told["job.failed"]
    assert (message.path, message.headers["content-type"]) == ("/hooks?token=hush", "application/json")
    assert message.headers["webhook-id"].startswith("msg_")
    # The test's clock is not the receiver's, whose library refuses what is old.
    stamp = int(message.headers["webhook-timestamp"])
    signed = f"{message.headers['webhook-id']}.{stamp}.".encode() + message.body
    assert stamp == int(db._clock().timestamp())  # type: ignore[misc]
    assert message.headers["webhook-signature"] == _signature(made.secret, signed)
    assert message.headers["webhook-signature"] != _signature("whsec_" + "A" * 43 + "=", signed)


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


async def test_the_address_of_a_single_request_is_told_of_that_job_alone_and_verified_with_the_accounts_own_secret(
    settings: Settings,
) -> None:
    async with await Database.open(settings) as db, receiving() as receiver:  # by the real clock
        caller = await make_caller(db, credits=2)
        job_id = await end_a_job(db, caller, receiver.url("/one"))
        await end_a_job(db, caller)
        assert await send(db) == 1
        (message,) = receiver.messages
        secret = Webhooks(db).request_secret(caller.account_id)
        body = Webhook(secret).verify(message.body, message.headers)
        assert body["data"] == {"id": job_id, "note": "déjà vu"}
        with pytest.raises(WebhookVerificationError):
            Webhook(Webhooks(db).request_secret(caller.account_id + 1)).verify(message.body, message.headers)


async def test_deliveries_are_written_with_the_end_or_not_at_all(db: Database, caller: Caller) -> None:
    await Webhooks(db).add(caller.account_id, "https://example.com/")
    claim = await make_claim(db, caller)
    await rows(db, "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'refused'; END$$")
    await rows(db, "CREATE TRIGGER refuse BEFORE INSERT ON ledger EXECUTE FUNCTION refuse()")
    with pytest.raises(Exception, match="refused"):
        await Jobs(db).complete(claim, [])
    assert await Webhooks(db).list_deliveries() == []
    await rows(db, "DROP TRIGGER refuse ON ledger")
    for _ in range(2):
        await Jobs(db).complete(claim, [])
    assert len(await Webhooks(db).list_deliveries()) == 1


@pytest.mark.parametrize("status", [302, 400, 500])
async def test_what_is_not_taken_comes_again_under_the_same_id_later_and_later(
    db: Database, caller: Caller, clock: MovableClock, status: int
) -> None:
    async with receiving(status, status, 204) as receiver:
        await Webhooks(db).add(caller.account_id, receiver.url())
        await end_a_job(db, caller)
        assert await send(db) == 1
        assert (await newest(db)).error == f"Its server answered {status}."
        clock.advance(seconds=4)
        assert await send(db) == 0
        clock.advance(seconds=2)
        assert await send(db) == 1
        clock.advance(seconds=19)
        assert await send(db) == 0
        clock.advance(seconds=4)
        assert await send(db) == 1
    assert len({message.headers["webhook-id"] for message in receiver.messages}) == 1
    assert {message.path for message in receiver.messages} == {"/hooks?token=hush"}  # no redirect is followed
    delivery = await newest(db)
    assert (delivery.attempts, delivery.response_status, delivery.error) == (3, 204, None)
    assert delivery.delivered_at == clock() and delivery.next_attempt_at is None


def test_pauses_grow_up_to_half_a_day_and_attempts_span_more_than_one() -> None:
    pauses = [delay(attempt) for attempt in range(1, MOST_ATTEMPTS)]
    assert pauses[:7] == sorted(pauses[:7]) and timedelta(hours=12) <= max(pauses) <= timedelta(hours=14)
    assert sum(pauses, timedelta()) > timedelta(days=1)


async def test_an_endpoint_that_fails_for_days_gets_nothing_new_until_a_redelivery_succeeds(
    db: Database, caller: Caller, clock: MovableClock
) -> None:
    webhooks = Webhooks(db)
    async with receiving(500) as receiver:
        await webhooks.add(caller.account_id, receiver.url())
        await end_a_job(db, caller)
        while (delivery := await newest(db)).failed_at is None:
            assert delivery.next_attempt_at
            clock.advance(seconds=(delivery.next_attempt_at - clock()).total_seconds())
            await send(db)
        assert delivery.attempts == len(receiver.messages) == MOST_ATTEMPTS
        (endpoint,) = await webhooks.list_endpoints(caller.account_id)
        assert endpoint.failing_since and endpoint.disabled_at is None
        clock.advance(days=3)
        await end_a_job(db, caller)
        await send(db)
        (endpoint,) = await webhooks.list_endpoints(caller.account_id)
        assert endpoint.disabled_at == clock()
        await end_a_job(db, caller)
        assert len(await webhooks.list_deliveries()) == 2
        receiver.statuses = [200]
        again = await webhooks.redeliver(delivery.id, caller.account_id)
        assert (again.attempts, again.failed_at, again.error) == (0, None, None)
        assert await send(db) == 1
        assert receiver.messages[-1].headers["webhook-id"] == delivery.id
        (endpoint,) = await webhooks.list_endpoints(caller.account_id)
        assert (endpoint.failing_since, endpoint.disabled_at) == (None, None)


async def test_an_endpoint_that_says_it_is_gone_is_disabled_at_once(db: Database, caller: Caller) -> None:
    async with receiving(410) as receiver:
        await Webhooks(db).add(caller.account_id, receiver.url())
        await end_a_job(db, caller)
        await send(db)
    (endpoint,) = await Webhooks(db).list_endpoints()
    assert endpoint.disabled_at and (await newest(db)).failed_at


async def _refusal(db: Database, caller: Caller, url: str, settings: Settings = LOOPBACK, **options: Any) -> str:
    job_id = await end_a_job(db, caller, url)
    assert await send(db, settings, **options) == 1
    (delivery,) = [found for found in await Webhooks(db).list_deliveries() if found.job_id == job_id]
    assert delivery.error and delivery.delivered_at is None
    return delivery.error


async def test_no_message_reaches_an_address_that_a_fetch_may_not(db: Database, caller: Caller) -> None:
    async def rebound(host: str, port: int) -> Any:
        return [ip_address("127.0.0.1")]

    closed = LOOPBACK.model_copy(update={"fetch_allow": []})
    async with receiving() as receiver:
        for host in ("127.0.0.1", "localhost", "127.1", "[::ffff:7f00:1]"):
            assert "public web address" in await _refusal(db, caller, receiver.url(host=host), closed)
        public = receiver.url(host="hooks.example")
        assert "public web address" in await _refusal(db, caller, public, closed, resolve=rebound)
    assert receiver.messages == []


async def test_a_receiver_that_does_not_answer_is_given_up_on(db: Database, caller: Caller) -> None:
    quick = LOOPBACK.model_copy(update={"webhook_timeout_seconds": 0.3})
    async with receiving(silent=True) as receiver:
        assert "longer than 0.3 seconds" in await _refusal(db, caller, receiver.url(), quick)
    assert "could not be reached" in await _refusal(db, caller, receiver.url())


async def test_of_many_workers_one_takes_a_delivery_and_a_dead_ones_comes_due_again(
    db: Database, caller: Caller, clock: MovableClock
) -> None:
    async with receiving() as receiver:
        await end_a_job(db, caller, receiver.url())
        taken = await asyncio.gather(*(deliverer(db).take() for _ in range(5)))
        assert sum(map(len, taken)) == 1  # and that worker dies
        clock.advance(seconds=60)
        assert await send(db) == 1
    assert (await newest(db)).attempts == 2


async def test_one_accounts_slow_receivers_leave_room_for_anothers(db: Database, caller: Caller) -> None:
    other = await make_caller(db, credits=1, name="other")
    for _ in range(6):
        await end_a_job(db, caller, "https://example.com/")
    await end_a_job(db, other, "https://example.com/")
    sender = deliverer(db)
    assert [delivery.account_id for delivery in await sender.take()].count(caller.account_id) == 4
    assert await sender.take() == []


async def test_what_is_due_is_sent_while_a_worker_runs_and_is_not_waited_for_when_it_stops(
    db: Database, caller: Caller
) -> None:
    stop = asyncio.Event()
    async with receiving() as receiver, receiving(silent=True) as silent, asyncio.timeout(30):
        running = asyncio.create_task(deliverer(db).run(stop))
        await end_a_job(db, caller, receiver.url())
        await _until(lambda: bool(receiver.messages))
        await end_a_job(db, caller, silent.url())
        await _until(lambda: bool(silent.messages))
        stop.set()
        await running


async def _until(condition: Any) -> None:
    while not condition():
        await asyncio.sleep(0.02)
