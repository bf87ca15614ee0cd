"""The plain loop gives, on a council drawn by hand, the counts worked out by hand."""

from datetime import date
from pathlib import Path

import pytest
from tests.two_ways.calendar_days import age_on, whole_periods, working_days_between, years_later
from tests.two_ways.plainly import Counts, count
from tests.two_ways.tiny_council import ENDED_THE_DAY_IT_BEGAN, write_tiny_council


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_council(tmp_path_factory.mktemp("tiny"))


NONE = (0, 0)

# measure, every, split, {(period, part): (numerator, denominator)}
WHOLE_ANSWERS = [
    # 2022 ann, gus, hal; 2023 dee, gus, hal, ian; 2024 ann, dee, gus, hal, ian. Cat and (in 2022) dee unaccompanied.
    ("care_rate", "year", "", {("2022", "all"): (3, 1500), ("2023", "all"): (4, 1510), ("2024", "all"): (5, 1520)}),
    (
        "care_rate",
        "year",
        "unaccompanied",
        {
            ("2022", "all"): (4, 1500),
            ("2022", "unaccompanied"): (1, 1500),
            ("2022", "not unaccompanied"): (3, 1500),
            ("2023", "all"): (5, 1510),
            ("2023", "unaccompanied"): (1, 1510),
            ("2023", "not unaccompanied"): (4, 1510),
            ("2024", "all"): (6, 1520),
            ("2024", "unaccompanied"): (1, 1520),
            ("2024", "not unaccompanied"): (5, 1520),
        },
    ),
    # Dee moved from Northway to Southway on 31 March 2023; nobody knows where ian lives, nor how many children do.
    (
        "care_rate",
        "year",
        "locality",
        {
            ("2022", "Northway"): (2, 1000),
            ("2022", "Southway"): (1, 500),
            ("2022", "Locality not known"): (0, None),
            ("2023", "Northway"): (1, 1010),
            ("2023", "Southway"): (2, 500),
            ("2023", "Locality not known"): (1, None),
            ("2024", "Northway"): (2, 1020),
            ("2024", "Southway"): (2, 500),
            ("2024", "Locality not known"): (1, None),
        },
    ),
    # 2022 gus, hal; 2023 ben, fay (twice), ian (twice); 2024 ben, ann.
    ("starts_rate", "year", "", {("2022", "all"): (2, 1500), ("2023", "all"): (3, 1510), ("2024", "all"): (2, 1520)}),
    # 2023 quin, wes (vic's ended that day); 2024 wes, uma.
    (
        "protection_plan_rate",
        "year",
        "",
        {("2022", "all"): (0, 1500), ("2023", "all"): (2, 1510), ("2024", "all"): (2, 1520)},
    ),
    # 2023 vic, quin (second), wes, wes (second); 2024 uma.
    ("second_plans", "year", "", {("2022", "all"): NONE, ("2023", "all"): (2, 4), ("2024", "all"): (0, 1)}),
    # 2022 has no year before it. 2023 pat (again), quin, vic, wes; 2024 pat, uma.
    ("re_referrals", "year", "", {("2023", "all"): (1, 4), ("2024", "all"): (0, 2)}),
    # 2023 quin in time twice, wes late; 2024 vic late.
    ("assessments_in_45_days", "year", "", {("2022", "all"): NONE, ("2023", "all"): (2, 3), ("2024", "all"): (0, 1)}),
    # 2023 vic in time, quin late; 2024 pat in time. Wes moved in with a plan.
    ("conferences_in_15_days", "year", "", {("2022", "all"): NONE, ("2023", "all"): (1, 2), ("2024", "all"): (1, 1)}),
    # 2022 ann, dee, gus, hal; 2023 cat, dee, gus (three), hal, ian (three); 2024 ann, cat, dee, gus, hal, ian.
    (
        "three_or_more_placements",
        "year",
        "",
        {("2022", "all"): (0, 4), ("2023", "all"): (2, 5), ("2024", "all"): (0, 6)},
    ),
    (
        "care_leavers_suitable_accommodation",
        "year",
        "unaccompanied",
        {
            ("2022", "all"): NONE,
            ("2022", "unaccompanied"): NONE,
            ("2022", "not unaccompanied"): NONE,
            ("2023", "all"): (1, 3),  # jan suitably; kit and oli not
            ("2023", "unaccompanied"): (0, 1),
            ("2023", "not unaccompanied"): (1, 2),
            ("2024", "all"): (1, 1),
            ("2024", "unaccompanied"): NONE,
            ("2024", "not unaccompanied"): (1, 1),
        },
    ),
    # 2024 has no year after it. 2023 ann (back), ben (a day too late).
    ("back_in_care_within_a_year", "year", "", {("2022", "all"): NONE, ("2023", "all"): (1, 2)}),
]


