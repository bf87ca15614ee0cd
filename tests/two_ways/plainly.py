"""Every measure, counted by a plain loop over the returns: slow, obvious, and sharing nothing with the query."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path

from tests.two_ways import children_in_care as care
from tests.two_ways import help_and_protection as need
from tests.two_ways import leavers_and_workers as after
from tests.two_ways.calendar_days import Period, age_on, month_end_later, months_later, whole_periods, year_ending_march
from tests.two_ways.happened import Amount, Event, Lasting, lasts_on
from tests.two_ways.reading import Council, day_of, read, the_day

Counts = dict[tuple[str, str], tuple[int, int | None]]  # {(period, part): (numerator, denominator)}

AGE_BANDS = ("under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over")
UNACCOMPANIED = ("all", "unaccompanied", "not unaccompanied")
AGE_NOT_KNOWN = "age not known"
LOCALITY_NOT_KNOWN = "Locality not known"

# What each measure counts. Rates of children are of distinct ones, per child living here.
RATES_OF_CHILDREN: dict[str, Callable[[Council], list[Lasting] | list[Event]]] = {
    "care_rate": care.in_care,
    "starts_rate": care.starts_in_care,
    "unaccompanied_care_rate": care.in_care,
    "ceasing_rate": care.left_because,
    "protection_plan_rate": need.on_a_plan,
    "need_rate": need.in_need,
}
RATES_OF_ROWS: dict[str, Callable[[Council], list[Event]]] = {
    "referral_rate": need.referrals,
    "enquiry_rate": need.enquiries,
    "plan_starts_rate": need.plans_starting,
}
RATES = RATES_OF_CHILDREN | RATES_OF_ROWS
PERCENTS_OF_ROWS: dict[str, Callable[[Council], list[Event]]] = {
    "second_plans": need.plans_starting,
    "second_plans_within_2_years": need.plans_soon_after_another,
    "plans_ended_after_2_years": need.plans_ended,
    "re_referrals": need.referrals,
    "referrals_no_further_action": need.referrals_and_nothing_done,
    "assessments_in_45_days": need.assessments_finished,
    "conferences_in_15_days": need.conferences,
    "three_or_more_placements": care.in_care_at_year_end,
    "health_assessments": partial(care.in_health_module, flag="HEALTH_ASSESSMENT"),
    "dental_checks": partial(care.in_health_module, flag="TEETH_CHECK"),
    "immunisations": partial(care.in_health_module, flag="IMMUNISATIONS"),
    "convicted_in_care": partial(care.in_health_module, flag="CONVICTED", from_age=10),
    "feelings_asked_about": partial(care.in_health_module, flag="SDQ_SCORE", from_age=4, to_age=16),
    "missing_from_care": care.in_care_in_the_year,
    "unplanned_returns_home": care.returns_home,
    "back_in_care_within_a_year": care.going_home,
    "staying_put": care.left_foster_home_at_18,
    "care_leavers_suitable_accommodation": partial(after.suitably_housed, ages=(19, 20, 21)),
    "care_leavers_17_18_suitable_accommodation": partial(after.suitably_housed, ages=(17, 18)),
    "care_leavers_working_or_learning": partial(after.working_or_learning, ages=(19, 20, 21)),
    "care_leavers_17_18_working_or_learning": partial(after.working_or_learning, ages=(17, 18)),
    "care_leavers_not_in_touch": after.not_in_touch,
    "three_or_more_workers": after.many_workers,
    "same_lead_into_care": after.same_lead_into_care,
    "same_lead_onto_plan": after.same_lead_onto_plan,
}
PERCENTS_OF_CHILDREN: dict[str, Callable[[Council], list[Event]]] = {
    "went_home": lambda council: care.left_because(council, "E4A", "E4B"),
    "adopted": lambda council: care.left_because(council, "E11", "E12"),
    "special_guardianship": lambda council: care.left_because(council, "E43", "E44", "E45", "E46", "E47", "E48"),
    "left_within_six_months": care.left_within_six_months,
}
# Looked at on the last day of each period.
PERCENTS_ON_A_DAY: dict[str, Callable[[Council, date], list[Event]]] = {
    "plans_open_2_years": need.long_plans_on,
    "plans_reviewed_in_time": need.plans_reviewed_on,
    "long_term_stability": care.long_in_care_on,
    "foster_placements": care.in_foster_homes_on,
    "relatives_or_friends": care.with_relatives_on,
}
PERCENTS = {*PERCENTS_OF_ROWS, *PERCENTS_OF_CHILDREN, *PERCENTS_ON_A_DAY}
MEANS: dict[str, Callable[[Council], list[Amount]]] = {
    "feelings_score": care.scores_of_difficulties,
    "days_to_moving_in": care.days_to_moving_in,
    "days_to_match": care.days_to_match,
    "workers_per_child": after.known_workers,
    "children_per_lead": after.children_per_lead,
}
FROM_THE_CENSUS = {
    "protection_plan_rate",
    "plan_starts_rate",
    "need_rate",
    "referral_rate",
    "enquiry_rate",
    "second_plans",
    "second_plans_within_2_years",
    "plans_open_2_years",
    "plans_ended_after_2_years",
    "plans_reviewed_in_time",
    "re_referrals",
    "referrals_no_further_action",
    "children_per_lead",
    "assessments_in_45_days",
    "conferences_in_15_days",
}
FROM_A_MODULE = {
    "health_assessments": "oc2",
    "dental_checks": "oc2",
    "immunisations": "oc2",
    "convicted_in_care": "oc2",
    "feelings_asked_about": "oc2",
    "feelings_score": "oc2",
    "missing_from_care": "missing",
    "care_leavers_17_18_suitable_accommodation": "oc3",
    "care_leavers_working_or_learning": "oc3",
    "care_leavers_17_18_working_or_learning": "oc3",
    "care_leavers_not_in_touch": "oc3",
    "three_or_more_workers": "sw_episodes",
    "workers_per_child": "sw_episodes",
    "same_lead_into_care": "sw_episodes",
    "same_lead_onto_plan": "sw_episodes",
}
OR_FROM_THE_LIST = ("same_lead_into_care", "same_lead_onto_plan")  # the council's list of leads will do instead
MEANS_ON_A_DAY = ("children_per_lead",)
WITHOUT_UNACCOMPANIED = ("care_rate", "starts_rate", "ceasing_rate")  # unless the split is by being unaccompanied
NEEDS_MONTHS_BEFORE = {
    "re_referrals": 12,
    "second_plans_within_2_years": 24,
    "left_within_six_months": 6,
    "days_to_moving_in": 36,
    "days_to_match": 36,
}
NEEDS_MONTHS_BEFORE_THE_DAY = {"long_term_stability": 30}
NEEDS_MONTHS_AFTER = {"back_in_care_within_a_year": 12, "same_lead_into_care": 1, "same_lead_onto_plan": 1}


def count(folder: Path, measure: str, every: str, split: str) -> Counts:
    """{(period, part): (numerator, denominator)} of one measure by month, quarter or year, whole ("") or split."""
    council = read(folder)
    found: dict[tuple[str, str], list[Event | Amount]] = defaultdict(list)
    shown = list(parts_always_shown(council, split))
    periods = periods_counted(council, measure, every)
    for period in periods:
        for event in counted_in(folder, measure, period):
            for part in parts_of(council, measure, split, event):
                found[period.written, part].append(event)
                if part not in shown:
                    shown.append(part)
    answer: Counts = {}
    for period in periods:
        for part in shown:
            answer[period.written, part] = counted(
                measure, found[period.written, part], children_living(council, period, split, part)
            )
    return answer


def counted(measure: str, events: list[Event | Amount], living: int | None) -> tuple[int, int | None]:
    if measure in MEANS:
        return sum(one.number for one in events if isinstance(one, Amount)), len(events)
    if measure in RATES_OF_CHILDREN:
        return len({event.child for event in events}), living
    if measure in RATES_OF_ROWS:
        return len(events), living
    above = [event for event in events if isinstance(event, Event) and event.above]
    if measure in PERCENTS_OF_CHILDREN:
        return len({event.child for event in above}), len({event.child for event in events})
    return len(above), len(events)


def periods_counted(council: Council, measure: str, every: str) -> list[Period]:
    """The whole periods of the loaded years, less those for which the months before or after are not loaded."""
    years = council.need_years if measure in FROM_THE_CENSUS else council.care_years
    if measure in FROM_A_MODULE:
        years = council.years_of.get(FROM_A_MODULE[measure], [])
    if measure in OR_FROM_THE_LIST:
        years = sorted({*years, *(set(council.care_years) & after.years_listed(council))})
    if measure == "children_per_lead":
        years = sorted(set(years) & after.years_listed(council))
    if not years:
        return []
    first, last = date(years[0] - 1, 4, 1), date(years[-1], 3, 31)
    return [
        period
        for period in whole_periods(every=every, first=first, last=last)
        if months_later(period.first, -NEEDS_MONTHS_BEFORE.get(measure, 0)) >= first
        and months_later(period.last, -NEEDS_MONTHS_BEFORE_THE_DAY.get(measure, 0)) >= first
        and month_end_later(period.last, NEEDS_MONTHS_AFTER.get(measure, 0)) <= last
    ]


@cache
def everything(folder: Path, measure: str) -> list[Lasting] | list[Event] | list[Amount]:
    return (RATES | PERCENTS_OF_ROWS | PERCENTS_OF_CHILDREN | MEANS)[measure](read(folder))


@cache
def on_the_day(folder: Path, measure: str, day: date) -> list[Event]:
    return PERCENTS_ON_A_DAY[measure](read(folder), day)


@cache
def counted_in(folder: Path, measure: str, period: Period) -> list[Event | Amount]:
    """What is counted in the period: events that happened in it, and what lasted on its last day."""
    if measure in PERCENTS_ON_A_DAY:
        return list(on_the_day(folder, measure, period.last))
    found: list[Event | Amount] = []
    for one in everything(folder, measure):
        if isinstance(one, Lasting):
            if lasts_on(one, period.last):
                found.append(Event(one.child, period.last, above=True))
        elif (period.last if measure in MEANS_ON_A_DAY else period.first) <= one.day <= period.last:
            found.append(one)
    return found


def parts_always_shown(council: Council, split: str) -> tuple[str, ...]:
    if split == "locality":
        return tuple(sorted(set(council.locality_of.values())))
    if split == "age_band":
        return AGE_BANDS
    return UNACCOMPANIED if split == "unaccompanied" else ("all",)


def parts_of(council: Council, measure: str, split: str, event: Event | Amount) -> list[str]:
    """The parts that an event counts in: none, where the headline leaves the child out."""
    unaccompanied = is_unaccompanied(council, event)
    if split == "unaccompanied":
        return ["all", "unaccompanied" if unaccompanied else "not unaccompanied"]
    if unaccompanied and measure in WITHOUT_UNACCOMPANIED:
        return []
    if not unaccompanied and measure == "unaccompanied_care_rate":
        return []
    if split == "locality":
        return [locality(council, event)]
    if split == "age_band":
        return [age_band(council, event)]
    return ["all"]


def is_unaccompanied(council: Council, event: Event | Amount) -> bool:
    if event.unaccompanied is not None:
        return event.unaccompanied
    if event.child not in council.stopped_being_unaccompanied:
        return False
    stopped = council.stopped_being_unaccompanied[event.child]
    return stopped is None or stopped > event.day


def locality(council: Council, event: Event | Amount) -> str:
    """Where the child lived that day: from the day they moved in, until the day before they moved out."""
    where = LOCALITY_NOT_KNOWN
    for home in council.homes.get(event.child, []):
        moved_out = day_of(home["to"])
        if the_day(home["from"]) <= event.day and (moved_out is None or moved_out > event.day):
            where = council.locality_of.get(home["small_area"], LOCALITY_NOT_KNOWN)
    return where


def age_band(council: Council, event: Event | Amount) -> str:
    born = council.born.get(event.child)
    if born is None:
        return AGE_NOT_KNOWN
    age = age_on(event.day, born=born)
    if age < 1:
        return "under 1"
    if age <= 4:
        return "1 to 4"
    if age <= 9:
        return "5 to 9"
    return "10 to 15" if age <= 15 else "16 and over"


def children_living(council: Council, period: Period, split: str, part: str) -> int | None:
    """Children aged 0 to 17 at the middle of the year before: in the locality, or in the whole authority.

    None where the locality is not known: nobody can say how many children live there.
    """
    if part == LOCALITY_NOT_KNOWN:
        return None
    mid_year = year_ending_march(period.last) - 1
    return sum(
        children
        for (locality_of_area, year), children in council.children_living_in.items()
        if year == mid_year and (split != "locality" or locality_of_area == part)
    )
