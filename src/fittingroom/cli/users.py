"""`fittingroom users`: people who sign in to the dashboard."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fittingroom.users import Users

users = typer.Typer(help="Make, list and remove people who sign in to the dashboard.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="The email that they sign in with.")]
Url = Annotated[
    str, typer.Option(help="How their browser reaches this server; FITTINGROOM_PUBLIC_URL where that is set.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(users, name="users")


@users.command()
def create(
    email: Email,
    account: Annotated[str, typer.Option(help="Whose credits, keys and jobs they see; made if it is new.")],
    administrator: Annotated[bool, typer.Option(help="They see and may do everything.")] = False,
    url: Url = "http://127.0.0.1:8000",
) -> None:
    """Make a user and print a link, as the last line, by which they sign in once and choose a password.

    Example: fittingroom users create ann@example.com --account shop
    """
    asyncio.run(_create(email, account, administrator, url))


@users.command("list")
def list_users() -> None:
    """List the users with their accounts and roles.

    Example: fittingroom users list
    """
    asyncio.run(_list())


@users.command()
def link(email: Email, url: Url = "http://127.0.0.1:8000") -> None:
    """Print a link by which a user signs in, once, within two days.

    Example: fittingroom users link ann@example.com
    """
    asyncio.run(_link(email, url))


@users.command()
def remove(email: Email) -> None:
    """Remove a user and sign them out everywhere. The account, its keys and jobs stay.

    Example: fittingroom users remove ann@example.com
    """
    asyncio.run(_remove(email))


async def _create(email: str, account: str, administrator: bool, url: str) -> None:
    from fittingroom.users import Role

    async with _opened() as users:
        made = await users.create(email, account, Role.ADMINISTRATOR if administrator else Role.MEMBER)
        typer.echo(f"Made {made.email}, {made.role} of {made.account}. The link works once, within two days.", err=True)
        typer.echo(_address(url, await users.link(made.id)))


async def _list() -> None:
    async with _opened() as users:
        for user in await users.list_users():
            entry = "password" if user.has_password else "links only"
            typer.echo(f"{user.email}  {user.account}  {user.role}  made {user.created_at:%Y-%m-%d %H:%M}  {entry}")


async def _link(email: str, url: str) -> None:
    async with _opened() as users:
        token = await users.link((await users.find(email)).id)
    typer.echo(_address(url, token))


async def _remove(email: str) -> None:
    async with _opened() as users:
        found = await users.find(email)
        await users.remove(found.id)
    typer.echo(f"Removed {found.email}.")


@asynccontextmanager
async def _opened() -> "AsyncIterator[Users]":
    from fittingroom.db import Database
    from fittingroom.errors import RequestError
    from fittingroom.settings import Settings
    from fittingroom.users import Users

    async with await Database.open(Settings()) as database:
        try:
            yield Users(database)
        except RequestError as error:
            typer.echo(error.message, err=True)
            raise typer.Exit(1) from None


def _address(url: str, token: str) -> str:
    from fittingroom.dashboard import link_path
    from fittingroom.settings import Settings

    return (Settings().public_url or url).rstrip("/") + link_path(token)
