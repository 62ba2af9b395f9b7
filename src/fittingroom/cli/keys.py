"""`fittingroom keys`: API keys of accounts."""

import asyncio
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from fittingroom.accounts import ApiKey, Scope
    from fittingroom.db import Database
    from fittingroom.limits import AccountLimits

keys = typer.Typer(help="Make, list, change and revoke API keys.", no_args_is_help=True)

_SCOPE = "What the key may do: tryon, status or credits; may be repeated."
_LIMIT = (
    "A limit of the key's own, as NAME=NUMBER: tryon, status and credits (requests in 60 seconds) or in_flight (jobs); "
    "may be repeated."
)
_Key = Annotated[str, typer.Argument(help="A key, or its first characters as `keys list` shows them.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(keys, name="keys")


@keys.command()
def create(
    account: Annotated[str, typer.Option(help="Whose key it is; the account is made if it is new.")],
    credits: Annotated[int, typer.Option(min=0, help="Purchased credits to grant along with it.")] = 0,
    name: Annotated[str, typer.Option(help="What the key is for, to tell it from others.")] = "",
    scope: Annotated[list[str] | None, typer.Option(help=f"{_SCOPE} Left out: everything.")] = None,
    limit: Annotated[list[str] | None, typer.Option(help=_LIMIT)] = None,
    days: Annotated[int | None, typer.Option(min=1, max=36500, help="How long it holds. Left out: no end.")] = None,
) -> None:
    """Make an API key and print it as the last line. It is shown this once and never again.

    Example: fittingroom keys create --account demo --credits 100

    Example: fittingroom keys create --account demo --scope tryon --scope status --limit tryon=5
    """
    asyncio.run(_create(account, credits, name, _scopes(scope), _limits(limit), days))


@keys.command("list")
def list_keys(
    account: Annotated[str | None, typer.Option(help="Only this account's keys.")] = None,
) -> None:
    """List the API keys by their first characters.

    Example: fittingroom keys list --account demo
    """
    asyncio.run(_list(account))


@keys.command()
def change(
    key: _Key,
    name: Annotated[str | None, typer.Option(help="What the key is for.")] = None,
    scope: Annotated[list[str] | None, typer.Option(help=f"{_SCOPE} What it might before is forgotten.")] = None,
    everything: Annotated[bool, typer.Option("--everything", help="It may do everything: no scopes.")] = False,
    limit: Annotated[list[str] | None, typer.Option(help=f"{_LIMIT} NAME= takes it away; others stay.")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=36500, help="How long it holds, from now.")] = None,
    no_end: Annotated[bool, typer.Option("--no-end", help="It holds until it is revoked.")] = False,
) -> None:
    """Change what an API key may, and how long; what isn't named stays as it is. The key itself stays the same.

    Example: fittingroom keys change fr_8Kd2Xq --scope status --days 30

    Example: fittingroom keys change fr_8Kd2Xq --everything --limit tryon=5 --limit in_flight= --no-end
    """
    if (scope and everything) or (days and no_end):
        raise typer.BadParameter("--scope and --everything exclude one another, and so do --days and --no-end.")
    new: dict[str, Any] = {} if name is None else {"name": name}
    if scope or everything:
        new["scopes"] = _scopes(scope)
    if not (new or limit or days or no_end):
        raise typer.BadParameter("name what to change; `fittingroom keys change --help` lists it.")
    asyncio.run(_change(key, new, limit or [], days, no_end))


@keys.command()
def revoke(key: _Key) -> None:
    """Revoke an API key, at once and for good. Jobs already accepted go on.

    Example: fittingroom keys revoke fr_8Kd2Xq
    """
    asyncio.run(_revoke(key))


def _scopes(asked: list[str] | None) -> "frozenset[Scope] | None":
    from fittingroom.accounts import Scope

    unknown = sorted(set(asked or ()) - set(Scope))
    if unknown:
        raise typer.BadParameter(f"there is no {unknown[0]!r}; there are {', '.join(Scope)}.", param_hint="--scope")
    return frozenset(map(Scope, asked)) if asked else None


def _limits(asked: list[str] | None, before: "AccountLimits | None" = None) -> "AccountLimits":
    """What was asked for; a number may be left out where there was something `before`."""
    from fittingroom.limits import AccountLimits

    known, found = [field.name for field in fields(AccountLimits)], dict[str, int | None]()
    for text in asked or ():
        name, equals, number = text.partition("=")
        none = bool(equals) and not number and before is not None
        if name not in known or not (none or (number.isascii() and number.isdecimal() and len(number) < 8)):
            problem = f"{text!r} is not NAME=NUMBER with a NAME of {', '.join(known)}."
            raise typer.BadParameter(problem, param_hint="--limit")
        found[name] = None if none else int(number)
    return replace(before or AccountLimits(), **found)


async def _create(
    account_name: str,
    granted: int,
    name: str,
    scopes: "frozenset[Scope] | None",
    limits: "AccountLimits",
    days: int | None,
) -> None:
    from fittingroom.accounts import Accounts
    from fittingroom.credits import Credits
    from fittingroom.db import Database
    from fittingroom.settings import Settings

    async with await Database.open(Settings()) as database:
        accounts = Accounts(database)
        account = await accounts.get_or_create(account_name)
        if granted:
            await Credits(database).grant_purchased(account.id, granted, note="keys create")
            typer.echo(f"Granted {granted} credits to {account.name}.", err=True)
        ends = await _in_days(database, days) if days else None
        made = await accounts.create_key(account.id, name, ends, scopes=scopes, limits=limits)
    typer.echo(f"A key for {account.name}. Keep it: it can't be shown again.", err=True)
    typer.echo(made.text)


async def _change(text: str, new: dict[str, Any], limit: list[str], days: int | None, no_end: bool) -> None:
    from fittingroom.accounts import Accounts
    from fittingroom.db import Database
    from fittingroom.settings import Settings

    async with await Database.open(Settings()) as database:
        accounts = Accounts(database)
        if days or no_end:
            new["expires_at"] = await _in_days(database, days) if days else None
        changed = await accounts.change_key(
            text.rstrip("…"), lambda key: replace(key, **new, limits=_limits(limit, key.limits))
        )
        names = {account.id: account.name for account in await accounts.list_accounts()}
    if not changed:
        _tell_of_no_key()
    for key in changed:
        typer.echo(_line(key, names[key.account_id]))


async def _in_days(database: "Database", days: int) -> datetime:
    async with database.transaction() as connection:
        return await database.now(connection) + timedelta(days=days)


async def _list(name: str | None) -> None:
    from fittingroom.accounts import Accounts
    from fittingroom.db import Database
    from fittingroom.settings import Settings

    async with await Database.open(Settings()) as database:
        accounts = Accounts(database)
        names = {account.id: account.name for account in await accounts.list_accounts()}
        found = [key for key in await accounts.list_keys() if name in (None, names[key.account_id])]
    if name is not None and name not in names.values():
        typer.echo(f"There is no account called {name}.", err=True)
        raise typer.Exit(1)
    for key in found:
        typer.echo(_line(key, names[key.account_id]))


def _line(key: "ApiKey", account: str) -> str:
    end = f" until {key.expires_at:%Y-%m-%d %H:%M}" if key.expires_at else ""
    state = f"revoked {key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else f"in force{end}"
    parts = [f"{key.prefix}…", account, key.name, f"made {key.created_at:%Y-%m-%d %H:%M}", state, _bounds(key)]
    return "  ".join(filter(None, parts))


def _bounds(key: "ApiKey") -> str:
    limits = [f"{name}={limit}" for name, limit in asdict(key.limits).items() if limit is not None]
    parts = ["everything" if key.scopes is None else f"only {', '.join(sorted(key.scopes))}"]
    return "  ".join([*parts, *(["at most " + ", ".join(limits)] if limits else [])])


async def _revoke(text: str) -> None:
    from fittingroom.accounts import Accounts
    from fittingroom.db import Database
    from fittingroom.settings import Settings

    async with await Database.open(Settings()) as database:
        revoked = await Accounts(database).revoke_key(text.rstrip("…"))
    if not revoked:
        _tell_of_no_key()
    for key in revoked:
        typer.echo(f"Revoked {key.prefix}….")


def _tell_of_no_key() -> NoReturn:
    typer.echo("No key in force begins so; `fittingroom keys list` shows them.", err=True)
    raise typer.Exit(1)
