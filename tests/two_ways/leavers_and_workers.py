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


def leads_listed(council: Council) -> dict[str, list[tuple[str, date, date]]]:
    """child: (worker, from, until), as the council's own list tells it."""
    found: dict[str, list[tuple[str, date, date]]] = defaultdict(list)
    for row in council.lead_workers:
        found[row["child"]].append((row["worker"], the_day(row["from"]), day_of(row["to"]) or date.max))
    return found


def years_listed(council: Council) -> set[int]:
    """The years ending 31 March from the list's first day to its last."""
    days = [day for row in council.lead_workers for day in (day_of(row["from"]), day_of(row["to"])) if day]
    return set(range(year_of(min(days)), year_of(max(days)) + 1)) if days else set()


def year_of(day: date) -> int:
    return day.year + (day.month >= 4)


def kept_lead(council: Council, changes: list[tuple[str, date]]) -> list[Event]:
    """Changes with a lead known the day before and four weeks after, by the list or by the return, each by itself.
    Above the line: by either, one leads on both days."""
    found: list[Event] = []
    tellings = (leads_of(council), leads_listed(council))
    for child, day in changes:
        before, after = day - timedelta(days=1), day + timedelta(days=28)
        known = kept = False
        for leads in tellings:
            led_before = {worker for worker, began, until in leads.get(child, []) if began <= before < until}
            led_after = {worker for worker, began, until in leads.get(child, []) if began <= after < until}
            known |= bool(led_before and led_after)
            kept |= bool(led_before & led_after)
        if known:
            found.append(Event(child, day, above=kept))
    return found


def children_per_lead(council: Council) -> list[Amount]:
    """Each worker on the list who leads for a child on the last day of a month, and for how many."""
    found: list[Amount] = []
    years = sorted(set(council.need_years) & years_listed(council))
    for last in (month_end for year in years for month_end in ends_of_months(year)):
        held: dict[str, set[str]] = defaultdict(set)
        for row in council.lead_workers:
            if the_day(row["from"]) <= last < (day_of(row["to"]) or date.max):
                held[row["worker"]].add(row["child"])
        found += [Amount(worker, last, len(children)) for worker, children in held.items()]
    return found


def ends_of_months(year: int) -> list[date]:
    """The last day of each month of the year ending 31 March."""
    firsts = [date(year - 1, month, 1) for month in range(5, 13)] + [date(year, month, 1) for month in range(1, 5)]
    return [first - timedelta(days=1) for first in firsts]


def same_lead_into_care(council: Council) -> list[Event]:
    return kept_lead(council, [(one.child, one.began) for one in periods_of_care(council)])


def same_lead_onto_plan(council: Council) -> list[Event]:
    return kept_lead(council, [(plan["child"], the_day(plan["began"])) for plan in council.plans])
