"""Periods of time as councils write them: 2024 or 2023/24 (year ending 31 March), 2024Q1, 2024-03, or a date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from turncurve.words.problems import Problem

Every = Literal["month", "quarter", "year"]
MONTHS_IN: dict[Every, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Period:
    """One month, calendar quarter, or year ending 31 March. `ends` is its last day."""

    starts: date
    ends: date
    every: Every

    @property
    def written(self) -> str:
        """How the period is written: 2024-03, 2024Q1, or 2024 for the year ending 31 March 2024."""
        if self.every == "month":
            return f"{self.ends:%Y-%m}"
        if self.every == "quarter":
            return f"{self.ends.year}Q{(self.ends.month + 2) // 3}"
        return str(self.ends.year)

    @property
    def said(self) -> str:
        """How the period is said to a reader: March 2024, January to March 2024, year to 31 March 2024."""
        if self.every == "month":
            return f"{self.ends:%B %Y}"
        if self.every == "quarter":
            return f"{self.starts:%B} to {self.ends:%B %Y}"
        return f"year to 31 March {self.ends.year}"


def day_said(day: date) -> str:
    """A day as it is said: 31 March 2024. (strftime's own way of leaving out a zero differs on Windows.)"""
    return f"{day.day} {day:%B %Y}"


def years_said(years: Sequence[int]) -> str:
    """Years ending 31 March as they are said, oldest first: runs of three or more together.

    >>> years_said([2019, 2020, 2021]), years_said([2017, 2019]), years_said([2024])
    ('2019 to 2021', '2017 and 2019', '2024')
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    said = [
        part for run in runs for part in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(year) for year in run])
    ]
    return " and ".join(part for part in (", ".join(said[:-1]), said[-1]) if part) if said else ""


def year_ending_march(day: date) -> int:
    """The year (ending 31 March) that holds the day.

    >>> year_ending_march(date(2024, 3, 31)), year_ending_march(date(2024, 4, 1))
    (2024, 2025)
    """
    return day.year + (1 if day.month >= 4 else 0)


def months_later(day: date, *, months: int) -> date:
    """The same day of the month some months on (or back), or that month's last day where it is shorter.

    >>> months_later(date(2024, 1, 31), months=1)
    datetime.date(2024, 2, 29)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - timedelta(days=1)).day))


def periods(*, every: Every, first: date, last: date) -> Iterator[Period]:
    """The whole periods that lie inside first..last (both included), oldest first."""
    months = MONTHS_IN[every]
    anchor = 4 if every == "year" else 1
    start = date(first.year - 1, anchor, 1)
    while start < first:
        start = months_later(start, months=months)
    while (end := months_later(start, months=months) - timedelta(days=1)) <= last:
        yield Period(starts=start, ends=end, every=every)
        start = end + timedelta(days=1)


def period_of(day: date, *, every: Every) -> Period:
    """The period that holds the day."""
    months = MONTHS_IN[every]
    anchor = 3 if every == "year" else 0
    index = day.year * 12 + day.month - 1
    start_index = index - (index - anchor) % months
    start = date(start_index // 12, start_index % 12 + 1, 1)
    return Period(starts=start, ends=months_later(start, months=months) - timedelta(days=1), every=every)


def read_period(written: str) -> Period:
    """The period a person wrote. Raises Problem for anything else.

    >>> read_period("2023/24").written, read_period("2024Q1").said, read_period("2024-03").said
    ('2024', 'January to March 2024', 'March 2024')
    """
    text = written.strip()
    if found := re.fullmatch(r"(\d{4})[/-](\d{2})", text):
        first, second = int(found[1]), int(found[2])
        if second == (first + 1) % 100 and (second > 12 or "/" in text):
            return period_of(date(first + 1, 3, 31), every="year")
        if "-" in text and 1 <= second <= 12:
            return period_of(date(first, second, 1), every="month")
    if found := re.fullmatch(r"(\d{4})Q([1-4])", text):
        return period_of(date(int(found[1]), int(found[2]) * 3, 1), every="quarter")
    if re.fullmatch(r"\d{4}", text):
        return period_of(date(int(text), 3, 31), every="year")
    raise Problem(
        f"'{written}' is not a period.",
        to_fix="Write 2024 or 2023/24 for the year ending 31 March 2024, 2024Q1 for a quarter, or 2024-03 for a month.",
    )


def read_day(written: str) -> date:
    """The day a person wrote as YYYY-MM-DD. Raises Problem for anything else."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Problem(
            f"'{written}' is not a date.", to_fix="Write the day as YYYY-MM-DD, for example 2026-03-31."
        ) from None
