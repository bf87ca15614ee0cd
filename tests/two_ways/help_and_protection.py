"""Referrals, times in need, assessments, enquiries and protection plans, one row of the census after the other."""

from collections import defaultdict
from datetime import date

from tests.two_ways.calendar_days import months_later, working_days_between, years_later
from tests.two_ways.happened import Event, Lasting, lasts_on
from tests.two_ways.reading import Council, Row, day_of, the_day


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


def in_need(council: Council) -> list[Lasting]:
    return [
        Lasting(row["child"], the_day(row["referred"]), day_of(row["closed"]))
        for row in council.referrals
        if row["nothing_done"] != "1"
    ]


def referrals_and_nothing_done(council: Council) -> list[Event]:
    """Above the line: no further action after the referral."""
    return [
        Event(row["child"], the_day(row["referred"]), above=row["nothing_done"] == "1") for row in council.referrals
    ]


def enquiries(council: Council) -> list[Event]:
    return [Event(row["child"], the_day(row["began"]), above=True) for row in council.enquiries]


def plans_soon_after_another(council: Council) -> list[Event]:
    """Above the line: the child's plan before this one ended within the two years before this one started."""
    of_child: dict[str, list[Row]] = defaultdict(list)
    for plan in council.plans:
        of_child[plan["child"]].append(plan)
    found: list[Event] = []
    for child, plans in of_child.items():
        last_ended: date | None = None
        for plan in sorted(plans, key=lambda one: the_day(one["began"])):
            started = the_day(plan["began"])
            soon = last_ended is not None and last_ended >= months_later(started, -24)
            found.append(Event(child, started, above=soon))
            last_ended = day_of(plan["ended"])
    return found


def plans_ended(council: Council) -> list[Event]:
    """Above the line: lasted longer than 729 days."""
    found: list[Event] = []
    for plan in council.plans:
        ended = day_of(plan["ended"])
        if ended is not None:
            found.append(Event(plan["child"], ended, above=(ended - the_day(plan["began"])).days > 729))
    return found


def plans_open_on(council: Council, day: date) -> list[Row]:
    return [
        plan
        for plan in council.plans
        if lasts_on(Lasting(plan["child"], the_day(plan["began"]), day_of(plan["ended"])), day)
    ]


def long_plans_on(council: Council, day: date) -> list[Event]:
    """Above the line: had lasted longer than 729 days."""
    return [
        Event(plan["child"], day, above=(day - the_day(plan["began"])).days > 729)
        for plan in plans_open_on(council, day)
    ]


def plans_reviewed_on(council: Council, day: date) -> list[Event]:
    """Plans three months old or older. Above the line: no review had been late, and none was overdue."""
    return [
        Event(plan["child"], day, above=was_reviewed_in_time(council, plan, day))
        for plan in plans_open_on(council, day)
        if months_later(the_day(plan["began"]), 3) <= day
    ]


def was_reviewed_in_time(council: Council, plan: Row, day: date) -> bool:
    began, first_told = the_day(plan["began"]), date(council.need_years[0] - 1, 4, 1)
    if began < first_told:
        # Nobody knows when it was reviewed before; it is taken to have been on the first day that is told.
        began = first_told
        due = months_later(first_told, 6)
    else:
        due = months_later(began, 3)
    for held in sorted(council.reviews[plan["child"], plan["began"]]):
        if began < held <= day:
            if held > due:
                return False
            due = months_later(held, 6)
    return day <= due
