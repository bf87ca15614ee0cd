"""Children in care: how many, where, how well, and who left for where."""

from collections import defaultdict
from datetime import date

from tests.two_ways.calendar_days import age_on, months_later, years_later
from tests.two_ways.happened import Amount, Event, Lasting, lasts_on
from tests.two_ways.in_care import (
    PeriodOfCare,
    by_child,
    periods_of_care,
    placement_type_on,
    placements,
    placements_in_year,
)
from tests.two_ways.reading import Council, Row, day_of, the_day

FOSTER = ("U1", "U2", "U3", "U4", "U5", "U6")
RELATIVES = ("U1", "U2", "U3")


def in_care(council: Council) -> list[Lasting]:
    return [Lasting(period.child, period.began, period.ended) for period in periods_of_care(council)]


def starts_in_care(council: Council) -> list[Event]:
    return [Event(period.child, period.began, above=True) for period in periods_of_care(council)]


def in_care_at_year_end(council: Council) -> list[Event]:
    """Children looked after on each 31 March. Above the line: three or more placements in the year to that day."""
    found: list[Event] = []
    for child, periods in by_child(council).items():
        for year in council.care_years:
            day = date(year, 3, 31)
            if any(lasts_on(Lasting(child, period.began, period.ended), day) for period in periods):
                found.append(Event(child, day, above=placements_in_year(periods, year) >= 3))
    return found


def periods_on(council: Council, day: date) -> list[PeriodOfCare]:
    return [one for one in periods_of_care(council) if lasts_on(Lasting(one.child, one.began, one.ended), day)]


def lives_in(council: Council, day: date, types: tuple[str, ...]) -> list[Event]:
    """Children in care that day. Above the line: they live in a placement of one of the types."""
    return [
        Event(period.child, day, above=placement_type_on(period, day) in types) for period in periods_on(council, day)
    ]


def in_foster_homes_on(council: Council, day: date) -> list[Event]:
    return lives_in(council, day, FOSTER)


def with_relatives_on(council: Council, day: date) -> list[Event]:
    return lives_in(council, day, RELATIVES)


def long_in_care_on(council: Council, day: date) -> list[Event]:
    """Under 16 and in care for thirty months. Above the line: two years in one home, or in it and the one before it
    where it is with adopters."""
    found: list[Event] = []
    for period in periods_on(council, day):
        born = council.born[period.child]
        if born is None or age_on(day, born=born) > 15 or months_later(period.began, 30) > day:
            continue
        lived_in = [one for one in placements(period) if one.began <= day]
        since = lived_in[-1].began if lived_in else day
        if len(lived_in) > 1 and lived_in[-1].began_as in ("A3", "A4", "A5", "A6"):
            since = lived_in[-2].began
        found.append(Event(period.child, day, above=months_later(since, 24) <= day))
    return found


def in_health_module(council: Council, flag: str, *, from_age: int = 0, to_age: int = 99) -> list[Event]:
    """Children in OC2 of those ages on 31 March. Above the line: the flag is 1."""
    found: list[Event] = []
    for year, row in council.health:
        day = date(year, 3, 31)
        born = council.born[row["CHILD"]]
        if born is not None and from_age <= age_on(day, born=born) <= to_age:
            answered = row[flag] != "" if flag == "SDQ_SCORE" else row[flag] == "1"
            found.append(Event(row["CHILD"], day, above=answered))
    return found


def scores_of_difficulties(council: Council) -> list[Amount]:
    return [
        Amount(row["CHILD"], date(year, 3, 31), int(row["SDQ_SCORE"]))
        for year, row in council.health
        if row["SDQ_SCORE"]
    ]


def in_care_in_the_year(council: Council) -> list[Event]:
    """Everyone in care at any time in a year. Above the line: missing at any time in it."""
    told: dict[str, dict[str, tuple[int, Row]]] = defaultdict(dict)  # child: {day it began: as last told}
    for year, row in council.missing:
        if row["MISSING"] == "M":
            told[row["CHILD"]][row["MIS_START"]] = (year, row)
    newest = max((year for year, _ in council.missing), default=0)
    found: list[Event] = []
    for child, periods in by_child(council).items():
        for year in council.years_of.get("missing", []):
            first, last = date(year - 1, 4, 1), date(year, 3, 31)
            if not any(one.began <= last and (one.ended is None or one.ended > first) for one in periods):
                continue
            missing = False
            for told_in, row in told[child].values():
                back = day_of(row["MIS_END"])
                if back is None and told_in < newest:
                    back = date(told_in, 4, 1)
                if the_day(row["MIS_START"]) <= last and (back is None or back > first):
                    missing = True
            found.append(
                Event(child, last, above=missing, unaccompanied=was_unaccompanied(council, child, after=first))
            )
    return found


def was_unaccompanied(council: Council, child: str, *, after: date) -> bool:
    if child not in council.stopped_being_unaccompanied:
        return False
    stopped = council.stopped_being_unaccompanied[child]
    return stopped is None or stopped > after


def leaving(council: Council) -> list[tuple[PeriodOfCare, Event]]:
    """Each period of care that ended, as an event of which nothing is said yet."""
    found: list[tuple[PeriodOfCare, Event]] = []
    for period in periods_of_care(council):
        if period.ended is not None:
            stopped = council.stopped_being_unaccompanied.get(period.child, date.min)
            until_then = stopped is None or stopped >= period.ended
            found.append((period, Event(period.child, period.ended, above=False, unaccompanied=until_then)))
    return found


def left_because(council: Council, *reasons: str) -> list[Event]:
    return [
        Event(event.child, event.day, period.how_it_ended in reasons, event.unaccompanied)
        for period, event in leaving(council)
    ]


def left_within_six_months(council: Council) -> list[Event]:
    return [
        Event(event.child, event.day, event.day <= months_later(period.began, 6), event.unaccompanied)
        for period, event in leaving(council)
    ]


def left_foster_home_at_18(council: Council) -> list[Event]:
    """Above the line: stayed with the carers (E17)."""
    found: list[Event] = []
    for period, event in leaving(council):
        born = council.born[period.child]
        if born is not None and age_on(event.day, born=born) >= 18 and placement_type_on(period, event.day) in FOSTER:
            found.append(Event(event.child, event.day, period.how_it_ended == "E17", event.unaccompanied))
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


def returns_home(council: Council) -> list[Event]:
    """Above the line: unplanned (E4B)."""
    return [
        Event(event.child, event.day, period.how_it_ended == "E4B")
        for period, event in leaving(council)
        if period.how_it_ended in ("E4A", "E4B")
    ]


def days_to_moving_in(council: Council) -> list[Amount]:
    return [
        Amount(period.child, event.day, (placements(period)[-1].began - period.began).days, event.unaccompanied)
        for period, event in leaving(council)
        if period.how_it_ended in ("E11", "E12")
    ]


def days_to_match(council: Council) -> list[Amount]:
    """From the first episode under a placement order to the match; none where the match came first."""
    found: list[Amount] = []
    for period, event in leaving(council):
        orders = [the_day(episode["DECOM"]) for episode in period.episodes if episode["LS"] == "E1"]
        matched = day_of(council.adopted.get(period.child, {}).get("DATE_MATCH", ""))
        if period.how_it_ended in ("E11", "E12") and orders and matched:
            found.append(Amount(period.child, event.day, max(0, (matched - orders[0]).days)))
    return found
