"""`turncurve user`: accounts, opened and changed by the person at the server."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from turncurve.cli.records import with_records
from turncurve.cli.showing import Form, Format, Out, say, show

if TYPE_CHECKING:
    from turncurve.desk.accounts import AccountShown

user_app = typer.Typer(no_args_is_help=True, help="Open, change, close and list accounts of a council's server.")

_COLUMNS = ("name", "email", "roles", "team", "localities", "open", "second_factor")
At = Annotated[Path, typer.Option("--at", help="The workspace's folder.", show_default="this folder")]
Email = Annotated[str, typer.Argument(help="The person's email address at work.")]
Roles = Annotated[list[str], typer.Option("--role", help="A role they hold; say it again for each.")]
Team = Annotated[str, typer.Option("--team", help="Their team.")]
Localities = Annotated[
    list[str] | None, typer.Option("--locality", help="Keep them to a locality; say it again for each.")
]
HERE = Path()


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _password() -> str:
    """Typed twice and not shown; or the first line of what is piped in."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _row(account: "AccountShown") -> dict[str, object]:
    return {
        "name": account.name,
        "email": account.email,
        "roles": ", ".join(account.roles),
        "team": account.team,
        "localities": ", ".join(account.localities) or "all",
        "open": "yes" if account.is_open else "closed",
        "second_factor": "yes" if account.second_factor else "no",
    }


@user_app.command("add")
def add(
    email: Email,
    name: Annotated[str, typer.Option("--name", help="The person's name.")],
    role: Roles,
    at: At = HERE,
    team: Team = "",
    locality: Localities = None,
    *,
    single_sign_on: Annotated[
        bool, typer.Option("--single-sign-on", help="No password: they come through the council's single sign-on.")
    ] = False,
) -> None:
    """Open an account. The password is asked for, or read from what is piped in."""
    from turncurve.desk.accounts import open_account
    from turncurve.desk.asker import LOCAL_USER

    _ = with_records(at)
    account = open_account(
        asker=LOCAL_USER,
        now=_now(),
        email=email,
        name=name,
        roles=role,
        team=team,
        localities=locality or [],
        password=None if single_sign_on else _password(),
    )
    say(f"{account.name} may sign in as {account.email}: {', '.join(account.roles)}.")


@user_app.command("list")
def list_accounts(
    at: At = HERE,
    form: Form = Format.table,
    out: Out = None,
) -> None:
    """List every account with its roles."""
    from turncurve.desk.accounts import every_account
    from turncurve.desk.asker import LOCAL_USER

    _ = with_records(at)
    rows = [_row(one) for one in every_account(asker=LOCAL_USER)]
    show(rows, columns=_COLUMNS, form=form, out=out, title="Accounts")


@user_app.command("change")
def change(email: Email, role: Roles, at: At = HERE, team: Team = "", locality: Localities = None) -> None:
    """Give an account these roles, this team and these localities, and no others."""
    from turncurve.desk.accounts import account_of, change_account
    from turncurve.desk.asker import LOCAL_USER

    _ = with_records(at)
    key = account_of(email, asker=LOCAL_USER)
    account = change_account(key, asker=LOCAL_USER, now=_now(), roles=role, team=team, localities=locality or [])
    say(f"{account.name} is now: {', '.join(account.roles)}.")


@user_app.command("password")
def password(email: Email, at: At = HERE) -> None:
    """Give an account a new password, and take away its second factor and its open sessions."""
    from turncurve.desk.accounts import account_of, set_password
    from turncurve.desk.asker import LOCAL_USER

    _ = with_records(at)
    set_password(account_of(email, asker=LOCAL_USER), asker=LOCAL_USER, now=_now(), password=_password())
    say("The password is set. At the next sign-in they add a second factor again.")


@user_app.command("close")
def close(email: Email, at: At = HERE) -> None:
    """Close an account and end its sessions."""
    from turncurve.desk.accounts import account_of, close_account
    from turncurve.desk.asker import LOCAL_USER

    _ = with_records(at)
    account = close_account(account_of(email, asker=LOCAL_USER), asker=LOCAL_USER, now=_now())
    say(f"The account of {account.name} is closed.")


@user_app.command("erase")
def erase(
    email: Email,
    at: At = HERE,
    why: Annotated[str, typer.Option("--why", help="The reason, in words, without their name. It is kept.")] = "",
) -> None:
    """Erase a closed account for good: name, address and ways in. What it did stays, under a key that is nobody's."""
    from turncurve.desk.accounts import account_of
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.erasing import erase_account

    _ = with_records(at)
    erase_account(account_of(email, asker=LOCAL_USER), asker=LOCAL_USER, now=_now(), why=why)
    say("The account is erased. Backups made before today still hold it, until they are deleted.")


@user_app.command("open")
def reopen(email: Email, at: At = HERE) -> None:
    """Open a closed account again, with the roles it held."""
    from turncurve.desk.accounts import account_of, reopen_account
    from turncurve.desk.asker import LOCAL_USER

    _ = with_records(at)
    account = reopen_account(account_of(email, asker=LOCAL_USER), asker=LOCAL_USER, now=_now())
    say(f"The account of {account.name} is open: {', '.join(account.roles)}.")
