"""`fittingroom keys`: API keys of accounts."""

import asyncio
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fittingroom.accounts import ApiKey, Scope
    from fittingroom.limits import AccountLimits

keys = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(keys, name="keys")


@keys.command()
def create(
    account: Annotated[str, typer.Option(help="Whose key it is; the account is made if it is new.")],
    credits: Annotated[int, typer.Option(min=0, help="Purchased credits to grant along with it.")] = 0,
    name: Annotated[str, typer.Option(help="What the key is for, to tell it from others.")] = "",
    scope: Annotated[
        list[str] | None,
        typer.Option(help="What the key may do: tryon, status or credits; may be repeated. Left out: everything."),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            help="A limit of the key's own, as NAME=NUMBER: tryon, status and credits (requests in 60 seconds) or "
            "in_flight (jobs); may be repeated."
        ),
    ] = None,
) -> None:
    """Make an API key and print it as the last line. It is shown this once and never again.

    Example: fittingroom keys create --account demo --credits 100

    Example: fittingroom keys create --account demo --scope tryon --scope status --limit tryon=5
    """
    asyncio.run(_create(account, credits, name, _scopes(scope), _limits(limit)))


@keys.command("list")
def list_keys(
    account: Annotated[str | None, typer.Option(help="Only this account's keys.")] = None,
) -> None:
    """List the API keys by their first characters.

    Example: fittingroom keys list --account demo
    """
    asyncio.run(_list(account))


@keys.command()
def revoke(
    key: Annotated[str, typer.Argument(help="A key, or its first characters as `keys list` shows them.")],
) -> None:
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


def _limits(asked: list[str] | None) -> "AccountLimits":
    from fittingroom.limits import AccountLimits

    known, found = [field.name for field in fields(AccountLimits)], dict[str, int]()
    for text in asked or ():
        name, _, number = text.partition("=")
        if name not in known or not (number.isascii() and number.isdecimal() and len(number) < 8):
            problem = f"{text!r} is not NAME=NUMBER with a NAME of {', '.join(known)}."
            raise typer.BadParameter(problem, param_hint="--limit")
        found[name] = int(number)
    return AccountLimits(**found)


async def _create(
    account_name: str, granted: int, name: str, scopes: "frozenset[Scope] | None", limits: "AccountLimits"
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
        made = await accounts.create_key(account.id, name, scopes=scopes, limits=limits)
    typer.echo(f"A key for {account.name}. Keep it: it can't be shown again.", err=True)
    typer.echo(made.text)


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
    state = f"revoked {key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "in force"
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
        typer.echo("No key in force begins so; `fittingroom keys list` shows them.", err=True)
        raise typer.Exit(1)
    for key in revoked:
        typer.echo(f"Revoked {key.prefix}….")
