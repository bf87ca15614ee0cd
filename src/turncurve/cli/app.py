"""`turncurve`: the command line. Exit codes: 0 done; 1 done, with something to read; 2 could not; 3 our fault."""

import sys
import traceback
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from turncurve.cli.accounts import user_app
from turncurve.cli.backups import backup, restore
from turncurve.cli.by_chance import by_chance
from turncurve.cli.jobs import jobs_app, worker
from turncurve.cli.records import records_in, with_records
from turncurve.cli.records_kept import retire, subject_access
from turncurve.cli.series import forecast, turned
from turncurve.cli.showing import Form, Format, Out, View, say, show, write_file
from turncurve.words.periods import read_day
from turncurve.words.problems import Problem

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
curves_app = typer.Typer(no_args_is_help=True, help="List, show and export curves.")
app.add_typer(curves_app, name="curves")
app.add_typer(user_app, name="user")
app.add_typer(jobs_app, name="jobs")
_ = app.command("worker")(worker)
_ = app.command("retire")(retire)
_ = app.command("subject-access")(subject_access)
_ = app.command("forecast")(forecast)
_ = app.command("turned")(turned)
_ = app.command("by-chance")(by_chance)
_ = app.command("backup")(backup)
_ = app.command("restore")(restore)

At = Annotated[Path, typer.Option("--at", help="The workspace's folder.", show_default="this folder")]
AsAt = Annotated[str, typer.Option("--as-at", help="The day to answer for, as YYYY-MM-DD.", show_default="today")]
Place = Annotated[str, typer.Option("--place", help="A locality; the whole authority when left out.")]
Policy = Annotated[str, typer.Option("--policy", help="internal, board or public.")]
Port = Annotated[int, typer.Option("--port", help="The port on 127.0.0.1.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed invents the same council.")]
HERE = Path()


def _day(said: str) -> date:
    """The day asked for; the clock is read here, at the edge, and nowhere below."""
    if not said:
        return datetime.now(tz=UTC).astimezone().date()
    return read_day(said)


def _say_version(asked: bool) -> None:  # noqa: FBT001 # what Typer calls it with
    if asked:
        typer.echo(f"Turncurve {version('turncurve')}")
        raise typer.Exit


@app.callback()
def turncurve(
    *,
    version: Annotated[  # answered before any command
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Did we make any difference? Curves, forecasts and honest verdicts for children's services."""


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The new workspace's folder.")],
    authority: Annotated[str, typer.Option("--authority", help="The council's name, DfE code or ONS code.")],
) -> None:
    """Set up a workspace for a council."""
    from turncurve.desk.workspace import init_workspace

    workspace = init_workspace(folder, named=authority)
    say(f"{folder} is now the workspace of {workspace.council.name}. Next: turncurve load FILES --at {folder}")


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders; each file is recognised by its content.")],
    at: At = HERE,
) -> None:
    """Load returns and published figures. Ends with 1 when rows were set aside, so that somebody reads why."""
    from turncurve.cli.loading import say_what_was_loaded
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.loading import load_returns

    loaded = load_returns(
        with_records(at), paths, asker=LOCAL_USER, now=datetime.now(tz=UTC).astimezone(), progress=say
    )
    say_what_was_loaded(loaded, say=say)
    if loaded.rows_set_aside or loaded.problems:
        raise typer.Exit(1)


