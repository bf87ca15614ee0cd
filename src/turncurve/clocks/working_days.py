"""Working days: not a Saturday, a Sunday or a bank holiday in England and Wales."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

_SATURDAY = 5


def working_days_so_far(*, first: date, last: date, bank_holidays: Collection[date]) -> Iterator[tuple[date, int]]:
    """Each day from first to last (both included) with the number of working days from first up to and with it."""
    so_far, day = 0, first
    while day <= last:
        so_far += day.weekday() < _SATURDAY and day not in bank_holidays
        yield day, so_far
        day += timedelta(days=1)


def working_days_between(began: date, ended: date, *, bank_holidays: Collection[date]) -> int:
    """Working days after the day of the event (day 0) up to and with the day it ended; negative when it ended before.

    Source: children in need census guide (the day of the event is day 0).

    >>> working_days_between(date(2024, 3, 28), date(2024, 4, 2), bank_holidays={date(2024, 3, 29), date(2024, 4, 1)})
    1
    """
    if ended < began:
        return -working_days_between(ended, began, bank_holidays=bank_holidays)
    days = (began + timedelta(days=n) for n in range(1, (ended - began).days + 1))
    return sum(day.weekday() < _SATURDAY and day not in bank_holidays for day in days)
