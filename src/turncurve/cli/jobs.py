"""`turncurve jobs` and `turncurve worker`: work in the background, seen, cancelled and done."""

import _thread
import os
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from turncurve.cli.records import with_records
from turncurve.cli.showing import Form, Format, Out, say, show

if TYPE_CHECKING:
    from turncurve.desk.working import Worker

jobs_app = typer.Typer(invoke_without_command=True, help="List and cancel work in the background.")

At = Annotated[Path, typer.Option("--at", help="The workspace's folder.", show_default="this folder")]
HERE = Path()
_COLUMNS = ("job", "kind", "state", "by", "asked", "ended", "says")
_ON_SCREEN = ("job", "kind", "state", "asked", "says")
_ENOUGH_OF_A_KEY: Final = 8
# How long the worker has to end in order once it is told to, in seconds.
_GRACE: Final = 10.0


def _now() -> datetime:
    return datetime.now(tz=UTC).astimezone()


@jobs_app.callback()
def listed(
    context: typer.Context,
    at: At = HERE,
    form: Form = Format.table,
    out: Out = None,
) -> None:
    """List the jobs, the newest first: what each is, how far it is and how it ended."""
    if context.invoked_subcommand is not None:
        return
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.jobs import jobs

    found = jobs(with_records(at), asker=LOCAL_USER, now=_now())
    # A screen is narrow: there the beginning of a key, and of what a job says, is enough.
    on_screen = form is Format.table
    rows = [
        {
            "job": one.key[:_ENOUGH_OF_A_KEY] if on_screen else one.key,
            "kind": one.title,
            "state": one.state,
            "by": one.by,
            "asked": f"{one.asked_at.astimezone():%Y-%m-%d %H:%M}",
            "ended": f"{one.ended_at.astimezone():%Y-%m-%d %H:%M}" if one.ended_at else "",
            "says": " ".join(one.sentences[:1] if on_screen else one.sentences) if one.ended else one.says,
        }
        for one in found.jobs
    ]
    show(rows, columns=_ON_SCREEN if on_screen else _COLUMNS, form=form, out=out, title="Jobs")
    if found.no_worker and any(not one.ended for one in found.jobs):
        say("The worker is not running: start `turncurve serve` or `turncurve worker`.")


@jobs_app.command("cancel")
def cancel(
    key: Annotated[str, typer.Argument(help="The job, or its first 8 letters, as `turncurve jobs` lists it.")],
    at: At = HERE,
) -> None:
    """Cancel a job that waits, or ask one that runs to stop."""
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.jobs import cancel_job, job, jobs

    workspace = with_records(at)
    meant = [one.key for one in jobs(workspace, asker=LOCAL_USER, now=_now()).jobs if one.key.startswith(key)]
    if len(key) >= _ENOUGH_OF_A_KEY and len(meant) == 1:
        key = meant[0]
    cancel_job(workspace, key, asker=LOCAL_USER, now=_now())
    shown = job(workspace, key, asker=LOCAL_USER, now=_now())
    say("The job is cancelled." if shown.ended else "The job will stop in a few seconds.")


def worker(
    at: At = HERE,
    *,
    beside: Annotated[bool, typer.Option("--beside", hidden=True, help="End when standard input does.")] = False,
) -> None:
    """Do the work that is asked for in the pages, one job after the other, until stopped.

    `turncurve serve` brings its own; with `serve --no-worker` run this beside it. A workspace has one.
    """
    from turncurve.desk.working import Worker

    workspace = with_records(at)
    working = Worker(workspace, clock=_now, interrupt=_thread.interrupt_main)
    if beside:
        threading.Thread(target=_end_with_input, args=(working,), daemon=True).start()
    else:
        say(f"Working for {workspace.council.name}. To stop, press Control and C.")
    working.work(waits_its_turn=beside)


def _end_with_input(working: "Worker") -> None:
    """End when whoever started this closes our input or is no more: the same on every system."""
    _ = sys.stdin.buffer.read()
    working.end()
    time.sleep(_GRACE)
    # It is held up where nothing can break into it; the next worker puts in order what it leaves.
    os._exit(1)
