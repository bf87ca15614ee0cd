"""Do a file's dates agree with the year its folder or name says, and with each other?"""

from collections.abc import Sequence
from typing import Final

import polars as pl

from turncurve.returns.csv_pieces import LINE
from turncurve.returns.ssda903.columns import NTH, YEAR
from turncurve.returns.ssda903.files import FileRead
from turncurve.returns.years import dates_of_another_year, year_said, years_named

_LIES_IN: Final = "\x00lies in"


def say_of_both_ways(read: FileRead) -> None:
    """Say it where a file writes some dates as yyyy-mm-dd and others as dd/mm/yyyy."""
    if read.iso and read.otherwise:
        read.whole(
            found=f"{read.iso} of {read.rows_in} rows with dates as yyyy-mm-dd, the others as dd/mm/yyyy",
            expected="one way of writing dates",
            to_fix="Both were read; check that day and month were not changed about on export.",
            rule="mixed-dates",
        )


def say_of_years(rows: pl.DataFrame, *, reads: Sequence[FileRead]) -> None:
    """Say it where a file's name and the dates of its rows disagree, or its path names two years.

    `rows` are those of one module of which each row must touch its year.
    """
    lies_in = rows.select(NTH, LINE, _elsewhere(rows.columns).alias(_LIES_IN)).drop_nulls(_LIES_IN)
    outside: dict[int, dict[int, int]] = {}
    for nth, year, times in lies_in.group_by(NTH, _LIES_IN).len().sort(NTH, _LIES_IN).iter_rows():
        outside.setdefault(nth, {})[year] = times
    first = dict(lies_in.group_by(NTH).agg(pl.col(LINE).min()).iter_rows())
    in_file = dict(rows.group_by(NTH).len().iter_rows())
    for nth in sorted(in_file):
        read = reads[nth]
        if read.says_years_by_row or read.year is None:
            continue
        named = years_named(read.path)
        if len(named) > 1:
            read.whole(
                found=f"a path that names {' and '.join(year_said(one) for one in named)}",
                expected="one year",
                to_fix=(
                    f"It was read as the return of {year_said(named[0])}. Name the folder and the file for one year."
                ),
                rule="two-years-named",
            )
        if nth in outside:
            read.problems.append(
                dates_of_another_year(
                    read.file.name,
                    year=read.year,
                    named_by=read.year_named_by,
                    rows=in_file[nth],
                    outside=outside[nth],
                    first_row=first[nth],
                )
            )


def _elsewhere(columns: Sequence[str]) -> pl.Expr:
    """The year ending 31 March a row lies in, where no day of it lies in the year it is reported for; else nothing."""
    began = pl.col("began") if "began" in columns else pl.col("date_of_review")
    ended = pl.col("ended") if "began" in columns else began
    return (
        pl.when(began > pl.date(pl.col(YEAR), 3, 31))
        .then(_year_ending(began))
        .when(ended < pl.date(pl.col(YEAR) - 1, 4, 1))
        .then(_year_ending(ended))
    )


def _year_ending(day: pl.Expr) -> pl.Expr:
    return day.dt.year() + (day.dt.month() > 3)
