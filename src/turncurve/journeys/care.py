# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""Time in care: periods of care, the homes within them, going home, and leaving care."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.trusted import NO, age_on, months_after, trusted, with_child

# An agreed series of short breaks; DfE leaves them out of every count of children looked after.
SHORT_BREAKS = ("V3", "V4")
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
SAME_CARER = ("L", "T", "U")
WENT_HOME_PLANNED, WENT_HOME_UNPLANNED = "E4A", "E4B"


def _episodes() -> ir.Table:
    """Episodes of care, each with the number of the child's period of care it belongs to (short breaks left out)."""
    episodes = trusted("cla_episodes")
    kept = episodes.filter(episodes.legal_status.isnull() | episodes.legal_status.notin(SHORT_BREAKS))
    in_order = ibis.window(group_by=kept.person_id, order_by=[kept.began, kept.ended])
    marked = kept.mutate(ended_before=kept.ended.lag().over(in_order), first=kept.began.lag().over(in_order).isnull())
    # An episode that begins the day the last one ended goes on with the same period (SSDA903 rule 388).
    marked = marked.mutate(
        starts_period=ibis.ifelse(marked.first | (marked.ended_before < marked.began), 1, 0),
    )
    running = ibis.window(group_by=marked.person_id, order_by=[marked.began, marked.ended], preceding=None, following=0)
    return marked.mutate(period_number=marked.starts_period.sum().over(running))


def _last_known(rows: ir.Table, column: str) -> ir.Table:
    """The rows with `column` kept on the last episode of its period only, so that `max` finds it on any engine."""
    backwards = ibis.window(
        group_by=[rows.person_id, rows.period_number], order_by=[ibis.desc(rows.began), ibis.desc(rows.ended)]
    )
    numbered = rows.mutate(from_the_end=ibis.row_number().over(backwards))
    return numbered.mutate(**{column: ibis.ifelse(numbered.from_the_end == 0, numbered[column], ibis.null("string"))})


def periods_of_care() -> ir.Table:
    """One row a period of care: the longest run of episodes without a gap, short breaks (V3, V4) left out.

    Columns: person_id, period_number (1 is the child's first), began, ended (blank while it lasts), reason_ended,
    next_began (the start of the child's next period), date_of_birth, unaccompanied_until.
    Source: SSDA903 collection guide, period of being looked after.
    """
    rows = _last_known(_episodes(), "reason_ended")
    spells = rows.group_by("person_id", "period_number").aggregate(
        began=rows.began.min(),
        last_end=rows.ended.max(),
        still_open=rows.ended.isnull().sum(),
        reason_ended=rows.reason_ended.max(),
    )
    spells = spells.mutate(ended=ibis.ifelse(spells.still_open > 0, ibis.null("date"), spells.last_end))
    in_order = ibis.window(group_by=spells.person_id, order_by=spells.began)
    spells = spells.mutate(next_began=spells.began.lead().over(in_order)).drop("last_end", "still_open")
    return with_child(spells)


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


def _homes() -> ir.Table:
    """One row a home (placement): runs of episodes with the same carer; temporary stays are no home of their own."""
    episodes = _episodes()
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
    homes = numbered.group_by("person_id", "period_number", "home_number").aggregate(
        began=numbered.began.min(), last_end=numbered.ended.max(), still_open=numbered.ended.isnull().sum()
    )
    return homes.mutate(ended=ibis.ifelse(homes.still_open > 0, ibis.null("date"), homes.last_end))


def children_in_care_at_year_end(year_ends: ir.Table) -> ir.Table:
    """One row a child in care on each 31 March, with the number of homes (placements) they had in the year to it.

    `year_ends` has one column, `on_day`. Columns out: person_id, on_day, placements, date_of_birth,
    unaccompanied_until. A home counts if it was open at any time from 1 April to 31 March and lasted at least a day.
    """
    spells, homes = periods_of_care(), _homes()
    there = year_ends.join(
        spells, [spells.began <= year_ends.on_day, spells.ended.isnull() | (spells.ended > year_ends.on_day)]
    )
    children = there.select("person_id", "on_day", "date_of_birth", "unaccompanied_until").distinct()
    first_day = months_after(children.on_day, -12) + ibis.interval(days=1)
    open_in_year = children.left_join(
        homes,
        [
            children.person_id == homes.person_id,
            homes.began <= children.on_day,
            homes.ended.isnull() | ((homes.ended > first_day.cast("date")) & (homes.ended > homes.began)),
        ],
    )
    return open_in_year.group_by("person_id", "on_day", "date_of_birth", "unaccompanied_until").aggregate(
        placements=open_in_year.home_number.count()
    )


def care_leavers_around_birthdays() -> ir.Table:
    """One row a care leaver in a year's OC3 module.

    Columns: person_id, on_day (31 March of the return's year), age on that day, in_touch, accommodation, suitable
    (a code ending in 1), counted (not died, not abroad, not deported), date_of_birth, unaccompanied_until (9999-12-31
    for a young adult who had ever been an unaccompanied child, blank for others).
    """
    leavers = trusted("care_leavers")
    arrivals = trusted("immigration_status").select("person_id").distinct().mutate(arrived=ibis.literal(1))
    rows = leavers.left_join(arrivals, "person_id").drop("person_id_right")
    day = ibis.date(rows.year, 3, 31)
    kind = rows.accommodation.substr(0, 1)
    gone = rows.in_touch.identical_to(ibis.literal("DIED")) | kind.isin(("G", "H")).fill_null(NO)
    return rows.select(
        "person_id",
        "in_touch",
        "accommodation",
        "date_of_birth",
        on_day=day,
        age=age_on(rows.date_of_birth, day),
        suitable=rows.accommodation.endswith("1").fill_null(NO),
        counted=~gone,
        unaccompanied_until=ibis.ifelse(rows.arrived.notnull(), ibis.date("9999-12-31"), ibis.null("date")),
    )
