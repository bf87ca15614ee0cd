# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""The lead worker of a child over time: how many in a year, and whether the same one stays when help changes level."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.care import periods_of_care
from turncurve.journeys.told import as_last_told
from turncurve.journeys.trusted import NO_END, months_after, trusted, with_child

INTO_CARE, ONTO_A_PLAN = "into care", "onto a plan"
# A new lead often takes over some days after the change, so the lead is looked at again four weeks on.
FOUR_WEEKS = 28


def _leads() -> ir.Table:
    """One row a time a social worker was a child's lead. Columns: child, worker_id, lead_began, lead_ended (9999-12-31
    while they are), as the newest return tells it."""
    rows = trusted("involvements")
    known = rows.filter(rows.worker_id.notnull() & rows.began.notnull())
    told = as_last_told(known, named_by=("worker_id",))
    return told.select(
        "worker_id",
        child=told.person_id,
        lead_began=told.began,
        lead_ended=told.ended.fill_null(ibis.literal(NO_END)),
    )


def workers_in_the_year(last_days: ir.Table) -> ir.Table:
    """One row a child in care on each 31 March, with how many social workers led for them in the year to it.

    Columns: person_id, on_day, workers (each counted once, however often they came back), date_of_birth,
    unaccompanied_until. Source: DfE, stability measures for children looked after (a worker counts once a child).
    """
    spells, leads = periods_of_care(), _leads()
    there = last_days.join(
        spells, [spells.began <= last_days.on_day, spells.ended.isnull() | (spells.ended > last_days.on_day)]
    )
    children = there.select("person_id", "on_day", "date_of_birth", "unaccompanied_until").distinct()
    first_day = months_after(children.on_day, -12) + ibis.interval(days=1)
    led = children.left_join(
        leads,
        [
            children.person_id == leads.child,
            leads.lead_began <= children.on_day,
            leads.lead_ended > first_day.cast("date"),
        ],
    )
    return led.group_by("person_id", "on_day", "date_of_birth", "unaccompanied_until").aggregate(
        workers=led.worker_id.nunique()
    )


def changes_of_level() -> ir.Table:
    """One row each time the help a child gets moves up a level: onto a child protection plan, or into care.

    Columns: person_id, changed_on, change (`into care` or `onto a plan`), leads_known (a lead is known the day before
    and four weeks after), same_lead (one who led the day before still leads four weeks after), date_of_birth,
    unaccompanied_until.
    """
    care, plans = periods_of_care(), trusted("cp_plans")
    into_care = care.select("person_id", changed_on="began", change=ibis.literal(INTO_CARE))
    onto_plan = plans.select("person_id", changed_on="started", change=ibis.literal(ONTO_A_PLAN))
    changes = into_care.union(onto_plan).distinct()
    before, after = _leading(changes, days=-1), _leading(changes, days=FOUR_WEEKS)
    stayed = before.join(after, ["child", "day_of", "worker_id"]).select("child", "day_of").distinct()
    led_then, led_later = (leads.select("child", "day_of").distinct() for leads in (before, after))
    known = led_then.join(led_later, ["child", "day_of"]).select(known_child="child", known_day="day_of")
    rows = changes.left_join(known, [changes.person_id == known.known_child, changes.changed_on == known.known_day])
    rows = rows.left_join(stayed, [rows.person_id == stayed.child, rows.changed_on == stayed.day_of])
    return with_child(
        rows.select(
            "person_id",
            "changed_on",
            "change",
            leads_known=rows.known_child.notnull(),
            same_lead=rows.child.notnull(),
        )
    )


def _leading(changes: ir.Table, *, days: int) -> ir.Table:
    """Who led for each child so many days after each change. Columns: child, day_of (of the change), worker_id."""
    leads = _leads()
    gap = ibis.interval(days=abs(days))
    looked_on = (changes.changed_on + gap if days >= 0 else changes.changed_on - gap).cast("date")
    asked = changes.select(who=changes.person_id, day_of=changes.changed_on, looked_on=looked_on).distinct()
    there = asked.join(
        leads,
        [asked.who == leads.child, leads.lead_began <= asked.looked_on, leads.lead_ended > asked.looked_on],
    )
    return there.select("child", "day_of", "worker_id").distinct()
