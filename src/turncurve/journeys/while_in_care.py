# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""What is known of a child while in care: health and feelings once a year, and going missing."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.care import periods_of_care
from turncurve.journeys.told import as_last_told
from turncurve.journeys.trusted import NO, NO_END, age_on, months_after, trusted, until, with_child

WENT_MISSING = "M"


def health_of_children_in_care() -> ir.Table:
    """One row a child in a year's OC2 module: those in care for the twelve months to 31 March.

    Columns: person_id, on_day (31 March of the return's year), age that day, at_4_to_16 (for some of the year, which is
    when feelings are asked about), sdq_score, convicted, health_assessment, teeth_check, immunisations, date_of_birth,
    unaccompanied_until.
    Source: SSDA903 collection guide, OC2 outcomes.
    """
    health = with_child(trusted("cla_health"))
    day = ibis.date(health.year, 3, 31)
    rows = health.mutate(on_day=day, age=age_on(health.date_of_birth, day))
    return rows.select(
        "person_id",
        "on_day",
        "age",
        "sdq_score",
        "convicted",
        "health_assessment",
        "teeth_check",
        "immunisations",
        "date_of_birth",
        "unaccompanied_until",
    )


def in_care_in_the_year(last_days: ir.Table) -> ir.Table:
    """One row a child who was in care at any time in the year to each 31 March.

    Columns: person_id, on_day (that 31 March), went_missing (at any time in the year; away without authorisation is
    not missing), date_of_birth, unaccompanied_until (9999-12-31 for a child who was unaccompanied at any time in the
    year).
    """
    spells = periods_of_care()
    years = last_days.mutate(first_day=(months_after(last_days.on_day, -12) + ibis.interval(days=1)).cast("date"))
    there = spells.join(years, [spells.began <= years.on_day, until(spells.ended) > years.first_day])
    children = there.select("person_id", "on_day", "first_day", "date_of_birth", "unaccompanied_until").distinct()
    times = as_last_told(trusted("missing"), named_by=("kind",))
    missing = times.filter(times.kind == WENT_MISSING)
    away = missing.join(years, [missing.began <= years.on_day, until(missing.ended) > years.first_day])
    away = away.select(child=away.person_id, year_of=away.on_day).distinct()
    told = children.left_join(away, [children.person_id == away.child, children.on_day == away.year_of])
    in_year = (told.unaccompanied_until > told.first_day).fill_null(NO)
    return told.select(
        "person_id",
        "on_day",
        "date_of_birth",
        went_missing=told.child.notnull(),
        unaccompanied_until=ibis.ifelse(in_year, ibis.literal(NO_END), told.unaccompanied_until),
    )
