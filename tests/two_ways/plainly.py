"""The ten measures, counted by a plain loop over the returns: slow, obvious, and sharing nothing with the query."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tests.two_ways.calendar_days import (
    Period,
    age_on,
    month_end_a_year_later,
    whole_periods,
    working_days_between,
    year_ending_march,
    years_later,
)
from tests.two_ways.in_care import by_child, periods_of_care, placements_in_year
from tests.two_ways.reading import Council, day_of, read, the_day

Counts = dict[tuple[str, str], tuple[int, int | None]]  # {(period, part): (numerator, denominator)}

AGE_BANDS = ("under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over")
UNACCOMPANIED = ("all", "unaccompanied", "not unaccompanied")
AGE_NOT_KNOWN = "age not known"
LOCALITY_NOT_KNOWN = "Locality not known"


@dataclass(frozen=True)
class Lasting:
    """Something that lasts: counted on the last day of a period if it had begun by then and had not ended by then."""

    child: str
    began: date
    ended: date | None


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, and whether it counts above the line."""

    child: str
    day: date
    above: bool


def in_care(council: Council) -> list[Lasting]:
    return [Lasting(period.child, period.began, period.ended) for period in periods_of_care(council)]


def starts_in_care(council: Council) -> list[Event]:
    return [Event(period.child, period.began, above=True) for period in periods_of_care(council)]


def on_a_plan(council: Council) -> list[Lasting]:
    return [Lasting(plan["child"], the_day(plan["began"]), day_of(plan["ended"])) for plan in council.plans]


def plans_starting(council: Council) -> list[Event]:
    """Above the line: the child had had one or more plans before, ever and anywhere."""
    return [Event(plan["child"], the_day(plan["began"]), above=int(plan["before"] or 0) >= 1) for plan in council.plans]


def referrals(council: Council) -> list[Event]:
    """Above the line: on or before the day twelve months after an earlier referral of the same child."""
    days_of: dict[str, list[date]] = defaultdict(list)
    for referral in council.referrals:
        days_of[referral["child"]].append(the_day(referral["referred"]))
    found: list[Event] = []
    for child, days in days_of.items():
        for day in days:
            again = any(earlier < day <= years_later(earlier, 1) for earlier in days)
            found.append(Event(child, day, above=again))
    return found


def assessments_finished(council: Council) -> list[Event]:
    """Above the line: 45 working days or fewer. The clock of a referral's first assessment began with the referral."""
    starts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for assessment in council.assessments:
        starts[assessment["child"], assessment["referred"]].append(assessment["began"])
    found: list[Event] = []
    for assessment in council.assessments:
        authorised = day_of(assessment["authorised"])
        if authorised is None:
            continue  # still open: outside the measure, however late
        is_first = assessment["began"] == min(starts[assessment["child"], assessment["referred"]])
        clock_began = the_day(assessment["referred"] if is_first else assessment["began"])
        in_time = working_days_between(clock_began, authorised) <= 45
        found.append(Event(assessment["child"], authorised, above=in_time))
    return found


def conferences(council: Council) -> list[Event]:
    """Above the line: 15 working days or fewer after the strategy discussion that began the enquiry."""
    found: list[Event] = []
    for enquiry in council.enquiries:
        held = day_of(enquiry["conference"])
        if held is not None:
            in_time = working_days_between(the_day(enquiry["began"]), held) <= 15
            found.append(Event(enquiry["child"], held, above=in_time))
    return found


def in_care_at_year_end(council: Council) -> list[Event]:
    """Children looked after on each 31 March. Above the line: three or more placements in the year to that day."""
    found: list[Event] = []
    for child, periods in by_child(council).items():
        for year in council.care_years:
            day = date(year, 3, 31)
            if any(lasts_on(Lasting(child, period.began, period.ended), day) for period in periods):
                found.append(Event(child, day, above=placements_in_year(periods, year) >= 3))
    return found


def care_leavers(council: Council) -> list[Event]:
    """Each year's OC3 rows of those who turned 19, 20 or 21 in it. Above the line: the accommodation code ends in 1."""
    found: list[Event] = []
    for year, row in council.care_leavers:
        born = council.born[row["CHILD"]] or the_day(row["DOB"])
        birthdays = [years_later(born, age) for age in (19, 20, 21)]
        in_year = [day for day in birthdays if date(year - 1, 4, 1) <= day <= date(year, 3, 31)]
        left_out = row["IN_TOUCH"] == "DIED" or row["ACCOM"].startswith(("G", "H"))
        if in_year and not left_out:
            found.append(Event(row["CHILD"], in_year[0], above=row["ACCOM"].endswith("1")))
    return found


def going_home(council: Council) -> list[Event]:
    """Periods of care that ended at home (E4A, E4B). Above the line: another began within twelve months."""
    found: list[Event] = []
    for child, periods in by_child(council).items():
        for period in periods:
            went_home = period.ended
            if went_home is None or period.how_it_ended not in ("E4A", "E4B"):
                continue
            others = [other.began for other in periods if other is not period]
            back = any(went_home <= began <= years_later(went_home, 1) for began in others)
            found.append(Event(child, went_home, above=back))
    return found


