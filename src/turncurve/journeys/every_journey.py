"""The journeys a measure may name."""

from collections.abc import Callable, Mapping

import ibis.expr.types as ir

from turncurve.journeys import care, help_and_protection

JOURNEYS: Mapping[str, Callable[[], ir.Table]] = {
    "periods_of_care": care.periods_of_care,
    "going_home": care.going_home,
    "care_leavers_around_birthdays": care.care_leavers_around_birthdays,
    "referrals": help_and_protection.referrals,
    "assessments": help_and_protection.assessments,
    "conferences": help_and_protection.conferences,
    "protection_plans": help_and_protection.protection_plans,
}

# A journey that looks back over each year needs to be told the years' last days.
JOURNEYS_BY_YEAR_END: Mapping[str, Callable[[ir.Table], ir.Table]] = {
    "children_in_care_at_year_end": care.children_in_care_at_year_end,
}


def journey(name: str, *, calendar: ir.Table) -> ir.Table:
    """The journey of that name. `calendar` has a column `ends`, the periods' last days. KeyError for another name."""
    if name in JOURNEYS_BY_YEAR_END:
        return JOURNEYS_BY_YEAR_END[name](calendar.select(on_day=calendar.ends))
    return JOURNEYS[name]()
