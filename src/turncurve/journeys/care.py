# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""Time in care: episodes, and the periods of care they make."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.trusted import trusted, with_child

# An agreed series of short breaks; DfE leaves them out of every count of children looked after.
SHORT_BREAKS = ("V3", "V4")
TEMPORARY = ("T0", "T1", "T2", "T3", "T4")
_OF_AN_EPISODE = (
    "person_id",
    "began",
    "ended",
    "reason_began",
    "reason_ended",
    "legal_status",
    "placement_type",
    "placement_postcode",
    "urn",
)


def numbered_episodes() -> ir.Table:
    """Episodes of care, each with the number of the child's period of care it belongs to (short breaks left out)."""
    episodes = trusted("cla_episodes")
    kept = episodes.filter(episodes.legal_status.isnull() | episodes.legal_status.notin(SHORT_BREAKS))
    kept = kept.select(*_OF_AN_EPISODE)
    in_order = ibis.window(group_by=kept.person_id, order_by=[kept.began, kept.ended])
    marked = kept.mutate(ended_before=kept.ended.lag().over(in_order), first=kept.began.lag().over(in_order).isnull())
    # An episode that begins the day the last one ended goes on with the same period (SSDA903 rule 388).
    marked = marked.mutate(
        starts_period=ibis.ifelse(marked.first | (marked.ended_before < marked.began), 1, 0),
    )
    running = ibis.window(group_by=marked.person_id, order_by=[marked.began, marked.ended], preceding=None, following=0)
    return marked.mutate(period_number=marked.starts_period.sum().over(running))


def episodes_with_placement() -> ir.Table:
    """Episodes of care, with `placement`: the placement type, or the one before where the child is away for a while.

    Hospital, holidays and the like (T0 to T4) are no home of their own: the child still lives where they lived before.
    """
    episodes = numbered_episodes()
    away = episodes.placement_type.isin(TEMPORARY)
    marked = episodes.mutate(is_settled=ibis.ifelse(away, 0, 1))
    running = ibis.window(
        group_by=[marked.person_id, marked.period_number],
        order_by=[marked.began, marked.ended],
        preceding=None,
        following=0,
    )
    told = marked.mutate(
        settled_so_far=marked.is_settled.sum().over(running),
        settled_type=ibis.ifelse(marked.is_settled == 1, marked.placement_type, ibis.null("string")),
    )
    same = ibis.window(group_by=[told.person_id, told.period_number, told.settled_so_far])
    return told.mutate(placement=told.settled_type.max().over(same))


def _last_known(rows: ir.Table, *columns: str) -> ir.Table:
    """The rows with `columns` kept on the last episode of its period only, so that `max` finds it on any engine."""
    backwards = ibis.window(
        group_by=[rows.person_id, rows.period_number], order_by=[ibis.desc(rows.began), ibis.desc(rows.ended)]
    )
    numbered = rows.mutate(from_the_end=ibis.row_number().over(backwards))
    return numbered.mutate(
        **{column: ibis.ifelse(numbered.from_the_end == 0, numbered[column], ibis.null("string")) for column in columns}
    )


def periods_of_care() -> ir.Table:
    """One row a period of care: the longest run of episodes without a gap, short breaks (V3, V4) left out.

    Columns: person_id, period_number (1 is the child's first), began, ended (blank while it lasts), reason_ended,
    last_placement, next_began (the start of the child's next period), date_of_birth, unaccompanied_until.
    Source: SSDA903 collection guide, period of being looked after.
    """
    rows = _last_known(episodes_with_placement(), "reason_ended", "placement")
    spells = rows.group_by("person_id", "period_number").aggregate(
        began=rows.began.min(),
        last_end=rows.ended.max(),
        still_open=rows.count(where=rows.ended.isnull()),
        reason_ended=rows.reason_ended.max(),
        last_placement=rows.placement.max(),
    )
    spells = spells.mutate(ended=ibis.ifelse(spells.still_open > 0, ibis.null("date"), spells.last_end))
    in_order = ibis.window(group_by=spells.person_id, order_by=spells.began)
    spells = spells.mutate(next_began=spells.began.lead().over(in_order)).drop("last_end", "still_open")
    return with_child(spells)


def placements_in_care() -> ir.Table:
    """One row an episode of care. Columns: person_id, began, ended (blank while it lasts), placement (the home the
    child lives in, also while away from it for a while), legal_status, date_of_birth, unaccompanied_until."""
    episodes = episodes_with_placement()
    return with_child(episodes.select("person_id", "began", "ended", "placement", "legal_status"))
