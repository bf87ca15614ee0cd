"""`turncurve retire` and `turncurve subject-access`: what is kept, taken away, or handed to the person it is about."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from turncurve.cli.records import with_records
from turncurve.cli.showing import Format, say, show, write_file
from turncurve.words.problems import Problem

At = Annotated[Path, typer.Option("--at", help="The workspace's folder.", show_default="this folder")]
Why = Annotated[str, typer.Option("--why", help="The reason, in words. It is written down.")]
HERE = Path()


def retire(
    files: Annotated[list[str] | None, typer.Argument(help="Names of files, or the first 8 letters of a hash.")] = None,
    at: At = HERE,
    why: Why = "",
    before: Annotated[
        str, typer.Option("--before", help="With --list: only files that arrived before this day, YYYY-MM-DD.")
    ] = "",
    form: Annotated[Format, typer.Option("--format", help="How to write the list.")] = Format.table,
    *,
    listed: Annotated[bool, typer.Option("--list", help="List the files that are here, and change nothing.")] = False,
) -> None:
    """Take files away with all their rows, for good. Their hash, the reason and who did it are kept."""
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.retiring import files_kept, retire_files

    workspace = with_records(at)
    if listed:
        rows = [
            {"file": one.name, "hash": one.key, "bytes": one.size, "arrived": one.arrived_at}
            for one in files_kept(workspace, asker=LOCAL_USER, before=before)
        ]
        show(rows, columns=("file", "hash", "bytes", "arrived"), form=form, out=None, title="Files kept")
        return
    if not files:
        raise Problem("No file was named.", to_fix="Name files to retire, or see what is here with --list.")
    ended = retire_files(workspace, files, asker=LOCAL_USER, now=datetime.now(tz=UTC), why=why, progress=say)
    say(f"{len(ended)} files and all their rows are gone: {', '.join(one.name for one in ended)}.")


def subject_access(
    child: Annotated[str, typer.Argument(help="The child's number, as the council's returns have it.")],
    out: Annotated[Path, typer.Option("--out", help="The zip file to write.")],
    at: At = HERE,
    why: Why = "",
) -> None:
    """Write everything held about one child to a zip, for the person it is about. The purpose is written down."""
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.one_child import export_one_child

    workspace = with_records(at)
    exported = export_one_child(workspace, child, asker=LOCAL_USER, now=datetime.now(tz=UTC), why=why)
    write_file(out, exported.content)
    say(f"{out} holds what is kept about one child. That it was written, and why, is in the audit.")
