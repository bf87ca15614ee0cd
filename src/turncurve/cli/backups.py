"""`turncurve backup` and `turncurve restore`, for those who look after the computer."""

import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from turncurve.cli.records import with_records
from turncurve.cli.showing import messages

HERE = Path()


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; an older one of that name is replaced.")],
    at: Annotated[Path, typer.Option("--at", help="The workspace's folder.", show_default="this folder")] = HERE,
    unencrypted: Annotated[
        str, typer.Option("--unencrypted", help="Do not encrypt, and write down this reason in the audit.")
    ] = "",
) -> None:
    """Back up a workspace and its records into one encrypted file, while people work.

    The passphrase is asked for, or is the first line of what is piped in. Ends with 1 where files of the workspace are
    damaged: the rest is backed up.
    """
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.backups import make_backup

    _stop_in_order()
    workspace = with_records(at)
    passphrase = "" if unencrypted else _passphrase(confirmed=True)
    made = make_backup(
        workspace,
        file,
        asker=LOCAL_USER,
        now=datetime.now(tz=UTC).astimezone(),
        passphrase=passphrase,
        unencrypted=unencrypted,
        progress=_say,
    )
    how = "encrypted" if made.encrypted else "NOT encrypted"
    _say(f"Wrote {file}: {made.files} files, {made.size / 1e6:,.1f} MB, {how}. SHA-256 {made.digest}")
    for name in made.damaged:
        _say(f"{name} is missing or is no longer what arrived: load that return again.")
    if made.damaged:
        raise typer.Exit(1)


def restore(
    file: Annotated[Path, typer.Argument(help="The file that `turncurve backup` wrote.")],
    at: Annotated[Path, typer.Option("--at", help="A folder that is empty or not there yet.")],
) -> None:
    """Make a workspace and its records again from a backup, in a new folder.

    Records that were in PostgreSQL go into the new, empty one that DATABASE_URL names. Ends with 1 where the audit in
    the backup does not hold.
    """
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.restoring import is_encrypted, restore_backup
    from turncurve.web.starting import reach

    _stop_in_order()
    restored = restore_backup(
        file,
        at,
        asker=LOCAL_USER,
        now=datetime.now(tz=UTC).astimezone(),
        passphrase=_passphrase(confirmed=False) if is_encrypted(file) else "",
        open_records=reach,
        progress=_say,
    )
    how = "" if restored.encrypted else ", which was NOT encrypted"
    _say(f"{at} holds what was backed up on {restored.made_at}{how}: {restored.files} files.")
    if restored.broken:
        _say(f"The audit does not hold. {restored.broken}")
        raise typer.Exit(1)


def _passphrase(*, confirmed: bool) -> str:
    """Typed, twice for a new one, and not shown; or the first line of what is piped in."""
    if sys.stdin.isatty():
        return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirmed, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _stop_in_order() -> None:
    """Stopped by the system as by Control and C: nothing half done is left."""
    _ = signal.signal(signal.SIGTERM, signal.default_int_handler)


def _say(message: str) -> None:
    messages().print(message, markup=False, soft_wrap=True)