@app.command()
def checks(
    at: At = HERE,
    view: Annotated[View, typer.Option("--show", help="Which part of the answer to show.")] = View.fix,
    form: Form = Format.table,
    out: Out = None,
    why: Annotated[str, typer.Option("--why", help="What a file that names children is for; it is written down.")] = "",
    *,
    with_children: Annotated[
        bool,
        typer.Option("--with-children", help="Name the child of each row, in a file: --show rows --format csv --out."),
    ] = False,
) -> None:
    """Show what arrived, what to fix first, and what could not be checked. Ends with 1 when there is something to read.

    `--show rows --format csv --out FILE` writes every place to put right as a file, a row number, a field and a rule.
    With `--with-children --why "..."` as well, the file has each child's number, and that it was made is written down.
    """
    from turncurve.cli.checking import naming_children, rows_of, say_what_was_checked
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.checking import checks as answer
    from turncurve.desk.naming_children import WARNING, export_checks_with_children
    from turncurve.desk.workspace import open_workspace

    if with_children or why:
        to_file = naming_children(view, form=form, out=out, with_children=with_children)
        made = export_checks_with_children(with_records(at), asker=LOCAL_USER, now=datetime.now(tz=UTC), why=why)
        write_file(to_file, made.content)
        say(f"Wrote {to_file}. {WARNING}")
        raise typer.Exit(1)
    found = answer(open_workspace(at), asker=LOCAL_USER)
    title, columns, rows = rows_of(found, view, form=form)
    show(rows, columns=columns, form=form, out=out, title=title)
    say_what_was_checked(found, say=say)
    if found.to_fix:
        raise typer.Exit(1)


@curves_app.command("list")
def list_curves(
    at: At = HERE,
    place: Place = "",
    as_at: AsAt = "",
    policy: Policy = "internal",
    form: Form = Format.table,
    out: Out = None,
    *,
    on_the_scorecard: Annotated[
        bool, typer.Option("--scorecard", help="Only the declared curves, or the starter ten where none is declared.")
    ] = False,
) -> None:
    """List the curves with their latest figure and verdict."""
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.listing import LISTED_COLUMNS, TABLE_COLUMNS, listed_curves
    from turncurve.desk.workspace import open_workspace

    rows = listed_curves(
        open_workspace(at),
        asker=LOCAL_USER,
        as_at=_day(as_at),
        place=place,
        policy=policy,
        on_the_scorecard=on_the_scorecard,
    )
    columns = TABLE_COLUMNS if form is Format.table else LISTED_COLUMNS
    show(rows, columns=columns, form=form, out=out, title="Scorecard" if on_the_scorecard else "Every curve")


@curves_app.command("show")
def show_curve(
    measure: Annotated[str, typer.Option("--measure", help="A measure's id from `curves list`.")],
    at: At = HERE,
    place: Place = "",
    as_at: AsAt = "",
    split: Annotated[str, typer.Option("--split", help="locality, age_band or unaccompanied.")] = "",
    every: Annotated[str, typer.Option("--every", help="month, quarter or year.")] = "",
    policy: Policy = "internal",
    form: Form = Format.table,
    out: Out = None,
) -> None:
    """Show one curve, point by point, with its sentence."""
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.listing import curve_rows
    from turncurve.desk.rows import POINT_COLUMNS, SHORT_POINT_COLUMNS
    from turncurve.desk.workspace import open_workspace

    answer = curve_rows(
        open_workspace(at),
        asker=LOCAL_USER,
        as_at=_day(as_at),
        measure=measure,
        place=place,
        split=split,
        every=every,
        policy=policy,
    )
    columns = SHORT_POINT_COLUMNS if form is Format.table else POINT_COLUMNS
    show(answer.rows, columns=columns, form=form, out=out, title=answer.title)
    say(answer.sentence)


@curves_app.command("export")
def export_curve(
    measure: Annotated[str, typer.Option("--measure", help="A measure's id from `curves list`.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write: .csv, .svg or .png.")],
    at: At = HERE,
    place: Place = "",
    as_at: AsAt = "",
    split: Annotated[str, typer.Option("--split", help="locality, age_band or unaccompanied (CSV only).")] = "",
    every: Annotated[str, typer.Option("--every", help="month, quarter or year.")] = "",
    policy: Policy = "internal",
) -> None:
    """Write one curve to a file, through the disclosure gate, marked with its policy."""
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.questions import export_curve as answer
    from turncurve.desk.workspace import open_workspace

    exported = answer(
        open_workspace(at),
        asker=LOCAL_USER,
        as_at=_day(as_at),
        measure=measure,
        place=place,
        split=split,
        every=every,
        form=out.suffix.removeprefix(".").lower(),
        policy=policy,
    )
    write_file(out, exported.content)
    say(f"Wrote {out} under the policy '{policy}'.")


