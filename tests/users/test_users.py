import asyncio

import pytest
from tests.support.clock import MovableClock
from tests.support.rows import rows

from fittingroom.db import Database
from fittingroom.errors import BadRequest, NotFound, RateLimitExceeded, RequestError, UnauthorizedAccess
from fittingroom.users import Role, Sessions, Users
from fittingroom.users.attempts import BY_ADDRESS, BY_EMAIL, Attempts

PASSWORD = "correct horse"


@pytest.fixture
def users(db: Database) -> Users:
    return Users(db)


async def test_the_first_link_makes_one_administrator_however_many_try_at_once(users: Users) -> None:
    tokens = [await users.first_link() for _ in range(3)]
    made = await asyncio.gather(
        *(users.use_first_link(token, f"{n}@a.example", PASSWORD, "house") for n, token in enumerate([*tokens] * 2)),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in made) == ["NotFound"] * 5 + ["User"]
    (only,) = await users.list_users()
    assert only.role is Role.ADMINISTRATOR and only.account == "house" and only.has_password


async def test_a_link_signs_in_once_and_a_look_does_not_use_it_up(users: Users) -> None:
    ann = await users.create("Ann@Shop.example", "shop")
    token = await users.link(ann.id)
    for _ in range(2):
        assert (await users.look(token)).user == ann
    assert await users.use_link(token) == ann
    for use in (users.use_link, users.look):
        with pytest.raises(NotFound, match="used"):
            await use(token)


async def test_a_link_ends_after_two_days(users: Users, clock: MovableClock) -> None:
    token = await users.link((await users.create("ann@shop.example", "shop")).id)
    clock.advance(hours=48)
    with pytest.raises(NotFound):
        await users.use_link(token)


@pytest.mark.parametrize("token", ["", "x" * 43, "x" * 43 + "." + "0" * 32, "\x00"])
async def test_a_token_that_was_made_up_opens_nothing(users: Users, db: Database, token: str) -> None:
    with pytest.raises(NotFound):
        await users.use_link(token)
    assert await Sessions(db).find(token) is None


async def test_a_password_signs_in_and_a_wrong_one_says_no_more_than_that(users: Users) -> None:
    ann = await users.create("ann@shop.example", "shop", password=PASSWORD)
    assert (await users.sign_in(" ANN@shop.example", PASSWORD, "192.0.2.1")).id == ann.id
    refusals = set()
    for email, password in (("ann@shop.example", "wrong"), ("nobody@shop.example", PASSWORD)):
        with pytest.raises(UnauthorizedAccess) as refused:
            await users.sign_in(email, password, "192.0.2.1")
        refusals.add(refused.value.message)
    assert len(refusals) == 1


async def test_somebody_without_a_password_can_not_sign_in_by_one(users: Users) -> None:
    await users.create("ann@shop.example", "shop")
    with pytest.raises(UnauthorizedAccess):
        await users.sign_in("ann@shop.example", "", "192.0.2.1")


async def test_passwords_may_be_tried_a_few_times_in_a_quarter_of_an_hour(users: Users, clock: MovableClock) -> None:
    await users.create("ann@shop.example", "shop", password=PASSWORD)

    async def attempt(password: str) -> str:
        try:
            return (await users.sign_in("ann@shop.example", password, "192.0.2.1")).email
        except RequestError as error:
            return error.name

    tried = await asyncio.gather(*(attempt("wrong") for _ in range(BY_EMAIL + 2)))
    assert sorted(tried) == ["RateLimitExceeded"] * 2 + ["UnauthorizedAccess"] * BY_EMAIL
    assert await attempt(PASSWORD) == "RateLimitExceeded"
    clock.advance(minutes=15)
    assert await attempt(PASSWORD) == "ann@shop.example"


async def test_one_address_can_not_try_many_emails(db: Database) -> None:
    attempts = Attempts(db)
    for number in range(BY_ADDRESS):
        await attempts.count(f"{number}@a.example", "192.0.2.1")
    with pytest.raises(RateLimitExceeded):
        await attempts.count("another@a.example", "192.0.2.1")
    await attempts.count("another@a.example", "192.0.2.2")


async def test_the_last_administrator_stays_and_others_are_signed_out_when_removed(users: Users, db: Database) -> None:
    first = await users.create("a@a.example", "house", Role.ADMINISTRATOR)
    with pytest.raises(BadRequest, match="last administrator"):
        await users.remove(first.id)
    second = await users.create("b@a.example", "house", Role.ADMINISTRATOR)
    token = await Sessions(db).open(first.id)
    await users.remove(first.id)
    assert await users.list_users() == [second] and await Sessions(db).find(token) is None


async def test_a_session_ends_when_it_is_not_used_or_old_or_closed(db: Database, clock: MovableClock) -> None:
    user = await Users(db).create("a@a.example", "house")
    sessions = Sessions(db)
    token, other = await sessions.open(user.id), await sessions.open(user.id)
    found = await sessions.find(token)
    assert found is not None
    await sessions.close_others(user.id, found.id)
    assert await sessions.find(other) is None
    for _ in range(9):
        clock.advance(days=10)
        kept = await sessions.find(token)
    assert kept is None
    token = await sessions.open(user.id)
    clock.advance(days=14)
    assert await sessions.find(token) is None


async def test_neither_passwords_nor_tokens_are_in_the_database(users: Users, db: Database) -> None:
    ann = await users.create("ann@shop.example", "shop", password=PASSWORD)
    told = [PASSWORD, await users.link(ann.id), await Sessions(db).open(ann.id)]
    kept = str(
        [await rows(db, f"SELECT {table}::text FROM {table}") for table in ("users", "sign_in_links", "sessions")]
    )
    assert not any(secret.split(".")[0] in kept for secret in told)


@pytest.mark.parametrize("email", ["", "ann", "ann@", "a b@c.example", "<ann@c.example>"])
async def test_what_is_no_email_is_refused(users: Users, email: str) -> None:
    with pytest.raises(BadRequest, match="email"):
        await users.create(email, "shop")
