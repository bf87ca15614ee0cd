# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""The way through help: referrals, times in need, assessments, enquiries and their conferences."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.trusted import NO, months_after, trusted, with_child


def _working_days(rows: ir.Table, began: str, ended: str) -> ir.Table:
    """The rows with `working_days` from one date column to another; the first day is day 0, blank off the calendar."""
    days = trusted("working_days")
    at_start = days.select(start_day=days.day, start_so_far=days.so_far)
    at_end = days.select(end_day=days.day, end_so_far=days.so_far)
    joined = rows.left_join(at_start, rows[began] == at_start.start_day)
    joined = joined.left_join(at_end, joined[ended] == at_end.end_day)
    counted = joined.mutate(working_days=joined.end_so_far - joined.start_so_far)
    return counted.drop("start_day", "start_so_far", "end_day", "end_so_far")


def referrals() -> ir.Table:
    """One row a referral. Columns: person_id, referral_date, source, no_further_action, within_12_months (an earlier
    referral of the same child on or after the day twelve months before), date_of_birth, unaccompanied_until.

    Source: children in need census guide; DfE counts one referral a child a day.
    """
    episodes = trusted("cin_episodes")
    rows = episodes.select("person_id", "referral_id", "referral_date", "source", "no_further_action")
    in_order = ibis.window(group_by=rows.person_id, order_by=[rows.referral_date, rows.referral_id])
    rows = rows.mutate(referred_before=rows.referral_date.lag().over(in_order))
    again = rows.referred_before >= months_after(rows.referral_date, -12)
    return with_child(rows.mutate(within_12_months=again.fill_null(NO)))


def times_in_need() -> ir.Table:
    """One row an episode of need: a referral that was taken up, until it was closed. Columns: person_id, referral_date,
    closed (blank while open), date_of_birth, unaccompanied_until.

    An episode closed after an assessment that found no need (RC8, RC9) is among them while it is open: on the day
    nobody knew yet, and a count that changed with hindsight would make the newest months look worse than the old.
    Source: children in need census guide.
    """
    episodes = trusted("cin_episodes")
    taken_up = episodes.filter(~episodes.no_further_action.fill_null(NO))
    return with_child(taken_up.select("person_id", "referral_date", "closed"))


def assessments() -> ir.Table:
    """One row an assessment. Columns: person_id, referral_date, started, authorised (blank while open), clock_began,
    working_days (to authorised), date_of_birth, unaccompanied_until.

    The clock begins at the referral for the first assessment after it, and at its own start for a later one.
    Source: Working Together to Safeguard Children (45 working days from referral).
    """
    table = trusted("cin_assessments")
    rows = table.select("person_id", "referral_id", "referral_date", "started", "authorised", "assessment_id")
    in_order = ibis.window(group_by=rows.referral_id, order_by=[rows.started, rows.assessment_id])
    rows = rows.mutate(number=ibis.row_number().over(in_order))
    rows = rows.mutate(clock_began=ibis.ifelse(rows.number == 0, rows.referral_date, rows.started))
    return with_child(_working_days(rows, "clock_began", "authorised"))


def conferences() -> ir.Table:
    """One row an initial child protection conference that followed a section 47 enquiry. Columns: person_id, started
    (the strategy discussion), conference_date, working_days between, date_of_birth, unaccompanied_until.

    Source: Working Together to Safeguard Children (15 working days).
    """
    enquiries = trusted("s47_enquiry")
    held = enquiries.filter(enquiries.conference_date.notnull())
    rows = held.select("person_id", "s47_id", "started", "conference_date")
    return with_child(_working_days(rows, "started", "conference_date"))


def enquiries() -> ir.Table:
    """One row an enquiry under section 47. Columns: person_id, started, date_of_birth, unaccompanied_until."""
    return with_child(trusted("s47_enquiry").select("person_id", "s47_id", "started"))
