"""`fittingroom credits`: granting credits, and proving that they add up."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fittingroom.credits import Disagreement

credits = typer.Typer(help="Grant credits, and prove that they add up.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(credits, name="credits")


@credits.command()
def grant(
    account: Annotated[str, typer.Option(help="Whose they are.")],
    credits: Annotated[int, typer.Option(min=1, help="How many.")],
    monthly: Annotated[
        bool, typer.Option("--monthly", help="A subscription: so many each month from now on, not carried over.")
    ] = False,
) -> None:
    """Grant credits that never expire, or a subscription's, and print the balance.

    Example: fittingroom credits grant --account demo --credits 100
    """
    asyncio.run(_grant(account, credits, monthly))


@credits.command()
def audit() -> None:
    """Recompute every balance and job from the ledger. Exits 1, and prints the rows, where any disagree.

    Example: fittingroom credits audit
    """
    disagreements = asyncio.run(_audit())
    for row in disagreements:
        typer.echo(_line(row))
    if disagreements:
        typer.echo(f"{len(disagreements)} rows disagree.", err=True)
        raise typer.Exit(1)
    typer.echo("The ledger adds up.")


async def _grant(name: str, amount: int, monthly: bool) -> None:
    from fittingroom.accounts import Accounts
    from fittingroom.credits import Credits
    from fittingroom.db import Database
    from fittingroom.settings import Settings

    async with await Database.open(Settings()) as database:
        account = await Accounts(database).find(name)
        if account is None:
            typer.echo(f"There is no account called {name}; `fittingroom keys create` makes it.", err=True)
            raise typer.Exit(1)
        ledger = Credits(database)
        await (ledger.subscribe if monthly else ledger.grant_purchased)(account.id, amount)
        balance = await ledger.balance(account.id)
    typer.echo(
        f"{name} has {balance.on_demand} credits: {balance.subscription} of its subscription, "
        f"{balance.purchased} purchased, {balance.reserved} of them reserved."
    )


async def _audit() -> "list[Disagreement]":
    from fittingroom.credits import Credits
    from fittingroom.db import Database
    from fittingroom.settings import Settings

    async with await Database.open(Settings()) as database:
        return await Credits(database).audit()


def _line(row: "Disagreement") -> str:
    where = [f"account {row.account_id}"]
    where += [f"ledger row {row.ledger_id}"] if row.ledger_id is not None else []
    where += [f"job {row.job_id}"] if row.job_id is not None else []
    return f"{', '.join(where)}: {row.problem}"
