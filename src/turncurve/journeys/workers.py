# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""The lead worker of a child over time: how many in a year, and whether the same one stays when help changes level."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.care import periods_of_care
from turncurve.journeys.told import as_last_told
from turncurve.journeys.trusted import months_after, trusted, until, with_child

# Who says who leads: the council's own list, which follows a child through every level of help, or the SSDA903 return,
# which speaks of children in care. The two may number workers differently, so each is asked by itself.
_LIST, _RETURN = "list", "return"
INTO_CARE, ONTO_A_PLAN = "into care", "onto a plan"
# A new lead often takes over some days after the change, so the lead is looked at again four weeks on.
FOUR_WEEKS = 28


def _leads_told() -> ir.Table:
    """The times a worker led for a child, by the list or the return: `told_by`, and the columns of `_leads`."""
    listed = trusted("lead_workers")
    by_list = listed.select(
        "worker_id",
        child=listed.person_id,
        lead_began=listed.began,
        lead_ended=until(listed.ended),
    )
    return by_list.mutate(told_by=ibis.literal(_LIST)).union(_leads().mutate(told_by=ibis.literal(_RETURN)))


def _leads() -> ir.Table:
    """One row a time a social worker led for a child in care. Columns: worker_id, child, lead_began, lead_ended
    (9999-12-31 while they do), as the newest SSDA903 return tells it."""
    rows = trusted("involvements")
    known = rows.filter(rows.worker_id.notnull() & rows.began.notnull())
    told = as_last_told(known, named_by=("worker_id",))
    return told.select(
        "worker_id",
        child=told.person_id,
        lead_began=told.began,
        lead_ended=until(told.ended),
    )


def workers_in_the_year(last_days: ir.Table) -> ir.Table:
    """One row a child in care on each 31 March, with how many social workers led for them in the year to it.

    Columns: person_id, on_day, workers (each counted once, however often they came back), date_of_birth,
    unaccompanied_until. Source: DfE, stability measures for children looked after (a worker counts once a child).
    """
    spells, leads = periods_of_care(), _leads()
    there = last_days.join(spells, [spells.began <= last_days.on_day, until(spells.ended) > last_days.on_day])
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


def children_of_each_lead(last_days: ir.Table) -> ir.Table:
    """One row a worker who led for any child on each period's last day, by the council's own list.

    Columns: person_id (the worker: whoever is counted has that name), on_day, children (for whom they led that day),
    date_of_birth and unaccompanied_until (both blank).
    """
    leads = trusted("lead_workers")
    held = last_days.join(leads, [leads.began <= last_days.on_day, until(leads.ended) > last_days.on_day])
    nothing = ibis.null("date")
    counted = held.group_by(person_id=held.worker_id, on_day=held.on_day).aggregate(children=held.person_id.nunique())
    return counted.mutate(date_of_birth=nothing, unaccompanied_until=nothing)


def changes_of_level() -> ir.Table:
    """One row each time the help a child gets moves up a level: onto a child protection plan, or into care.

    Columns: person_id, changed_on, change (`into care` or `onto a plan`), leads_known (the council's list, or the
    SSDA903 return, knows a lead the day before and four weeks after), same_lead (either says that one who led the day
    before still leads four weeks after), date_of_birth, unaccompanied_until.
    """
    care, plans = periods_of_care(), trusted("cp_plans")
    into_care = care.select("person_id", changed_on="began", change=ibis.literal(INTO_CARE))
    onto_plan = plans.select("person_id", changed_on="started", change=ibis.literal(ONTO_A_PLAN))
    changes = into_care.union(onto_plan).distinct()
    before, after = _leading(changes, days=-1), _leading(changes, days=FOUR_WEEKS)
    stayed = before.join(after, ["child", "day_of", "worker_id", "told_by"]).select("child", "day_of").distinct()
    led_then, led_later = (leads.select("child", "day_of", "told_by").distinct() for leads in (before, after))
    both = led_then.join(led_later, ["child", "day_of", "told_by"])
    known = both.select(known_child="child", known_day="day_of").distinct()
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
    """Who led for each child so many days after each change, and who says so. Columns: child, day_of (of the change),
    worker_id, told_by."""
    leads = _leads_told()
    gap = ibis.interval(days=abs(days))
    looked_on = (changes.changed_on + gap if days >= 0 else changes.changed_on - gap).cast("date")
    asked = changes.select(who=changes.person_id, day_of=changes.changed_on, looked_on=looked_on).distinct()
    there = asked.join(
        leads,
        [asked.who == leads.child, leads.lead_began <= asked.looked_on, leads.lead_ended > asked.looked_on],
    )
    return there.select("child", "day_of", "worker_id", "told_by").distinct()
