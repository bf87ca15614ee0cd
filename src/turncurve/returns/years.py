"""The year a file reports: as its folder or name says, as its dates say, and the years that are not there."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from turncurve.words.periods import year_ending_march
from turncurve.words.problems import RowProblem

_PAIR = re.compile(r"(?<!\d)(20\d\d)[-_ ]?(?:20)?(\d\d)(?!\d)")
_SINGLE = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def year_said(year: int) -> str:
    """A year ending 31 March as councils say it.

    >>> year_said(2024)
    '2023/24'
    """
    return f"{year - 1}/{year % 100:02d}"


def first_day(year: int) -> date:
    """The 1 April on which a year ending 31 March begins."""
    return date(year - 1, 4, 1)


def last_day(year: int) -> date:
    """The 31 March on which it ends."""
    return date(year, 3, 31)


def years_named(path: str) -> tuple[int, ...]:
    """The years ending 31 March a path names, each once, the one to use first.

    The nearer the file the better, and a year written as two (2023-24) before one written as one (2024).

    >>> years_named("903/2022-23/episodes 2023_24.csv"), years_named("2022-23/episodes 2024.csv"), years_named("x.csv")
    ((2024, 2023), (2023,), ())
    """
    nearest_first = list(reversed(path.split("/")))
    pairs = [
        int(found[1]) + 1
        for part in nearest_first
        for found in _PAIR.finditer(part)
        if int(found[2]) == (int(found[1]) + 1) % 100
    ]
    singles = [int(found[1]) for part in nearest_first for found in _SINGLE.finditer(part)]
    return tuple(dict.fromkeys(pairs or singles[:1]))


def missing_years(years: Collection[int]) -> tuple[int, ...]:
    """The years between the first and the last that are not there.

    >>> missing_years({2020, 2023})
    (2021, 2022)
    """
    return tuple(year for year in range(min(years, default=0), max(years, default=0)) if year not in years)


def latest_year(days: Counter[date]) -> int | None:
    """The latest year ending 31 March that holds at least one date in a hundred; None where there are no dates.

    One date in a hundred, so that a slip of the pen (2203 for 2023) does not make the year.
    """
    in_year = Counter[int]()
    for day, times in days.items():
        in_year[year_ending_march(day)] += times
    return max((year for year, times in in_year.items() if times * 100 >= in_year.total()), default=None)


def dates_of_another_year(
    file: str, *, year: int, named_by: str, rows: int, outside: Mapping[int, int], first_row: int | None
) -> RowProblem:
    """The problem of a file that says it reports one year and holds rows that lie wholly in others.

    `outside` counts those rows by the year ending 31 March they lie in.
    """
    where = ", ".join(f"{year_said(one)} ({outside[one]})" for one in sorted(outside))
    total = sum(outside.values())
    return RowProblem(
        file=file,
        row=first_row,
        found=f"{year_said(year)} named by {named_by}, but {total} of {rows} rows lie wholly in other years: {where}",
        expected=f"rows that touch 1 April {year - 1} to 31 March {year}",
        to_fix=(
            f"It was read as the return of {year_said(year)}, as {named_by} says. If that is wrong, put the file "
            "under the right year and load it again; if the rows are wrong, correct them."
        ),
        rule="dates-of-another-year",
    )


def year_missing(what: str, *, year: int, rows_missing: str) -> RowProblem:
    """The problem of a year for which a return is not there, though there are returns around it."""
    return RowProblem(
        file=what,
        found=f"no {rows_missing} for {year_said(year)}",
        expected="a return for every year from the first to the last",
        to_fix=(
            f"Load the return of {year_said(year)}. Until then what was open before it, and is not reported after it, "
            "is closed where it was last seen, and figures within the year are not to be trusted."
        ),
        rule="year-missing",
    )