@pytest.mark.parametrize(("measure", "every", "split", "by_hand"), WHOLE_ANSWERS)
def test_a_count_is_the_one_worked_out_by_hand(tiny: Path, measure: str, every: str, split: str, by_hand: Counts):
    assert count(tiny, measure, every, split) == by_hand


# measure, every, split, and some of its counts
SOME_ANSWERS = [
    ("starts_rate", "quarter", "", {("2022Q2", "all"): (2, 1510), ("2022Q3", "all"): (1, 1510)}),  # ben, ian; fay
    ("starts_rate", "quarter", "", {("2022Q1", "all"): (2, 1500), ("2022Q4", "all"): (1, 1510)}),  # gus, hal; ian
    (
        "starts_rate",
        "year",
        "age_band",
        {("2023", "under 1"): (1, 1510), ("2023", "1 to 4"): (2, 1510)},
    ),  # fay; fay, ian
    ("starts_rate", "year", "unaccompanied", {("2022", "unaccompanied"): (2, 1500), ("2023", "all"): (4, 1510)}),
    # On 31 March 2023 hal is five that day, ian five the next; gus 11, dee 16.
    ("care_rate", "year", "age_band", {("2023", "1 to 4"): (1, 1510), ("2023", "5 to 9"): (1, 1510)}),
    ("care_rate", "year", "age_band", {("2023", "10 to 15"): (1, 1510), ("2023", "16 and over"): (1, 1510)}),
    (
        "care_rate",
        "month",
        "",
        {("2022-04", "all"): (3, 1510), ("2022-12", "all"): (4, 1510)},
    ),  # ann, gus, hal, and then ian
    ("protection_plan_rate", "month", "", {("2022-12", "all"): (1, 1510), ("2023-01", "all"): (2, 1510)}),
    ("second_plans", "year", "age_band", {("2023", "under 1"): (0, 1), ("2024", "age not known"): (0, 1)}),  # vic; uma
    ("second_plans", "year", "age_band", {("2022", "age not known"): NONE, ("2023", "10 to 15"): (2, 3)}),
    ("assessments_in_45_days", "quarter", "", {("2022Q3", "all"): (1, 1), ("2022Q4", "all"): (1, 2)}),
    ("re_referrals", "month", "", {("2022-05", "all"): (1, 1), ("2022-07", "all"): NONE}),
    ("three_or_more_placements", "year", "unaccompanied", {("2023", "unaccompanied"): (0, 1)}),  # cat
    ("back_in_care_within_a_year", "quarter", "", {("2022Q2", "all"): (0, 1), ("2023Q1", "all"): (1, 1)}),
]


@pytest.mark.parametrize(("measure", "every", "split", "by_hand"), SOME_ANSWERS)
def test_these_counts_are_those_worked_out_by_hand(tiny: Path, measure: str, every: str, split: str, by_hand: Counts):
    counted = count(tiny, measure, every, split)
    assert {key: counted[key] for key in by_hand} == by_hand


def test_a_measure_that_needs_a_year_before_or_after_shows_no_period_without_it(tiny: Path):
    assert min(count(tiny, "re_referrals", "month", ""))[0] == "2022-04"
    assert max(count(tiny, "back_in_care_within_a_year", "quarter", ""))[0] == "2023Q1"


def test_a_part_that_is_not_known_is_left_out_where_it_never_happens(tiny: Path):
    parts = {part for _, part in count(tiny, "care_rate", "year", "age_band")}
    assert parts == {"under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over"}


def test_a_placement_that_ended_the_day_it_began_is_no_placement_and_no_end_of_care(tmp_path: Path):
    folder = write_tiny_council(tmp_path, more_episodes=ENDED_THE_DAY_IT_BEGAN)
    assert count(folder, "three_or_more_placements", "year", "")["2023", "all"] == (2, 6)  # and sam below the line
    assert count(folder, "care_rate", "quarter", "")["2022Q3", "all"] == (5, 1510)  # ann, fay, gus, hal, sam


def test_the_clock_begins_on_day_nought_and_skips_weekends_and_bank_holidays():
    assert working_days_between(date(2022, 12, 23), date(2022, 12, 28)) == 1  # Friday to the first day after Christmas
    assert working_days_between(date(2024, 3, 28), date(2024, 3, 28)) == 0


def test_twelve_months_after_29_february_is_28_february():
    assert years_later(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_an_age_goes_up_on_the_birthday():
    assert [age_on(date(2023, 3, day), born=date(2018, 3, 31)) for day in (30, 31)] == [4, 5]


def test_only_whole_periods_inside_the_days_are_given():
    quarters = whole_periods(every="quarter", first=date(2022, 4, 2), last=date(2023, 3, 31))
    assert [quarter.written for quarter in quarters] == ["2022Q3", "2022Q4", "2023Q1"]