# What each measure counts. Rates are of distinct children, per child living here; percents are of rows.
RATES: dict[str, Callable[[Council], list[Lasting] | list[Event]]] = {
    "care_rate": in_care,
    "starts_rate": starts_in_care,
    "protection_plan_rate": on_a_plan,
}
PERCENTS: dict[str, Callable[[Council], list[Event]]] = {
    "second_plans": plans_starting,
    "re_referrals": referrals,
    "assessments_in_45_days": assessments_finished,
    "conferences_in_15_days": conferences,
    "three_or_more_placements": in_care_at_year_end,
    "care_leavers_suitable_accommodation": care_leavers,
    "back_in_care_within_a_year": going_home,
}
FROM_THE_CENSUS = (
    "protection_plan_rate",
    "second_plans",
    "re_referrals",
    "assessments_in_45_days",
    "conferences_in_15_days",
)
WITHOUT_UNACCOMPANIED = ("care_rate", "starts_rate")  # unless the split is by being unaccompanied
NEEDS_A_YEAR_BEFORE = ("re_referrals",)
NEEDS_A_YEAR_AFTER = ("back_in_care_within_a_year",)


def count(folder: Path, measure: str, every: str, split: str) -> Counts:
    """{(period, part): (numerator, denominator)} of one measure by month, quarter or year, whole ("") or split."""
    council = read(folder)
    found: dict[tuple[str, str], list[Event]] = defaultdict(list)
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
            events = found[period.written, part]
            if measure in RATES:
                children = {event.child for event in events}
                answer[period.written, part] = (len(children), children_living(council, period, split, part))
            else:
                answer[period.written, part] = (sum(event.above for event in events), len(events))
    return answer


def periods_counted(council: Council, measure: str, every: str) -> list[Period]:
    """The whole periods of the loaded years, less those for which the year before or after is not loaded."""
    years = council.need_years if measure in FROM_THE_CENSUS else council.care_years
    if not years:
        return []
    first, last = date(years[0] - 1, 4, 1), date(years[-1], 3, 31)
    periods = whole_periods(every=every, first=first, last=last)
    if measure in NEEDS_A_YEAR_BEFORE:
        periods = [period for period in periods if period.first >= years_later(first, 1)]
    if measure in NEEDS_A_YEAR_AFTER:
        periods = [period for period in periods if month_end_a_year_later(period.last) <= last]
    return periods


@cache
def everything(folder: Path, measure: str) -> list[Lasting] | list[Event]:
    return (RATES | PERCENTS)[measure](read(folder))


def counted_in(folder: Path, measure: str, period: Period) -> list[Event]:
    """What is counted in the period: events that happened in it, and what lasted on its last day."""
    found: list[Event] = []
    for one in everything(folder, measure):
        if isinstance(one, Lasting):
            if lasts_on(one, period.last):
                found.append(Event(one.child, period.last, above=True))
        elif period.first <= one.day <= period.last:
            found.append(one)
    return found


def lasts_on(one: Lasting, day: date) -> bool:
    return one.began <= day and (one.ended is None or one.ended > day)


def parts_always_shown(council: Council, split: str) -> tuple[str, ...]:
    if split == "locality":
        return tuple(sorted(set(council.locality_of.values())))
    if split == "age_band":
        return AGE_BANDS
    return UNACCOMPANIED if split == "unaccompanied" else ("all",)


def parts_of(council: Council, measure: str, split: str, event: Event) -> list[str]:
    """The parts that an event counts in: none, where the headline leaves the child out."""
    unaccompanied = is_unaccompanied(council, measure, event)
    if split == "unaccompanied":
        return ["all", "unaccompanied" if unaccompanied else "not unaccompanied"]
    if unaccompanied and measure in WITHOUT_UNACCOMPANIED:
        return []
    if split == "locality":
        return [locality(council, event)]
    if split == "age_band":
        return [age_band(council, event)]
    return ["all"]


def is_unaccompanied(council: Council, measure: str, event: Event) -> bool:
    if event.child not in council.stopped_being_unaccompanied:
        return False
    if measure == "care_leavers_suitable_accommodation":
        return True  # they have turned 18: being in the UASC module in any year is what counts
    stopped = council.stopped_being_unaccompanied[event.child]
    return stopped is None or stopped > event.day


def locality(council: Council, event: Event) -> str:
    """Where the child lived that day: from the day they moved in, until the day before they moved out."""
    where = LOCALITY_NOT_KNOWN
    for home in council.homes.get(event.child, []):
        moved_out = day_of(home["to"])
        if the_day(home["from"]) <= event.day and (moved_out is None or moved_out > event.day):
            where = council.locality_of.get(home["small_area"], LOCALITY_NOT_KNOWN)
    return where


def age_band(council: Council, event: Event) -> str:
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
