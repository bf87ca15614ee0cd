# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""The way to adoption: into care, the placement order, the match, moving in."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.care import numbered_episodes, periods_of_care
from turncurve.journeys.homes import homes
from turncurve.journeys.trusted import trusted

ADOPTED = ("E11", "E12")
PLACEMENT_ORDER = "E1"


def adoptions() -> ir.Table:
    """One row a child adopted from care.

    Columns: person_id, adopted_on, days_to_moving_in (from coming into care to moving in with those who adopted them;
    for foster carers who adopted, to the day the child came to them as a foster child), days_to_match (from the
    placement order to the match; 0 where the match came first, blank where either is not known), date_of_birth,
    unaccompanied_until.
    Source: adoption scorecards, indicators A10 and A2.
    """
    spells = periods_of_care()
    adopted = spells.filter(spells.reason_ended.isin(ADOPTED) & spells.ended.notnull())
    lived, episodes, matches = homes(), numbered_episodes(), trusted("permanence")
    # The last home of the period is the one with the adopters.
    last = lived.filter(lived.next_home_began.isnull())
    told = adopted.left_join(
        last.select("person_id", "period_number", moved_in="began"), ["person_id", "period_number"]
    )
    told = told.drop("person_id_right", "period_number_right")
    orders = episodes.filter(episodes.legal_status == PLACEMENT_ORDER)
    orders = orders.group_by("person_id", "period_number").aggregate(ordered=orders.began.min())
    told = told.left_join(orders, ["person_id", "period_number"]).drop("person_id_right", "period_number_right")
    matches = matches.group_by("person_id").aggregate(matched=matches.date_of_match.max())
    told = told.left_join(matches, "person_id").drop("person_id_right")
    wait = told.matched.delta(told.ordered, unit="day")
    return told.select(
        "person_id",
        "date_of_birth",
        "unaccompanied_until",
        adopted_on=told.ended,
        days_to_moving_in=told.moved_in.delta(told.began, unit="day"),
        days_to_match=ibis.ifelse(wait < 0, 0, wait),
    )
