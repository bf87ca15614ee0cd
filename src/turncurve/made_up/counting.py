"""What is true of each year: counted from the history itself, not from what was written."""

from dataclasses import dataclass
from itertools import pairwise

from turncurve.made_up.days import a_year_later, first_day, last_day, working_days_between
from turncurve.made_up.history import History
from turncurve.made_up.people import Child, PeriodOfCare, TimeInNeed
from turncurve.made_up.population import children_of

HOME = {"E4A", "E4B"}
ADOPTED = {"E11", "E12"}
SPECIAL_GUARDIANSHIP = {"E43", "E44", "E45", "E46", "E47", "E48"}


@dataclass(slots=True)
class YearTruth:
    """True counts of the year ending 31 March. `going_home_back` is None until a year has passed for every child."""

    year: int
    children_0_to_17_mid_year_before: int = 0
    in_care: int = 0
    in_care_unaccompanied: int = 0
    children_starting_care: int = 0
    children_starting_care_unaccompanied: int = 0
    periods_of_care_starting: int = 0
    periods_of_care_ending: int = 0
    ended_at_18: int = 0
    adopted: int = 0
    special_guardianship: int = 0
    three_or_more_placements: int = 0
    three_or_more_placements_unaccompanied: int = 0
    going_home: int = 0
    going_home_back: int | None = 0
    contacts: int = 0
    referrals: int = 0
    re_referrals: int = 0
    referrals_no_further_action: int = 0
    children_in_need_open: int = 0
    assessments_completed: int = 0
    assessments_in_45_days: int = 0
    enquiries: int = 0
    conferences: int = 0
    conferences_in_15_days: int = 0
    plans_starting: int = 0
    plans_second_or_later: int = 0
    plans_ending: int = 0
    plans_open: int = 0
    care_leavers_19_to_21: int = 0
    care_leavers_suitable: int = 0


def true_counts(history: History, *, years: range) -> dict[int, YearTruth]:
    """The truth of each year asked for."""
    truth = {
        year: YearTruth(year, children_0_to_17_mid_year_before=children_of(history.areas, mid_year=year - 1))
        for year in years
    }
    last = last_day(years.stop - 1)
    days = {day: truth[year] for year in years for day in range(first_day(year), last_day(year) + 1)}
    for (calendar_year, month), number in history.contacts.items():
        year = calendar_year + (month >= 4)
        if year in truth:
            truth[year].contacts += number
    for child in history.children:
        count_need(child, days=days, truth=truth)
        if child.care:
            count_care(child, days=days, truth=truth, last=last)
    final = truth[years.stop - 1]
    final.going_home_back = None
    return truth


def count_need(child: Child, *, days: dict[int, YearTruth], truth: dict[int, YearTruth]) -> None:
    earlier: int | None = None
    plans = 0
    for time in child.times_in_need:
        if year := days.get(time.referred):
            year.referrals += 1
            year.referrals_no_further_action += time.no_further_action
            year.re_referrals += earlier is not None and time.referred <= a_year_later(earlier)
        earlier = time.referred
        count_timeliness(time, days=days)
        for plan in time.protection_plans:
            if year := days.get(plan.started):
                year.plans_starting += 1
                year.plans_second_or_later += plans > 0
            if year := days.get(plan.ended):
                year.plans_ending += 1
            plans += 1
        for number, year in truth.items():
            day = last_day(number)
            year.children_in_need_open += time.referred <= day < time.closed
            year.plans_open += any(plan.started <= day < plan.ended for plan in time.protection_plans)


def count_timeliness(time: TimeInNeed, *, days: dict[int, YearTruth]) -> None:
    for assessment in time.assessments:
        if year := days.get(assessment.authorised):
            year.assessments_completed += 1
            year.assessments_in_45_days += working_days_between(time.referred, assessment.authorised) <= 45
    for enquiry in time.enquiries:
        if year := days.get(enquiry.started):
            year.enquiries += 1
        if enquiry.conference and (year := days.get(enquiry.conference)):
            year.conferences += 1
            year.conferences_in_15_days += working_days_between(enquiry.started, enquiry.conference) <= 15


def count_care(child: Child, *, days: dict[int, YearTruth], truth: dict[int, YearTruth], last: int) -> None:
    counted = [period for period in child.care if not period.respite]
    started: set[int] = set()
    for period in counted:
        if year := days.get(period.started):
            year.periods_of_care_starting += 1
            if year.year not in started:
                year.children_starting_care += 1
                year.children_starting_care_unaccompanied += child.unaccompanied
            started.add(year.year)
        if year := days.get(period.ended):
            year.periods_of_care_ending += 1
            year.ended_at_18 += period.ended == child.eighteenth
            year.adopted += period.ended_because in ADOPTED
            year.special_guardianship += period.ended_because in SPECIAL_GUARDIANSHIP
            year.going_home += period.ended_because in HOME
    for before, after in pairwise(counted):
        back = before.ended_because in HOME and after.started <= min(a_year_later(before.ended), last)
        if back and (year := days.get(before.ended)):
            year.going_home_back = (year.going_home_back or 0) + 1
    count_at_year_end(child, counted=counted, truth=truth)
    for told in child.birthdays:
        year = days.get(told.day)
        asked = told.age >= 19 and told.in_touch != "DIED" and told.accommodation[0] not in "GH"
        if year and asked:
            year.care_leavers_19_to_21 += 1
            year.care_leavers_suitable += told.accommodation.endswith("1")


def count_at_year_end(child: Child, *, counted: list[PeriodOfCare], truth: dict[int, YearTruth]) -> None:
    """Children looked after on 31 March, and their homes in the year (one left on 1 April not among them)."""
    for number, year in truth.items():
        first, last = first_day(number), last_day(number)
        if child.in_care_on(last):
            year.in_care += 1
            year.in_care_unaccompanied += child.unaccompanied
            homes = sum(home.started <= last and home.ended > first for p in counted for home in p.placements)
            year.three_or_more_placements += homes >= 3
            year.three_or_more_placements_unaccompanied += homes >= 3 and child.unaccompanied