@app.command()
def report(
    paper: Annotated[str, typer.Argument(help="The paper: obsessions.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write: .docx or .pdf.")],
    at: At = HERE,
    as_at: AsAt = "",
    policy: Policy = "board",
) -> None:
    """Write a paper, made only of numbers that have passed the disclosure gate."""
    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.questions import board_paper
    from turncurve.desk.workspace import open_workspace

    if paper != "obsessions":
        raise Problem(f"There is no paper called '{paper}'.", to_fix="Use: turncurve report obsessions.")
    written = board_paper(
        open_workspace(at),
        asker=LOCAL_USER,
        as_at=_day(as_at),
        form=out.suffix.removeprefix(".").lower(),
        policy=policy,
    )
    write_file(out, written.content)
    say(f"Wrote {out} under the policy '{policy}'.")


@app.command()
def invent(
    folder: Annotated[Path, typer.Argument(help="The folder to write the invented council's files into.")],
    seed: Seed = 1,
    years: Annotated[int, typer.Option("--years", help="How many years, ending 31 March 2026.", min=2, max=10)] = 10,
    like: Annotated[str, typer.Option("--like", help="The real council it is like: dorset or stockton.")] = "dorset",
    *,
    dirty: Annotated[bool, typer.Option("--dirty", help="Plant faults of every kind, and list each.")] = False,
    world: Annotated[str, typer.Option("--world", help="reform, no-change, drift or unaccompanied-surge.")] = "reform",
) -> None:
    """Write an invented council's returns, places, population and truth file."""
    from turncurve.made_up import invent as invented
    from turncurve.made_up import world_called

    council = invented(
        folder, seed=seed, years=years, like=like, planted=world_called(world), dirty=dirty, progress=say
    )
    say(f"{folder} holds the returns of {council.name}, an invented council.")


@app.command()
def demo(
    at: Annotated[Path, typer.Option("--at", help="The demonstration's folder.")] = Path("demo"),
    seed: Seed = 1,
    *,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after loading and print the scorecard.")] = False,
    port: Port = 8000,
) -> None:
    """Invent a council, load its returns and open the scorecard."""
    from turncurve.desk.demonstration import demonstrate

    records_in(at)
    workspace = demonstrate(at, seed=seed, now=datetime.now(tz=UTC).astimezone(), progress=say)
    if no_serve:
        list_curves(at=workspace.folder, on_the_scorecard=True)
        return
    _serve(workspace.folder, port=port)


@app.command()
def serve(
    at: At = HERE,
    port: Port = 8000,
    address: Annotated[
        str,
        typer.Option(
            "--address",
            help="A council's server, with sign-in: the address people come to, as https://families.example.gov.uk.",
        ),
    ] = "",
    *,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Bring no worker: `turncurve worker` runs as a service of its own.")
    ] = False,
) -> None:
    """Open the pages on this computer, at 127.0.0.1 only; with --address, for others through a proxy in front."""
    from turncurve.desk.workspace import open_workspace

    _serve(open_workspace(at).folder, port=port, address=address, with_worker=not no_worker)


def _serve(folder: Path, *, port: int, address: str = "", with_worker: bool = True) -> None:
    from turncurve.web.server import serve as run_server

    run_server(folder, port=port, ready=say, address=address, with_worker=with_worker)


def _stopped() -> NoReturn:
    say("Stopped. What was there before is as it was.")
    sys.exit(2)


def run() -> None:
    """Run the command line and turn what went wrong into words and an exit code."""
    try:
        app()
    except Problem as problem:
        say(str(problem))
        sys.exit(2)
    except KeyboardInterrupt:
        _stopped()
    except SystemExit as end:
        # What Typer makes of an interrupt, without a word.
        if end.code == 130:
            _stopped()
        raise
    except Exception as fault:  # noqa: BLE001 # the last edge: whatever is left is our fault, and says so
        # The places in our code, and not the message, which may quote a row of a return.
        for frame in traceback.extract_tb(fault.__traceback__)[-8:]:
            say(f"  {Path(frame.filename).name} line {frame.lineno}, in {frame.name}")
        say(f"{type(fault).__name__}: a fault in Turncurve, not in your files. Please report the lines above.")
        sys.exit(3)
