"""Turncurve: did we make any difference?

Returns come in at the door and become tables we trust. Tables become each child's journey. Journeys, counted over
time, become curves. The rooms stand in that order and data flows one way; `pyproject.toml` holds the rule.

For a notebook, four questions about a workspace, each answered with a Polars data frame: `scorecard`, `every_curve`,
`curve` and `problems`. They ask the desk, as the pages and the command line do. Their numbers are the true ones (the
policy "internal"): what is to leave the building goes through `turncurve curves export` and its disclosure policy.
"""

from __future__ import annotations

from datetime import date
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

__all__ = ["curve", "every_curve", "problems", "scorecard"]


def scorecard(folder: str | PathLike[str], *, as_at: date, place: str = "") -> pl.DataFrame:
    """One row a curve the council has declared (or of the starter ten): its latest figure, its verdict, its sentence.

    `value` is in the measure's own unit and null where `code` says why there is none; a suppressed `c` is never 0. Only
    figures known on the day `as_at` are used. Raises Problem for a folder that is no workspace, and where nothing is
    loaded.
    """
    return _listed(folder, as_at=as_at, place=place, on_the_scorecard=True)


def every_curve(folder: str | PathLike[str], *, as_at: date, place: str = "") -> pl.DataFrame:
    """The same of every curve there are figures for."""
    return _listed(folder, as_at=as_at, place=place, on_the_scorecard=False)


def _listed(folder: str | PathLike[str], *, as_at: date, place: str, on_the_scorecard: bool) -> pl.DataFrame:
    from pathlib import Path

    import polars as pl

    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.listing import LISTED_COLUMNS, listed_curves
    from turncurve.desk.workspace import open_workspace

    rows = listed_curves(
        open_workspace(Path(folder)), asker=LOCAL_USER, as_at=as_at, place=place, on_the_scorecard=on_the_scorecard
    )
    kept: dict[str, list[object]] = {name: [row[name] for row in rows] for name in LISTED_COLUMNS}
    said = kept["value"]
    kept["value"] = [None if isinstance(value, str) else value for value in said]
    kept["code"] = [value if isinstance(value, str) else "" for value in said]
    numbers = dict.fromkeys(("value", "numerator", "denominator"), pl.Float64)
    return pl.DataFrame(kept, schema_overrides=numbers | {"earliest": pl.Date, "reason": pl.String}, strict=False)


def curve(
    folder: str | PathLike[str], *, measure: str, as_at: date, place: str = "", split: str = "", every: str = ""
) -> pl.DataFrame:
    """One curve, or the parts of its split, point by point: place, part, period, ends, value, counts and code.

    `every` is month, quarter or year; `split` is locality, age_band or unaccompanied. Raises Problem that says what
    may be asked for where the measure, place, split or period is not there.
    """
    from pathlib import Path

    import polars as pl

    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.listing import curve_rows
    from turncurve.desk.rows import POINT_COLUMNS
    from turncurve.desk.workspace import open_workspace

    answer = curve_rows(
        open_workspace(Path(folder)),
        asker=LOCAL_USER,
        as_at=as_at,
        measure=measure,
        place=place,
        split=split,
        every=every,
    )
    columns = {name: [row[name] for row in answer.rows] for name in POINT_COLUMNS}
    columns["ends"] = [date.fromisoformat(str(ends)) for ends in columns["ends"]]
    numbers = dict.fromkeys(("value", "numerator", "denominator"), pl.Float64)
    return pl.DataFrame(columns, schema_overrides=numbers | {"ends": pl.Date}, strict=False)


def problems(folder: str | PathLike[str]) -> pl.DataFrame:
    """What was wrong with what arrived, one row each: file, row, field, found, expected, what_to_do, rule, set_aside.

    `found` may hold a value from a return: keep it where the return may be kept. Raises Problem as `scorecard` does.
    """
    from dataclasses import asdict
    from pathlib import Path

    import polars as pl

    from turncurve.desk.asker import LOCAL_USER
    from turncurve.desk.checking import checks
    from turncurve.desk.workspace import open_workspace

    texts = dict.fromkeys(("file", "field", "found", "expected", "to_fix", "rule"), pl.String)
    order = ("file", "row", "field", "found", "expected", "to_fix", "rule", "set_aside")
    shape = {"row": pl.Int64, "set_aside": pl.Boolean} | texts
    found = checks(open_workspace(Path(folder)), asker=LOCAL_USER).problems
    rows = pl.DataFrame([asdict(one) for one in found], schema={name: shape[name] for name in order})
    return rows.rename({"to_fix": "what_to_do"})
