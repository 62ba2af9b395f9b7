import asyncio
import string
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.support.clock import MovableClock
from tests.support.rows import rows

from fittingroom.accounts import Accounts, Scope, key_text
from fittingroom.db import Database
from fittingroom.errors import Forbidden, RateLimitExceeded, UnauthorizedAccess
from fittingroom.jobs import Jobs, Submission
from fittingroom.limits import NONE_OWN, AccountLimits, KeyLimits
from fittingroom.tryon.kinds import Kind


async def test_a_key_tells_whose_it_is(db: Database) -> None:
    accounts = Accounts(db)
    account = await accounts.get_or_create("demo")
    made = await accounts.create_key(account.id)
    caller = await accounts.authenticate(made.text)
    assert (caller.account_id, caller.key_id) == (account.id, made.key.id)


async def test_the_database_has_no_more_than_the_first_characters_of_a_key(db: Database) -> None:
    accounts = Accounts(db)
    made = await accounts.create_key((await accounts.get_or_create("demo")).id)
    (stored,) = await rows(db, "SELECT * FROM api_keys")
    assert stored["prefix"] == made.text[:9]
    assert made.text[9:] not in str(stored)
    assert made.text[9:].encode() not in stored["digest"]
    assert made.text[9:] not in repr(made)


async def test_a_key_made_under_another_secret_is_unknown(db: Database) -> None:
    made = await Accounts(db).create_key((await Accounts(db).get_or_create("demo")).id)
    db.secret = b"another"
    with pytest.raises(UnauthorizedAccess):
        await Accounts(db).authenticate(made.text)


@pytest.mark.parametrize("text", ["", "fr_", "hello", "fr_" + "a" * 38, "fr_" + "é" * 38, "x" * 10_000])
async def test_what_is_no_key_is_refused(db: Database, text: str) -> None:
    with pytest.raises(UnauthorizedAccess, match="Bearer"):
        await Accounts(db).authenticate(text)


async def test_a_revoked_key_is_refused_and_others_still_hold(db: Database) -> None:
    accounts = Accounts(db)
    account = await accounts.get_or_create("demo")
    lost, kept = await accounts.create_key(account.id), await accounts.create_key(account.id)
    assert [key.id for key in await accounts.revoke_key(lost.key.prefix)] == [lost.key.id]
    with pytest.raises(UnauthorizedAccess):
        await accounts.authenticate(lost.text)
    assert (await accounts.authenticate(kept.text)).key_id == kept.key.id
    assert [key.revoked_at is None for key in await accounts.list_keys(account.id)] == [False, True]


async def test_revoking_twice_or_for_another_account_changes_nothing(db: Database) -> None:
    accounts = Accounts(db)
    mine, other = await accounts.get_or_create("mine"), await accounts.get_or_create("other")
    made = await accounts.create_key(mine.id)
    assert await accounts.revoke_key(made.key.prefix, other.id) == []
    assert len(await accounts.revoke_key(made.text, mine.id)) == 1
    assert await accounts.revoke_key(made.text, mine.id) == []


async def test_an_account_is_made_once_for_each_name(db: Database) -> None:
    accounts = Accounts(db)
    assert await accounts.get_or_create("a") == await accounts.get_or_create("a")
    assert await accounts.find("b") is None
    assert [account.name for account in await accounts.list_accounts()] == ["a"]


def test_any_mistyped_character_makes_a_key_malformed() -> None:
    text = key_text.make()
    assert key_text.is_well_formed(text)
    for place in range(len(text)):
        other = next(character for character in string.ascii_letters if character != text[place])
        assert not key_text.is_well_formed(text[:place] + other + text[place + 1 :])


async def test_a_key_has_a_name_tells_when_it_was_used_and_ends_in_time(db: Database, clock: MovableClock) -> None:
    accounts = Accounts(db)
    account = await accounts.get_or_create("demo")
    made = await accounts.create_key(account.id, "shop window", clock() + timedelta(hours=1))
    assert (made.key.name, made.key.last_used_at) == ("shop window", None)
    await asyncio.gather(*(accounts.authenticate(made.text) for _ in range(5)))
    first = clock()
    clock.advance(seconds=30)
    await accounts.authenticate(made.text)
    assert [key.last_used_at for key in await accounts.list_keys(account.id)] == [first]
    clock.advance(minutes=59, seconds=30)
    with pytest.raises(UnauthorizedAccess, match="expired"):
        await accounts.authenticate(made.text)


async def test_a_key_may_do_everything_unless_it_was_made_with_scopes(db: Database) -> None:
    accounts = Accounts(db)
    account = await accounts.get_or_create("demo")
    free = await accounts.create_key(account.id)
    bound = await accounts.create_key(account.id, scopes=[Scope.STATUS], limits=AccountLimits(status=3))
    caller = await accounts.authenticate(free.text)
    assert all(caller.may(scope) for scope in Scope) and caller.key_limits is None
    caller = await accounts.authenticate(bound.text)
    assert [scope for scope in Scope if caller.may(scope)] == [Scope.STATUS]
    assert caller.key_limits == KeyLimits(bound.key.id, AccountLimits(status=3))
    listed = await accounts.list_keys(account.id)
    assert [(key.scopes, key.limits.status) for key in listed] == [(None, None), (frozenset({Scope.STATUS}), 3)]


async def test_a_change_holds_for_a_submission_that_began_before_it(db: Database, clock: MovableClock) -> None:
    accounts = Accounts(db)
    account = await accounts.get_or_create("demo")
    made = await accounts.create_key(account.id)
    caller = await accounts.authenticate(made.text)
    changes = (
        {"scopes": frozenset({Scope.STATUS})},
        {"scopes": None, "limits": AccountLimits(tryon=0)},
        {"limits": NONE_OWN, "expires_at": clock()},
    )
    for new, refusal in zip(changes, (Forbidden, RateLimitExceeded, UnauthorizedAccess), strict=True):
        (changed,) = await accounts.change_key(made.key.prefix, lambda key, new=new: replace(key, **new))
        assert {name: getattr(changed, name) for name in new} == new
        with pytest.raises(refusal):
            await Jobs(db).submit(caller, Submission(Kind.FASHION, {}))


async def test_a_key_of_another_account_is_not_changed(db: Database) -> None:
    accounts = Accounts(db)
    mine, other = await accounts.get_or_create("mine"), await accounts.get_or_create("other")
    made = await accounts.create_key(mine.id, "as it was")
    assert await accounts.change_key(made.text, lambda key: replace(key, name="x"), other.id) == []
    assert [key.name for key in await accounts.list_keys()] == ["as it was"]


async def test_there_is_no_key_that_may_do_nothing(db: Database) -> None:
    accounts = Accounts(db)
    account = await accounts.get_or_create("demo")
    with pytest.raises(ValueError, match="nothing"):
        await accounts.create_key(account.id, scopes=[])
