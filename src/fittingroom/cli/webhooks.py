"""`fittingroom webhooks`: where accounts are told of their jobs' ends."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated

import typer

from fittingroom.cli import fail

if TYPE_CHECKING:
    from fittingroom.db import Database
    from fittingroom.webhooks import Delivery, Webhooks

webhooks = typer.Typer(help="Tell other servers when jobs end.", no_args_is_help=True)

Account = Annotated[str, typer.Option(help="Whose jobs.")]
AnyAccount = Annotated[str | None, typer.Option(help="Only this account's.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(webhooks, name="webhooks")


@webhooks.command()
def add(url: Annotated[str, typer.Argument(help="Where to post to.")], account: Account) -> None:
    """Add an endpoint and print the secret that signs its messages, as the last line. It is shown this once.

    Example: fittingroom webhooks add https://example.com/hooks --account demo
    """

    async def work(webhooks: "Webhooks", database: "Database") -> None:
        made = await webhooks.add(await _account_id(database, account), url)
        typer.echo(f"Added {made.endpoint.id}. Keep its secret: it can't be shown again.", err=True)
        typer.echo(made.secret)

    _run(work)


@webhooks.command("list")
def list_endpoints(account: AnyAccount = None) -> None:
    """List the endpoints and how they are.

    Example: fittingroom webhooks list --account demo
    """

    async def work(webhooks: "Webhooks", database: "Database") -> None:
        for endpoint in await webhooks.list_endpoints(await _maybe_account_id(database, account)):
            state = "in force"
            if endpoint.failing_since:
                state = f"failing since {endpoint.failing_since:%Y-%m-%d %H:%M}"
            if endpoint.disabled_at:
                state = f"disabled {endpoint.disabled_at:%Y-%m-%d %H:%M}: redeliver something to enable it again"
            typer.echo(f"{endpoint.id}  {endpoint.url}  added {endpoint.created_at:%Y-%m-%d %H:%M}  {state}")

    _run(work)


@webhooks.command()
def remove(endpoint: Annotated[str, typer.Argument(help="Its id, as `webhooks list` shows it.")]) -> None:
    """Remove an endpoint; nothing more is sent to it.

    Example: fittingroom webhooks remove ep_0123456789abcdef
    """

    async def work(webhooks: "Webhooks", database: "Database") -> None:
        typer.echo(f"Removed {(await webhooks.remove(endpoint)).id}.")

    _run(work)


@webhooks.command()
def rotate(endpoint: Annotated[str, typer.Argument(help="Its id, as `webhooks list` shows it.")]) -> None:
    """Give an endpoint a new secret and print it, as the last line. The old one signs nothing from now on.

    Example: fittingroom webhooks rotate ep_0123456789abcdef
    """

    async def work(webhooks: "Webhooks", database: "Database") -> None:
        made = await webhooks.rotate(endpoint)
        typer.echo(f"{made.endpoint.id} has a new secret. Keep it: it can't be shown again.", err=True)
        typer.echo(made.secret)

    _run(work)


@webhooks.command()
def deliveries(
    account: AnyAccount = None, limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 50
) -> None:
    """List what was sent, or is to be, in the last 30 days, newest first.

    Example: fittingroom webhooks deliveries --account demo
    """

    async def work(webhooks: "Webhooks", database: "Database") -> None:
        for delivery in await webhooks.list_deliveries(await _maybe_account_id(database, account), limit):
            typer.echo(_line(delivery))

    _run(work)


@webhooks.command()
def redeliver(delivery: Annotated[str, typer.Argument(help="Its id, as `webhooks deliveries` shows it.")]) -> None:
    """Send a message again, now.

    Example: fittingroom webhooks redeliver msg_0123456789abcdef01234567
    """

    async def work(webhooks: "Webhooks", database: "Database") -> None:
        typer.echo(f"{(await webhooks.redeliver(delivery)).id} is sent again as soon as a worker runs.")

    _run(work)


@webhooks.command()
def secret(account: Account) -> None:
    """Print the secret that signs messages to the `webhook_url` of an account's requests.

    Example: fittingroom webhooks secret --account demo
    """

    async def work(webhooks: "Webhooks", database: "Database") -> None:
        typer.echo(webhooks.request_secret(await _account_id(database, account)))

    _run(work)


def _line(delivery: "Delivery") -> str:
    if delivery.delivered_at:
        state = f"delivered {delivery.delivered_at:%Y-%m-%d %H:%M}"
    elif delivery.failed_at:
        state = f"given up: {delivery.error}"
    else:
        state = f"due {delivery.next_attempt_at:%Y-%m-%d %H:%M}" + (f": {delivery.error}" if delivery.error else "")
    return (
        f"{delivery.id}  {delivery.event}  job {delivery.job_id}  {delivery.url}  attempts {delivery.attempts}  {state}"
    )


def _run(work: Callable[["Webhooks", "Database"], Awaitable[None]]) -> None:
    asyncio.run(_with_database(work))


async def _with_database(work: Callable[["Webhooks", "Database"], Awaitable[None]]) -> None:
    from fittingroom.db import Database
    from fittingroom.errors import RequestError
    from fittingroom.settings import Settings
    from fittingroom.webhooks import Webhooks

    async with await Database.open(Settings()) as database:
        try:
            await work(Webhooks(database), database)
        except RequestError as error:
            fail(error.message)


async def _account_id(database: "Database", name: str) -> int:
    from fittingroom.accounts import Accounts

    account = await Accounts(database).find(name)
    if account is None:
        fail(f"There is no account called {name}.")
    return account.id


async def _maybe_account_id(database: "Database", name: str | None) -> int | None:
    return None if name is None else await _account_id(database, name)
