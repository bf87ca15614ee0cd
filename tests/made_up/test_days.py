"""Working days and bank holidays, against GOV.UK's list where we have it and against a slow count."""

import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.support.shared import SHARED, needs_shared

from turncurve.made_up.days import a_year_later, bank_holidays, working_days_between, working_days_later, year_ending

DAYS = st.dates(min_value=date(2008, 1, 1), max_value=date(2028, 12, 31))


@needs_shared
def test_bank_holidays_are_those_govuk_lists():
    listed = json.loads((SHARED / "data/calendar/bank-holidays.json").read_text(encoding="utf-8"))
    official = {date.fromisoformat(event["date"]) for event in listed["england-and-wales"]["events"]}
    years = {day.year for day in official if day.year <= 2026}
    assert len(years) > 3
    for year in years:
        whole = {day for day in official if day.year == year}
        assert bank_holidays(year) == whole


@given(day=DAYS, number=st.integers(1, 90))
def test_working_days_later_and_between_agree_with_a_slow_count(day, number):
    left, slow = number, day
    while left:
        slow += timedelta(days=1)
        left -= slow.weekday() < 5 and slow not in bank_holidays(slow.year)
    assert date.fromordinal(working_days_later(day.toordinal(), number)) == slow
    assert working_days_between(day.toordinal(), slow.toordinal()) == number


@given(day=DAYS)
def test_years_end_on_31_march(day):
    year = year_ending(day.toordinal())
    assert date(year - 1, 4, 1) <= day <= date(year, 3, 31)


def test_a_year_after_29_february_is_28_february():
    assert date.fromordinal(a_year_later(date(2024, 2, 29).toordinal())) == date(2025, 2, 28)
