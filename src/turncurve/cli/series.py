"""`turncurve forecast` and `turncurve turned`: a file of series in, a file of answers out, with no workspace."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from turncurve.cli.showing import Form, Format, Out, say, show
from turncurve.words.measuring import GoodIs, Kind
from turncurve.words.periods import read_day
from turncurve.words.problems import Problem, RowProblem

if TYPE_CHECKING:
    from turncurve.desk.tidy_answers import Answered
    from turncurve.desk.tidy_series import Given

# Of what was set aside or left out, so many are said one by one.
_SAID: Final = 10


File = Annotated[Path, typer.Argument(help="A CSV: series, period, value and, where known, numerator and denominator.")]
KindAsked = Annotated[Kind | None, typer.Option("--kind", help="What the values are; percentages may be told.")]


def forecast(
    series: File,
    horizon: Annotated[int, typer.Option("--horizon", help="How many periods ahead.", min=1, max=40)],
    kind: KindAsked = None,
    record: Annotated[
        Path | None,
        typer.Option("--record", help="Write here how such forecasts did on each series' own past (CSV)."),
    ] = None,
    form: Form = Format.csv,
    out: Out = None,
) -> None:
    """Forecast each series of a file if nothing changes: the median, and the 80% and 95% intervals of what will be."""
    from turncurve.desk.tidy_answers import FORECAST_COLUMNS, RECORD_COLUMNS, forecasts

    found = forecasts(_given(series, kind=kind), horizon=horizon, progress=say)
    _answer(found, columns=FORECAST_COLUMNS, form=form, out=out)
    if record:
        show(found.records, columns=RECORD_COLUMNS, form=Format.csv, out=record)
        say(f"Wrote {record}.")
    say(found.together)


def turned(
    series: File,
    turning_date: Annotated[
        str, typer.Option("--turning-date", help="The last day before the plan began, as 2023-03-31.")
    ],
    good_is: Annotated[GoodIs, typer.Option("--good-is", help="Which way is better.")],
    kind: KindAsked = None,
    comparators: Annotated[
        Path | None,
        typer.Option(
            "--comparators", help="The same columns and `group`: the name of the series each one is comparable with."
        ),
    ] = None,
    form: Form = Format.csv,
    out: Out = None,
    *,
    chosen_because_bad: Annotated[
        bool, typer.Option("--chosen-because-bad", help="The series were chosen because they were bad.")
    ] = False,
) -> None:
    """Judge whether each series of a file has turned away from the forecast made at its turning date."""
    from turncurve.desk.tidy_answers import TURNED_COLUMNS, verdicts

    day, given = read_day(turning_date), _given(series, kind=kind)
    others = _given(comparators, kind=kind, grouped=True) if comparators else None
    if others and (strange := set(others.group.values()) - set(given.series)):
        raise Problem(
            f"{comparators} has a group that is no series of {series}: {min(strange)}.",
            to_fix="Write in `group` the name of the series that each one is comparable with.",
        )
    found = verdicts(
        given,
        turning_date=day,
        good_is=good_is,
        chosen_because_bad=chosen_because_bad,
        comparators=others,
        progress=say,
    )
    _answer(found, columns=TURNED_COLUMNS, form=form, out=out)
    say(found.together)


def _given(file: Path, *, kind: Kind | None, grouped: bool = False) -> "Given":
    from turncurve.desk.tidy_series import read_series

    try:
        content = file.read_bytes()
    except OSError as wrong:
        raise Problem(f"{file} cannot be read: {wrong.strerror}.", to_fix="Name a CSV that is there.") from wrong
    given = read_series(content, name=file.name, kind=kind, grouped=grouped)
    say(
        f"{file.name}: {given.rows_in:,} rows in = {given.rows_used:,} used + {len(given.problems):,} set aside; "
        f"{len(given.series):,} series."
    )
    _say_some([_row_said(one) for one in given.problems])
    return given


def _row_said(one: RowProblem) -> str:
    return f"  row {one.row}, {one.field}: found '{one.found}', expected {one.expected}. Set aside."


def _say_some(sentences: Sequence[str]) -> None:
    for sentence in sentences[:_SAID]:
        say(sentence)
    if len(sentences) > _SAID:
        say(f"  and {len(sentences) - _SAID:,} more.")


def _answer(found: "Answered", *, columns: Sequence[str], form: Format, out: Path | None) -> None:
    show(found.rows, columns=columns, form=form, out=out)
    _say_some([f"  {name}: no answer, {why}." for name, why in found.left_out.items()])
    if out:
        say(f"Wrote {out}.")
