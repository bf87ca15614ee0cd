# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""Child protection plans: how long they last, whether they come again, and whether they are reviewed in time."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.trusted import NO, months_after, trusted, until, with_child

# "Two years or more" is 730 days or more, leap years or not (DfE: longer than 729 days).
TWO_YEARS = 730
FIRST_REVIEW, LATER_REVIEWS = 3, 6


def protection_plans() -> ir.Table:
    """One row a child protection plan.

    Columns: person_id, plan_id, started, ended (blank while it lasts), initial_category, latest_category,
    previous_plans, within_2_years (the child's plan before it ended on or after the day two years before), over_2_years
    (it ended, and had lasted 730 days or more), date_of_birth, unaccompanied_until.
    """
    plans = trusted("cp_plans")
    in_order = ibis.window(group_by=plans.person_id, order_by=[plans.started, plans.plan_id])
    rows = plans.mutate(ended_before=plans.ended.lag().over(in_order))
    return with_child(
        rows.select(
            "person_id",
            "plan_id",
            "started",
            "ended",
            "initial_category",
            "latest_category",
            "previous_plans",
            within_2_years=(rows.ended_before >= months_after(rows.started, -24)).fill_null(NO),
            over_2_years=(_two_years_on(rows) <= rows.ended).fill_null(NO),
        )
    )


def _two_years_on(plans: ir.Table) -> ir.DateValue:
    return (plans.started + ibis.interval(days=TWO_YEARS)).cast("date")


def plans_on_a_day(last_days: ir.Table) -> ir.Table:
    """One row a child protection plan open on each last day.

    `last_days` has `on_day`, and `known_from`, the first day of the loaded censuses. Columns out: person_id, plan_id,
    on_day, over_2_years (730 days or more that day), over_3_months, reviewed_in_time (no review had been late by that
    day, and none was overdue), date_of_birth, unaccompanied_until.
    Source: Working Together to Safeguard Children (first review within three months, then every six).
    """
    plans = trusted("cp_plans")
    late = _late_from(plans, known_from=last_days.select("known_from").distinct())
    days = last_days.select("on_day")
    there = plans.join(days, [plans.started <= days.on_day, until(plans.ended) > days.on_day])
    told = there.left_join(late, [there.plan_id == late.late_plan])
    return with_child(
        told.select(
            "person_id",
            "plan_id",
            "on_day",
            over_2_years=_two_years_on(told) <= told.on_day,
            over_3_months=months_after(told.started, FIRST_REVIEW) <= told.on_day,
            reviewed_in_time=told.late_from.isnull() | (told.late_from >= told.on_day),
        )
    )


def _late_from(plans: ir.Table, *, known_from: ir.Table) -> ir.Table:
    """The day after which each plan had a review that was late; a plan that never had is not here.

    Columns: late_plan, late_from. A review is due three months after the plan started, and then six months after each
    review. What was held before `known_from` is not known, so a plan already under way then is taken to have been
    reviewed on that day.
    """
    dated = plans.cross_join(known_from)
    under_way = dated.started < dated.known_from
    starts = dated.select(
        "plan_id",
        held=ibis.ifelse(under_way, dated.known_from, dated.started),
        due=ibis.ifelse(
            under_way, months_after(dated.known_from, LATER_REVIEWS), months_after(dated.started, FIRST_REVIEW)
        ),
    )
    reviews = trusted("cp_reviews").select(reviewed="plan_id", review_held="date_of_review").distinct()
    later = reviews.join(starts, [reviews.reviewed == starts.plan_id, reviews.review_held > starts.held])
    later = later.select("plan_id", held="review_held", due=months_after(later.review_held, LATER_REVIEWS))
    waits = starts.union(later)
    next_held = waits.held.lead().over(ibis.window(group_by=waits.plan_id, order_by=waits.held))
    waits = waits.mutate(next_held=next_held)
    late = waits.filter(waits.next_held.isnull() | (waits.next_held > waits.due))
    return late.group_by(late_plan=late.plan_id).aggregate(late_from=late.due.min())
