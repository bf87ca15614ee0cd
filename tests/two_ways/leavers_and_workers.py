"""Young people around their birthdays after care, and the workers who led for a child."""

from collections import defaultdict
from datetime import date, timedelta

from tests.two_ways.calendar_days import years_later
from tests.two_ways.happened import Amount, Event, Lasting, lasts_on
from tests.two_ways.in_care import by_child, periods_of_care
from tests.two_ways.reading import Council, Row, day_of, the_day


def leavers(council: Council, *, ages: tuple[int, ...]) -> list[tuple[Row, Event]]:
    """Each year's OC3 rows of those who turned one of the ages in it and had not died. The UASC module of any year
    says whether they came unaccompanied."""
    found: list[tuple[Row, Event]] = []
    for year, row in council.care_leavers:
        born = council.born[row["CHILD"]] or the_day(row["DOB"])
        birthdays = [years_later(born, age) for age in ages]
        if row["IN_TOUCH"] != "DIED" and any(date(year - 1, 4, 1) <= day <= date(year, 3, 31) for day in birthdays):
            came_alone = row["CHILD"] in council.stopped_being_unaccompanied
            found.append((row, Event(row["CHILD"], date(year, 3, 31), above=False, unaccompanied=came_alone)))
    return found


def suitably_housed(council: Council, *, ages: tuple[int, ...]) -> list[Event]:
    """Less those abroad and deported. Above the line: the accommodation code ends in 1."""
    return [
        Event(event.child, event.day, row["ACCOM"].endswith("1"), event.unaccompanied)
        for row, event in leavers(council, ages=ages)
        if not row["ACCOM"].startswith(("G", "H"))
    ]


def working_or_learning(council: Council, *, ages: tuple[int, ...]) -> list[Event]:
    return [
        Event(event.child, event.day, row["ACTIV"].startswith(("F", "P")), event.unaccompanied)
        for row, event in leavers(council, ages=ages)
    ]


def not_in_touch(council: Council) -> list[Event]:
    return [
        Event(event.child, event.day, row["IN_TOUCH"] == "NO", event.unaccompanied)
        for row, event in leavers(council, ages=(19, 20, 21))
    ]


def leads_of(council: Council) -> dict[str, list[tuple[str, date, date]]]:
    """child: (worker, from, until), as the newest return tells it; until the end of time while they lead."""
    told: dict[tuple[str, str, str], tuple[int, Row]] = {}
    for year, row in council.workers:
        told[row["CHILD"], row["SW_ID"], row["SW_DECOM"]] = (year, row)
    newest = max((year for year, _ in council.workers), default=0)
    found: dict[str, list[tuple[str, date, date]]] = defaultdict(list)
    for (child, worker, began), (year, row) in told.items():
        lost = date(year, 4, 1) if year < newest else date.max
        found[child].append((worker, the_day(began), day_of(row["SW_DEC"]) or lost))
    return found


def workers_in_the_year(council: Council) -> list[Amount]:
    """Children in care on each 31 March, and how many workers led for them in the year to it."""
    leads = leads_of(council)
    found: list[Amount] = []
    for child, periods in by_child(council).items():
        for year in council.years_of.get("sw_episodes", []):
            first, last = date(year - 1, 4, 1), date(year, 3, 31)
            if any(lasts_on(Lasting(child, one.began, one.ended), last) for one in periods):
                led = {worker for worker, began, until in leads.get(child, []) if began <= last and until > first}
                found.append(Amount(child, last, len(led)))
    return found


def many_workers(council: Council) -> list[Event]:
    return [Event(one.child, one.day, above=one.number >= 3) for one in workers_in_the_year(council)]


def known_workers(council: Council) -> list[Amount]:
    return [one for one in workers_in_the_year(council) if one.number]


def kept_lead(council: Council, changes: list[tuple[str, date]]) -> list[Event]:
    """Changes with a lead known the day before and four weeks after. Above the line: one leads on both days."""
    leads = leads_of(council)
    found: list[Event] = []
    for child, day in changes:
        before, after = day - timedelta(days=1), day + timedelta(days=28)
        led_before = {worker for worker, began, until in leads.get(child, []) if began <= before < until}
        led_after = {worker for worker, began, until in leads.get(child, []) if began <= after < until}
        if led_before and led_after:
            found.append(Event(child, day, above=bool(led_before & led_after)))
    return found


def same_lead_into_care(council: Council) -> list[Event]:
    return kept_lead(council, [(one.child, one.began) for one in periods_of_care(council)])


def same_lead_onto_plan(council: Council) -> list[Event]:
    return kept_lead(council, [(plan["child"], the_day(plan["began"])) for plan in council.plans])
