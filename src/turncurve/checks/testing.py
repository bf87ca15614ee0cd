"""The small language of checks, compiled to Polars."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

import polars as pl

from turncurve.checks.reported import Reported
from turncurve.definitions.checks import Beside, Check
from turncurve.definitions.conditions import Condition, Either, Test
from turncurve.tables.reported import REPORTED

NUMBERED: Final = "nth"
DAYS: Final = ("year_starts", "year_ends", "history_starts", "history_ends")
_LEAP_DAY: Final = (2, 29)
# Source: the Department for Education's guide to unique pupil numbers; characters 2 to 13 weigh 2 to 13. A temporary
# number ends in a letter, which counts by its place in the same alphabet.
_CHECK_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_LENGTH: Final = 13


def passes(conditions: Iterable[Condition]) -> pl.Expr:
    """True where every condition is; what cannot be told for want of a value is not true."""
    passed = pl.lit(value=True)
    for condition in conditions:
        passed &= _either(condition) if isinstance(condition, Either) else _test(condition)
    return passed


def _either(condition: Either) -> pl.Expr:
    return pl.any_horizontal(passes(group) for group in condition.either)


def _test(test: Test) -> pl.Expr:
    column = pl.col(test.column)
    if test.known is not None:
        return column.is_not_null() if test.known else column.is_null()
    if test.other:
        found = _compared(column, _moved(test), test)
    elif test.is_ is not None:
        found = column == pl.lit(test.is_)
    elif test.one_of is not None:
        found = column.is_in(test.one_of)
    elif test.none_of is not None:
        found = ~column.is_in(test.none_of)
    elif test.above is not None:
        found = column > test.above
    elif test.check_letter_right is not None:
        found = _check_letter_right(column) == test.check_letter_right
    elif test.matches is not None:
        found = column.str.contains(f"^(?:{test.matches})$")
    else:
        found = ~column.str.contains(f"^(?:{test.matches_not})$")
    return found.fill_null(value=False)


def _check_letter_right(column: pl.Expr) -> pl.Expr:
    """Whether the first letter of a unique pupil number is what its other characters give; blank where it is none."""
    counted = [_counts_as(column.str.slice(at, 1)) * (at + 1) for at in range(1, _UPN_LENGTH)]
    return _counts_as(column.str.slice(0, 1)) == pl.sum_horizontal(counted, ignore_nulls=False) % len(_CHECK_LETTERS)


def _counts_as(character: pl.Expr) -> pl.Expr:
    counts = {str(digit): digit for digit in range(10)} | {one: at for at, one in enumerate(_CHECK_LETTERS)}
    return character.replace_strict(counts, default=None, return_dtype=pl.Int64)


def _compared(column: pl.Expr, other: pl.Expr, test: Test) -> pl.Expr:
    if test.same_as:
        return column == other
    if test.not_same_as:
        return column != other
    if test.before or test.less_than:
        return column < other
    if test.on_or_before:
        return column <= other
    return column > other if test.after else column >= other


def _moved(test: Test) -> pl.Expr:
    """The other column, moved by `plus`. A child born on 29 February comes of age on 1 March."""
    other = pl.col(test.other)
    if test.plus is None:
        return other
    if isinstance(test.plus, int):
        return other + test.plus
    moved = other.dt.offset_by(test.plus)
    if not re.fullmatch(r"\d+y", test.plus):
        return moved
    leap = (other.dt.month() == _LEAP_DAY[0]) & (other.dt.day() == _LEAP_DAY[1]) & (moved.dt.day() != _LEAP_DAY[1])
    return pl.when(leap).then(moved.dt.offset_by("1d")).otherwise(moved)


def tested(check: Check, reported: Reported, *, years: Iterable[int]) -> pl.DataFrame:
    """The rows a check is about, of the years it can speak of, with every column its tests read."""
    order = check.in_order
    every = reported.in_order(check.table, by=(*order.within, *order.by)) if order else reported.rows(check.table)
    rows = every.select(_wanted(check, every.columns)).filter(pl.col("year").is_in(list(years)))
    rows = with_days(rows, arrived=_years_behind(check, reported), read=check.columns)
    if order is not None:
        rows = _with_neighbours(rows, check, within=order.within)
    if check.child:
        rows = _with_child(rows, check, reported)
    return rows.filter(passes(check.of_rows))


def found(check: Check, rows: pl.DataFrame, reported: Reported) -> pl.DataFrame:
    """Of the rows tested, those that the check finds, in the order they were reported."""
    kept = rows.filter(passes(check.where))
    if check.beside is not None:
        kept = kept.join(_beside(kept, check.beside, reported), on=NUMBERED, how="semi")
    for one in check.with_none:
        kept = kept.join(_beside(kept, one, reported), on=NUMBERED, how="anti")
    return kept.sort(NUMBERED)


def _wanted(check: Check, columns: Iterable[str]) -> list[str]:
    """Those of a table's columns that the check reads, or by which its rows are told apart and put beside others."""
    read = {name.removeprefix("before_").removeprefix("next_") for name in check.columns} | check.columns
    told_by = {NUMBERED, "file", "row", "year", "person_id", *(check.in_order.within if check.in_order else ())}
    beside = {name for one in (check.beside, *check.with_none) if one is not None for name in one.same}
    return [name for name in columns if name in read | told_by | beside]


