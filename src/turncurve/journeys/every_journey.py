"""The journeys a measure may name."""

from collections.abc import Callable, Mapping

import ibis.expr.types as ir

from turncurve.journeys import (
    adoption,
    care,
    help_and_protection,
    homes,
    leaving_care,
    protection,
    while_in_care,
    workers,
)

JOURNEYS: Mapping[str, Callable[[], ir.Table]] = {
    "periods_of_care": care.periods_of_care,
    "placements_in_care": care.placements_in_care,
    "health_of_children_in_care": while_in_care.health_of_children_in_care,
    "leaving_care": leaving_care.leaving_care,
    "going_home": leaving_care.going_home,
    "care_leavers_around_birthdays": leaving_care.care_leavers_around_birthdays,
    "adoptions": adoption.adoptions,
    "referrals": help_and_protection.referrals,
    "times_in_need": help_and_protection.times_in_need,
    "assessments": help_and_protection.assessments,
    "enquiries": help_and_protection.enquiries,
    "conferences": help_and_protection.conferences,
    "protection_plans": protection.protection_plans,
    "changes_of_level": workers.changes_of_level,
}

# A journey that looks back from the last day of each period needs to be told those days: a table with `on_day`, and
# `known_from`, the first day the calendar speaks of.
JOURNEYS_BY_LAST_DAY: Mapping[str, Callable[[ir.Table], ir.Table]] = {
    "children_in_care_at_year_end": homes.children_in_care_at_year_end,
    "long_in_care": homes.long_in_care,
    "in_care_in_the_year": while_in_care.in_care_in_the_year,
    "workers_in_the_year": workers.workers_in_the_year,
    "children_of_each_lead": workers.children_of_each_lead,
    "plans_on_a_day": protection.plans_on_a_day,
}

# What several journeys go through on their way, the first needed first: an engine may work each out once for all.
ON_THE_WAY: Mapping[str, Callable[[], ir.Table]] = {
    "numbered_episodes": care.numbered_episodes,
    "episodes_with_placement": care.episodes_with_placement,
    "periods_of_care": care.periods_of_care,
    "homes": homes.homes,
}


def journey(name: str, *, calendar: ir.Table) -> ir.Table:
    """The journey of that name. `calendar` has `starts` and `ends`, the periods' first and last days. KeyError for
    another name."""
    if name in JOURNEYS_BY_LAST_DAY:
        known_from = calendar.aggregate(known_from=calendar.starts.min())
        last_days = calendar.select(on_day=calendar.ends).distinct().cross_join(known_from)
        return JOURNEYS_BY_LAST_DAY[name](last_days)
    return JOURNEYS[name]()
