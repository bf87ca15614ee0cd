# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""Leaving care: why and how, going home and coming back, and young people around their birthdays afterwards."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.care import periods_of_care
from turncurve.journeys.trusted import NO, NO_END, age_on, months_after, trusted

WENT_HOME_PLANNED, WENT_HOME_UNPLANNED = "E4A", "E4B"


def leaving_care() -> ir.Table:
    """One row a period of care that ended.

    Columns: person_id, left_on, reason_ended, last_placement, age (that day), within_6_months (of the day it began),
    date_of_birth, unaccompanied_until (9999-12-31 for a young person who was unaccompanied until that day: most leave
    care on the birthday on which they stop being a child).
    """
    spells = periods_of_care()
    left = spells.filter(spells.ended.notnull())
    until = ibis.ifelse(left.unaccompanied_until >= left.ended, ibis.literal(NO_END), left.unaccompanied_until)
    return left.select(
        "person_id",
        "reason_ended",
        "last_placement",
        "date_of_birth",
        left_on=left.ended,
        age=age_on(left.date_of_birth, left.ended),
        within_6_months=left.ended <= months_after(left.began, 6),
        unaccompanied_until=until,
    )


def going_home() -> ir.Table:
    """One row each time a child left care to go home to a parent or someone with parental responsibility.

    Columns: person_id, went_home, planned (E4A) or not (E4B), back_within_12_months (a new period of care began on or
    before the day twelve months later), date_of_birth, unaccompanied_until.
    """
    spells = periods_of_care()
    home = spells.filter(spells.reason_ended.isin((WENT_HOME_PLANNED, WENT_HOME_UNPLANNED)) & spells.ended.notnull())
    return home.select(
        "person_id",
        went_home=home.ended,
        planned=home.reason_ended == WENT_HOME_PLANNED,
        back_within_12_months=(home.next_began <= months_after(home.ended, 12)).fill_null(NO),
        date_of_birth=home.date_of_birth,
        unaccompanied_until=home.unaccompanied_until,
    )


def care_leavers_around_birthdays() -> ir.Table:
    """One row a care leaver in a year's OC3 module.

    Columns: person_id, on_day (31 March of the return's year), age on that day, in_touch, accommodation, suitable
    (a code ending in 1), counted (not died, not abroad, not deported), alive (not died), activity, working_or_learning
    (an activity code beginning F or P), date_of_birth, unaccompanied_until (9999-12-31
    for a young adult who had ever been an unaccompanied child, blank for others).
    """
    leavers = trusted("care_leavers")
    arrivals = trusted("immigration_status").select("person_id").distinct().mutate(arrived=ibis.literal(1))
    rows = leavers.left_join(arrivals, "person_id").drop("person_id_right")
    day = ibis.date(rows.year, 3, 31)
    kind = rows.accommodation.substr(0, 1)
    died = rows.in_touch.identical_to(ibis.literal("DIED"))
    gone = died | kind.isin(("G", "H")).fill_null(NO)
    return rows.select(
        "person_id",
        "in_touch",
        "accommodation",
        "date_of_birth",
        on_day=day,
        age=age_on(rows.date_of_birth, day),
        suitable=rows.accommodation.endswith("1").fill_null(NO),
        counted=~gone,
        alive=~died,
        working_or_learning=rows.activity.substr(0, 1).isin(("F", "P")).fill_null(NO),
        unaccompanied_until=ibis.ifelse(rows.arrived.notnull(), ibis.date("9999-12-31"), ibis.null("date")),
    )
