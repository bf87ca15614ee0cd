"""Series in a plain CSV, one row a period, from anywhere: read whole, every row used or set aside with its reason."""

import csv
import io
import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from turncurve.curves.series import Series
from turncurve.returns.encodings import as_text
from turncurve.returns.published.cells import CODES
from turncurve.words.measuring import Kind
from turncurve.words.periods import Every, Period, period_of, read_period
from turncurve.words.problems import Problem, RowProblem

_COLUMNS: Final = ("series", "period", "value")
_COUNTS: Final = ("numerator", "denominator")
# How far a percentage may stand from its numerator over its denominator and still be that, rounded.
_ROUNDED: Final = 0.6
# How many letters a date has: 2024-03-31.
_DATE: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a file gave: series by name, in the order they first stand in it; `group` of each where it has that column.

    `dated` are those whose periods were written as dates. `rows_in` is `rows_used` and those set aside, each of which
    is one of `problems`.
    """

    series: Mapping[str, Series]
    dated: frozenset[str]
    group: Mapping[str, str]
    rows_in: int
    rows_used: int
    problems: tuple[RowProblem, ...]


@dataclass(slots=True, kw_only=True)
class _Rows:
    group: str
    every: Every
    dated: bool
    at: dict[date, tuple[float | None, float | None, float | None]] = field(default_factory=dict)


class _Wrong(Exception):  # it never leaves this file
    """One row cannot be used."""

    def __init__(self, column: str, found: str, expected: str, rule: str) -> None:
        super().__init__(expected)
        self.column, self.found, self.expected, self.rule = column, found, expected, rule


def read_series(content: bytes, *, name: str, kind: Kind | None = None, grouped: bool = False) -> Given:
    """The series of a CSV with the columns series, period, value and, where known, numerator and denominator.

    A period is written 2024, 2023/24, 2024Q1, 2024-03 or as the date it ends on: how far apart the dates are says
    whether they are years, quarters or months. An empty value, or a publisher's code such as c, is missing and never 0.
    `kind` may be left out where every value is its numerator over its denominator as a percentage. `grouped` asks for a
    column `group` as well. Raises Problem where the file has no such columns, no row that can be used, or does not say
    what its values are.
    """
    reader = csv.reader(io.StringIO(as_text(content), newline=""))
    lines = _lines(reader, name=name)
    heading = [cell.strip().lower() for cell in next(lines, [])]
    needed = (*_COLUMNS, "group") if grouped else _COLUMNS
    if missing := [column for column in needed if column not in heading]:
        raise Problem(
            f"{name} has no column {' or '.join(missing)}: its first row is {', '.join(heading)[:80] or 'empty'}.",
            to_fix=f"Name the columns {','.join(needed)} and, where you know them, {','.join(_COUNTS)}.",
        )
    found: dict[str, _Rows] = {}
    problems: list[RowProblem] = []
    rows_in = 0
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        rows_in += 1
        try:
            _take(dict(zip(heading, (cell.strip() for cell in cells), strict=False)), into=found, kind=kind)
        except _Wrong as wrong:
            problems.append(
                RowProblem(
                    file=name, row=reader.line_num, field=wrong.column, found=wrong.found, expected=wrong.expected,
                    to_fix="Put the cell right and run it again.", rule=wrong.rule, set_aside=True,
                )
            )  # fmt: skip
    if not found:
        raise Problem(f"{name} has no row that can be used.", to_fix=_first_said(problems))
    kind = kind or _kind_told(found, name=name)
    return Given(
        series={one: _series(rows, kind=kind) for one, rows in found.items()},
        dated=frozenset(one for one, rows in found.items() if rows.dated),
        group={one: rows.group for one, rows in found.items()},
        rows_in=rows_in,
        rows_used=rows_in - len(problems),
        problems=tuple(problems),
    )


def _lines(reader: Iterator[list[str]], *, name: str) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as wrong:
        raise Problem(
            f"{name} cannot be read as a CSV: {wrong}.", to_fix="Look for an open quotation mark, and save it again."
        ) from wrong


def _first_said(problems: Sequence[RowProblem]) -> str:
    if not problems:
        return "Give it at least one row below its column names."
    one = problems[0]
    return f"Row {one.row}, {one.field}: found '{one.found}', expected {one.expected}."


def _take(row: Mapping[str, str], *, into: dict[str, _Rows], kind: Kind | None) -> None:
    name = row.get("series", "")
    if not name:
        raise _Wrong("series", "", "the series' name", "no-name")
    period = _period(row.get("period", ""))
    value = _number(row, "value")
    y, n = (_number(row, column) for column in _COUNTS)
    _check(value, y, n, row=row, kind=kind)
    dated = len(row["period"]) == _DATE
    rows = into.setdefault(name, _Rows(group=row.get("group", ""), every=period.every, dated=dated))
    if (period.every, dated) != (rows.every, rows.dated):
        raise _Wrong(
            "period",
            row["period"],
            f"a {'date' if rows.dated else rows.every}, as above in this series",
            "mixed-periods",
        )
    if period.ends in rows.at:
        raise _Wrong("period", row["period"], "each period of a series once", "period-twice")
    rows.at[period.ends] = (value, y, n)


def _period(written: str) -> Period:
    try:
        return period_of(date.fromisoformat(written), every="month") if len(written) == _DATE else read_period(written)
    except (Problem, ValueError):
        raise _Wrong("period", written, "2024, 2023/24, 2024Q1, 2024-03 or 2024-03-31", "not-a-period") from None


def _number(row: Mapping[str, str], column: str) -> float | None:
    written = row.get(column, "")
    if not written or written.lower() in CODES:
        return None
    try:
        number = float(written.replace(",", "").removesuffix("%"))
    except ValueError:
        number = float("nan")
    if not 0 <= number < float("inf"):
        raise _Wrong(column, written, "a number of 0 or more, or nothing where it is not known", "not-a-number")
    return number


def _check(value: float | None, y: float | None, n: float | None, *, row: Mapping[str, str], kind: Kind | None) -> None:
    if kind == "percent" and value is not None and value > 100:
        raise _Wrong("value", row["value"], "a percentage from 0 to 100", "not-a-percentage")
    if kind == "percent" and y is not None and n is not None and y > n:
        raise _Wrong("numerator", row["numerator"], "no more than the denominator", "more-than-all")
    if kind == "mean" and value == 0:
        raise _Wrong("value", row["value"], "a mean above 0", "mean-of-nothing")


def _kind_told(found: Mapping[str, _Rows], *, name: str) -> Kind:
    points = [point for rows in found.values() for point in rows.at.values()]
    whole = [(v, y, n) for v, y, n in points if v is not None and y is not None and n]
    none_above = all(v is None or v <= 100 for v, _, _ in points)
    if whole and none_above and all(y <= n and abs(v - 100 * y / n) <= _ROUNDED for v, y, n in whole):
        return "percent"
    raise Problem(
        f"{name} does not say what its values are.",
        to_fix="Add --kind percent, rate, count or mean.",
    )


def _series(rows: _Rows, *, kind: Kind) -> Series:
    ends = tuple(sorted(rows.at))
    value, y, n = (tuple(rows.at[end][i] for end in ends) for i in range(3))
    every = _apart(ends) if rows.dated else rows.every
    return Series(kind=kind, every=every, ends=ends, value=value, numerator=y, denominator=n, per=_per(rows, kind=kind))


def _apart(ends: Sequence[date]) -> Every:
    """Years, quarters or months: the longest of which all the dates are whole numbers apart."""
    months = math.gcd(*((b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(ends)))
    if months == 0:
        return "month"
    return "year" if months % 12 == 0 else "quarter" if months % 3 == 0 else "month"


def _per(rows: _Rows, *, kind: Kind) -> float:
    """Of how many a rate is (100, 1,000, 10,000): what its values are its numerators over its denominators times."""
    if kind != "rate":
        return 100.0
    said = [v * n / y for v, y, n in rows.at.values() if v and y and n]
    if not said:
        return 100.0
    middle = statistics.median(said)
    return min((10.0**power for power in range(8)), key=lambda per: abs(per / middle - 1))