def _years_behind(check: Check, reported: Reported) -> frozenset[int]:
    """The years for which the check's table arrived; for a list of no year, those of the returns beside it."""
    if REPORTED[check.table].yearly:
        return reported.arrived(check.table)
    return frozenset().union(*(reported.arrived(name) for name in check.tables if REPORTED[name].yearly))


def with_days(rows: pl.DataFrame, *, arrived: Iterable[int], read: Collection[str] = DAYS) -> pl.DataFrame:
    """Of the first and last day of each row's year, the first day of the first year that arrived and the last of the
    last, those read."""
    years = [year for year in arrived if year]
    # A list of no year has the year 0, which no calendar has.
    year = pl.when(pl.col("year") > 0).then("year")
    starts = pl.lit(date(min(years) - 1, 4, 1) if years else None, dtype=pl.Date)
    ends = pl.lit(date(max(years), 3, 31) if years else None, dtype=pl.Date)
    days = dict(zip(DAYS, (pl.date(year - 1, 4, 1), pl.date(year, 3, 31), starts, ends), strict=True))
    return rows.with_columns(day.alias(name) for name, day in days.items() if name in read)


def _with_neighbours(in_order: pl.DataFrame, check: Check, *, within: Iterable[str]) -> pl.DataFrame:
    """The row before and the row after in the check's order, as `before_…` and `next_…`."""
    read = [name for name in in_order.columns if {f"before_{name}", f"next_{name}"} & check.columns]
    both = {"before": 1, "next": -1}
    beside = {
        said: pl.all_horizontal(pl.col(one).eq_missing(pl.col(one).shift(n)) for one in within)
        for said, n in both.items()
    }
    return in_order.with_columns(
        pl.when(beside[said]).then(pl.col(name).shift(n)).alias(f"{said}_{name}")
        for said, n in both.items()
        for name in read
    )


def _with_child(rows: pl.DataFrame, check: Check, reported: Reported) -> pl.DataFrame:
    """The columns of the child's row in the same year, as `child_…`."""
    same = ["person_id", "year"]
    children = reported.one_a_child(check.child)
    read = [name for name in children.columns if name not in same and f"child_{name}" in check.columns]
    named = children.select(*same, pl.col(read).name.prefix("child_"))
    return rows.join(named, on=same, how="left", maintain_order="left")


def _beside(rows: pl.DataFrame, beside: Beside, reported: Reported) -> pl.DataFrame:
    """The numbers of the rows that have such another row beside them."""
    others = reported.rows(beside.table).select(pl.all().name.prefix("other_"))
    same = list(beside.same)
    joined = rows.lazy().join(others.lazy(), left_on=same, right_on=[f"other_{name}" for name in same], coalesce=False)
    return joined.filter(passes(beside.where)).select(NUMBERED).unique().collect()
