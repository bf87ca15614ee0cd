# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""The homes of a child in care: one after another, how many in a year, and how long they last."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.care import TEMPORARY, numbered_episodes, periods_of_care
from turncurve.journeys.trusted import NO, age_on, months_after, until

SAME_CARER = ("L", "T", "U")
PLACED_FOR_ADOPTION = ("A3", "A4", "A5", "A6")


def homes() -> ir.Table:
    """One row a home (placement): a run of episodes with the same carer, and the stays away from it for a while.

    Columns: person_id, period_number, home_number, began, ended (the day the next home or life after care began; blank
    while it lasts), first_type (the placement type it began as), began_before and next_home_began (the starts of the
    homes before and after it).
    Source: SSDA903 collection guide; a change of carer is RNE P or B.
    """
    episodes = numbered_episodes()
    settled = episodes.filter(episodes.placement_type.isnull() | episodes.placement_type.notin(TEMPORARY))
    in_order = ibis.window(group_by=[settled.person_id, settled.period_number], order_by=[settled.began, settled.ended])
    seen = settled.mutate(
        ended_before=settled.ended.lag().over(in_order),
        began_before=settled.began.lag().over(in_order),
        type_before=settled.placement_type.lag().over(in_order),
        urn_before=settled.urn.lag().over(in_order),
        postcode_before=settled.placement_postcode.lag().over(in_order),
    )
    after_a_stay_away = seen.ended_before < seen.began
    same_home = (
        seen.placement_type.identical_to(seen.type_before)
        & seen.urn.identical_to(seen.urn_before)
        & seen.placement_postcode.identical_to(seen.postcode_before)
    )
    goes_on = seen.reason_began.isin(SAME_CARER).fill_null(NO) | (after_a_stay_away.fill_null(NO) & same_home)
    seen = seen.mutate(new_home=ibis.ifelse(seen.began_before.notnull() & goes_on, 0, 1))
    running = ibis.window(
        group_by=[seen.person_id, seen.period_number], order_by=[seen.began, seen.ended], preceding=None, following=0
    )
    numbered = seen.mutate(home_number=seen.new_home.sum().over(running))
    in_order_of_home = ibis.window(
        group_by=[numbered.person_id, numbered.period_number, numbered.home_number],
        order_by=[numbered.began, numbered.ended],
    )
    first = numbered.mutate(number=ibis.row_number().over(in_order_of_home))
    first = first.mutate(first_type=ibis.ifelse(first.number == 0, first.placement_type, ibis.null("string")))
    lived = first.group_by("person_id", "period_number", "home_number").aggregate(
        began=first.began.min(), first_type=first.first_type.max()
    )
    spells = periods_of_care().select("person_id", "period_number", period_ended="ended")
    lived = lived.join(spells, ["person_id", "period_number"])
    one_after_another = ibis.window(group_by=[lived.person_id, lived.period_number], order_by=lived.home_number)
    lived = lived.mutate(
        next_home_began=lived.began.lead().over(one_after_another),
        began_before=lived.began.lag().over(one_after_another),
    )
    return lived.mutate(ended=lived.next_home_began.fill_null(lived.period_ended)).drop("period_ended")


def children_in_care_at_year_end(last_days: ir.Table) -> ir.Table:
    """One row a child in care on each 31 March, with the number of homes (placements) they had in the year to it.

    `last_days` has `on_day`. Columns out: person_id, on_day, placements, date_of_birth,
    unaccompanied_until. A home counts if it was open at any time from 1 April to 31 March and lasted at least a day.
    """
    spells, lived = periods_of_care(), homes()
    there = last_days.join(spells, [spells.began <= last_days.on_day, until(spells.ended) > last_days.on_day])
    children = there.select("person_id", "on_day", "date_of_birth", "unaccompanied_until").distinct()
    children = children.mutate(
        first_day=(months_after(children.on_day, -12) + ibis.interval(days=1)).cast("date"),
    )
    lasted = lived.filter(until(lived.ended) > lived.began)
    open_in_year = children.left_join(
        lasted,
        [
            children.person_id == lasted.person_id,
            lasted.began <= children.on_day,
            until(lasted.ended) > children.first_day,
        ],
    )
    return open_in_year.group_by("person_id", "on_day", "date_of_birth", "unaccompanied_until").aggregate(
        placements=open_in_year.home_number.count()
    )


def long_in_care(last_days: ir.Table) -> ir.Table:
    """One row a child who on each last day had been in care without a break for two and a half years.

    Columns: person_id, on_day, age, same_home (they had lived in the same home for two years, or were placed for
    adoption and had lived there and in the home before it for two years together), date_of_birth, unaccompanied_until.
    Source: DfE, long-term placement stability.
    """
    spells, lived = periods_of_care(), homes()
    there = spells.join(
        last_days,
        [months_after(spells.began, 30) <= last_days.on_day, until(spells.ended) > last_days.on_day],
    )
    children = there.select("person_id", "on_day", "date_of_birth", "unaccompanied_until")
    since = ibis.ifelse(
        lived.first_type.isin(PLACED_FOR_ADOPTION).fill_null(NO), lived.began_before.fill_null(lived.began), lived.began
    )
    settled = lived.select(child=lived.person_id, home_began=lived.began, home_until=until(lived.ended), since=since)
    at_home = children.left_join(
        settled,
        [
            children.person_id == settled.child,
            settled.home_began <= children.on_day,
            settled.home_until > children.on_day,
        ],
    )
    return at_home.select(
        "person_id",
        "on_day",
        "date_of_birth",
        "unaccompanied_until",
        age=age_on(at_home.date_of_birth, at_home.on_day),
        same_home=(months_after(at_home.since, 24) <= at_home.on_day).fill_null(NO),
    )
