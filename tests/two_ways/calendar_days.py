"""Days, months, ages, working days and periods, counted out plainly."""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.two_ways.bank_holidays import BANK_HOLIDAYS

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    written: str
    first: date
    last: date


def whole_periods(*, every: str, first: date, last: date) -> list[Period]:
    """Each whole month, calendar quarter or year ending 31 March from the first day to the last (both included)."""
    found: list[Period] = []
    for year in range(first.year, last.year + 1):
        if every == "year":
            found.append(Period(str(year), date(year - 1, 4, 1), date(year, 3, 31)))
        elif every == "quarter":
            found.append(Period(f"{year}Q1", date(year, 1, 1), date(year, 3, 31)))
            found.append(Period(f"{year}Q2", date(year, 4, 1), date(year, 6, 30)))
            found.append(Period(f"{year}Q3", date(year, 7, 1), date(year, 9, 30)))
            found.append(Period(f"{year}Q4", date(year, 10, 1), date(year, 12, 31)))
        else:
            for month in range(1, 13):
                next_month = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
                found.append(Period(f"{year}-{month:02d}", date(year, month, 1), next_month - ONE_DAY))
    return [period for period in found if first <= period.first and period.last <= last]


def year_ending_march(day: date) -> int:
    return day.year if day <= date(day.year, 3, 31) else day.year + 1


def years_later(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 28 February where there is none."""
    try:
        return date(day.year + years, day.month, day.day)
    except ValueError:
        return date(day.year + years, 2, 28)


def months_later(day: date, months: int) -> date:
    """The same day some months on, or back; the last of the month where the month is too short."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def month_end_later(day: date, months: int) -> date:
    """The last day of the month so many months after the one whose last day this is."""
    return months_later(day + ONE_DAY, months) - ONE_DAY


def age_on(day: date, *, born: date) -> int:
    """Whole years: one fewer when this year's birthday is still to come."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year if had_birthday else day.year - born.year - 1


def working_days_between(first: date, last: date) -> int:
    """How many working days after `first`, up to and including `last`. The first day is day 0."""
    counted = 0
    day = first
    while day < last:
        day += ONE_DAY
        if day.weekday() < 5 and day not in BANK_HOLIDAYS:
            counted += 1
    return counted
