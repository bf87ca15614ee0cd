"""Days as whole numbers (date.toordinal), working days, years ending 31 March, and how returns write a day."""

from bisect import bisect_left
from datetime import date, timedelta
from functools import cache

FIRST_YEAR, LAST_YEAR = 1985, 2045
ONE_OFF_HOLIDAYS = (
    date(2011, 4, 29),
    date(2012, 6, 5),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
)
MOVED_HOLIDAYS = {
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}


def easter_sunday(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus.

    >>> easter_sunday(2024), easter_sunday(2026)
    (datetime.date(2024, 3, 31), datetime.date(2026, 4, 5))
    """
    golden, century, of_century = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - epact - of_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7)


def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays in England, substitutes and one-offs included.

    >>> date(2026, 12, 28) in bank_holidays(2026), date(2020, 5, 4) in bank_holidays(2020)
    (True, False)
    """
    easter = easter_sunday(year)
    last_may = first_monday(year, 6) - timedelta(days=7)
    last_august = first_monday(year, 9) - timedelta(days=7)
    days = {easter - timedelta(days=2), easter + timedelta(days=1), first_monday(year, 5), last_may, last_august}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        kept = fixed
        while kept.weekday() >= 5 or kept in days:
            kept += timedelta(days=1)
        days.add(kept)
    days = {MOVED_HOLIDAYS.get(day, day) for day in days}
    return frozenset(days | {day for day in ONE_OFF_HOLIDAYS if day.year == year})


@cache
def working_days() -> tuple[int, ...]:
    """Every working day of the years we may touch, in order."""
    closed = {day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in bank_holidays(year)}
    first = date(FIRST_YEAR, 1, 1)
    every = (first + timedelta(days=n) for n in range((date(LAST_YEAR, 12, 31) - first).days))
    return tuple(day.toordinal() for day in every if day.weekday() < 5 and day not in closed)


def working_days_later(day: int, number: int) -> int:
    """The working day `number` working days after `day`, itself 0; for 0, the day or the next working one."""
    days = working_days()
    position = bisect_left(days, day)
    if number and days[position] != day:
        position -= 1  # a Saturday's first working day is Monday, as it would be for the Friday before
    return days[position + number]


def working_days_between(first: int, last: int) -> int:
    """How many working days after `first`, up to and including `last`."""
    days = working_days()
    return bisect_left(days, last + 1) - bisect_left(days, first + 1)


def year_ending(day: int) -> int:
    """The year (ending 31 March) that holds the day."""
    of = date.fromordinal(day)
    return of.year + (1 if of.month >= 4 else 0)


def first_day(year: int) -> int:
    """1 April of the year ending 31 March `year`."""
    return date(year - 1, 4, 1).toordinal()


def last_day(year: int) -> int:
    """31 March `year`."""
    return date(year, 3, 31).toordinal()


def birthday(born: int, age: int) -> int:
    """The day of the `age`th birthday (no invented child is born on 29 February)."""
    of = date.fromordinal(born)
    return of.replace(year=of.year + age).toordinal()


def age_on(born: int, day: int) -> int:
    """Age in whole years; -1 for a child not yet born."""
    then, now = date.fromordinal(born), date.fromordinal(day)
    return now.year - then.year - ((now.month, now.day) < (then.month, then.day))


def a_year_later(day: int) -> int:
    """The same day next year; 28 February after a 29 February."""
    of = date.fromordinal(day)
    return date(of.year + 1, of.month, min(of.day, 28) if of.month == 2 else of.day).toordinal()


@cache
def slashed(day: int) -> str:
    """As SSDA903 writes it: dd/mm/yyyy."""
    return f"{date.fromordinal(day):%d/%m/%Y}"


@cache
def iso(day: int) -> str:
    """As the CIN census writes it: yyyy-mm-dd."""
    return date.fromordinal(day).isoformat()


def written_year(year: int) -> str:
    """The folder or file name of a year ending 31 March.

    >>> written_year(2017)
    '2016-17'
    """
    return f"{year - 1}-{year % 100:02d}"
