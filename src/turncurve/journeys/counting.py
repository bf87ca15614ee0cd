# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""A measure, compiled to one Ibis expression: periods and parts down, counts above and below the line across."""

from collections.abc import Sequence
from typing import Final

import ibis
import ibis.expr.types as ir

from turncurve.definitions.measures import Condition, Measure, OnADate, OnTheLastDay, Split
from turncurve.journeys.every_journey import journey
from turncurve.journeys.parts import every_part, told_by_part, with_parts
from turncurve.journeys.places import children_living
from turncurve.journeys.trusted import NO, YES, trusted, until

# The columns of a compiled measure, in order. `split` is "" for the whole, and `part` is then "all"; else `part` is the
# value of the split. `squares` is the sum of squares of what a mean averages, by which its spread is known; blank for a
# percent and a rate.
POINTS: Final = ("split", "part", "period", "starts", "ends", "numerator", "denominator", "squares")


def _test(rows: ir.Table, condition: Condition) -> ir.BooleanValue:
    column = rows[condition.column]
    if condition.is_ is not None:
        found = column == condition.is_
    elif condition.at_least is not None:
        found = column >= condition.at_least
    elif condition.at_most is not None:
        found = column <= condition.at_most
    elif condition.one_of is not None:
        found = column.isin(condition.one_of)
    elif condition.none_of is not None:
        found = column.notin(condition.none_of)
    else:
        return column.notnull() if condition.known else column.isnull()
    return found.fill_null(NO)


def _all(rows: ir.Table, conditions: tuple[Condition, ...]) -> ir.Value:
    kept = YES
    for condition in conditions:
        kept = kept & _test(rows, condition)
    return kept


def _in_periods(measure: Measure, rows: ir.Table, calendar: ir.Table) -> ir.Table:
    """Each row once for each period it counts in, with `day`: the event's day, or the period's last for a snapshot."""
    if isinstance(measure.counts, OnADate):
        happened = rows[measure.counts.date]
        joined = rows.join(calendar, [happened >= calendar.starts, happened <= calendar.ends])
        return joined.mutate(day=joined[measure.counts.date])
    if isinstance(measure.counts, OnTheLastDay):
        joined = rows.join(calendar, rows[measure.counts.last_day] == calendar.ends)
        return joined.mutate(day=joined.ends)
    began, ended = rows[measure.counts.began], rows[measure.counts.ended]
    joined = rows.join(calendar, [began <= calendar.ends, until(ended) > calendar.ends])
    return joined.mutate(day=joined.ends)


def _children_below(points: ir.Table) -> ir.Table:
    """The points with `denominator`: children aged 0 to 17 at the mid-year before.

    A locality's rate is out of the children living there. Age bands and unaccompanied children are out of all
    children of the authority, so that the parts add up to the whole.
    """
    here = trusted("children_of_authority").select(of_year="mid_year", in_authority="children")
    living = children_living().select(part_of="locality", year_of="mid_year", in_locality="children")
    joined = points.left_join(here, points.mid_year == here.of_year)
    joined = joined.left_join(living, [joined.part == living.part_of, joined.mid_year == living.year_of])
    return joined.mutate(
        denominator=ibis.ifelse(joined.split == "locality", joined.in_locality, joined.in_authority).cast("int64")
    )


def _sums(measure: Measure, rows: ir.Table, splits: Sequence[Split]) -> ir.Table:
    """The counts by `split`, `part`, `starts` and `ends`: `below`, `added` and, of a mean, `squares`."""
    when = ("starts", "ends")
    if measure.each == "child":
        counts = _children(rows, splits=splits, headline=measure.headline)
    elif measure.kind == "mean":
        averaged = rows[measure.average].cast("int64")
        counts = rows.group_by("parts", *when).aggregate(
            below=rows.count(), added=averaged.sum(), squares=(averaged * averaged).sum()
        )
        counts = told_by_part(counts, splits=splits, headline=measure.headline)
    else:
        counts = rows.group_by("parts", *when).aggregate(below=rows.count(), added=rows.count(where=rows.above))
        counts = told_by_part(counts, splits=splits, headline=measure.headline)
    counted = counts.group_by("split", "part", *when)
    sums = {name: counts[name].sum() for name in ("below", "added", *(("squares",) if measure.kind == "mean" else ()))}
    return counted.aggregate(**sums)


def _once(measure: Measure, rows: ir.Table) -> ir.Table:
    """The rows with `once`: that no other row of the child can count in the same period as this one.

    Told before each row is taken into every period it counts in, which may be a hundred.
    """
    if isinstance(measure.counts, OnADate | OnTheLastDay):
        return rows.mutate(once=rows.count().over(ibis.window(group_by=rows.person_id)) == 1)
    timed = rows.mutate(span_began=rows[measure.counts.began], span_ended=until(rows[measure.counts.ended]))
    in_order = ibis.window(group_by=timed.person_id, order_by=[timed.span_began, timed.span_ended])
    earlier = ibis.window(
        group_by=timed.person_id, order_by=[timed.span_began, timed.span_ended], preceding=(None, 1), following=None
    )
    after_all = (timed.span_ended.max().over(earlier) <= timed.span_began).fill_null(YES)
    before_next = (timed.span_began.lead().over(in_order) >= timed.span_ended).fill_null(YES)
    return timed.mutate(once=after_all & before_next).drop("span_began", "span_ended")


def _children(rows: ir.Table, *, splits: Sequence[Split], headline: str) -> ir.Table:
    """How many children by part and period, and how many of them with a row `above`.

    Nearly every row is the only one of its child in a period (`once`), and nearly every other child is in one part of
    each split, however many rows they have: both are counted together first. The rest are counted part by part.
    """
    kept = rows.select("starts", "ends", "person_id", "parts", "once", above=ibis.ifelse(rows.above, 1, 0))
    alone, others = kept.filter(kept.once), kept.filter(~kept.once)
    each = others.group_by("starts", "ends", "person_id").aggregate(
        parts=others.parts.min(), last_parts=others.parts.max(), above=others.above.max()
    )
    in_one = each.filter(each.parts == each.last_parts)
    together = [
        some.group_by("starts", "ends", "parts").aggregate(below=some.count(), added=some.above.sum())
        for some in (alone, in_one)
    ]
    in_several = each.filter(each.parts != each.last_parts).select("starts", "ends", "person_id")
    apart = told_by_part(
        others.drop("once").semi_join(in_several, ["starts", "ends", "person_id"]), splits=splits, headline=headline
    )
    children = apart.group_by("split", "part", "starts", "ends", "person_id").aggregate(above=apart.above.max())
    one_by_one = children.group_by("split", "part", "starts", "ends").aggregate(
        below=children.count(), added=children.above.sum()
    )
    counts = told_by_part(together[0].union(together[1]), splits=splits, headline=headline)
    return counts.select(one_by_one.columns).union(one_by_one)


def counted(
    measure: Measure, *, calendar: ir.Table, splits: Sequence[Split] = (), rows: ir.Table | None = None
) -> ir.Table:
    """The measure compiled: one row a part and period, ordered, with the columns of `POINTS`.

    `calendar` has one row a period: `period` (as written), `starts`, `ends`, `mid_year` (the population's). The whole
    comes always, and the parts of each of `splits`. `rows` is the measure's journey, where the engine has worked it out
    already. Counts are true counts. A rate's denominator is children aged 0 to 17; it is blank where no population was
    loaded. A mean's numerator is the sum of what it averages.
    """
    rows = journey(measure.journey, calendar=calendar) if rows is None else rows
    rows = rows.filter(_all(rows, measure.where))
    if measure.kind == "mean":
        rows = rows.filter(rows[measure.average].notnull())
    if measure.each == "child":
        rows = _once(measure, rows)
    rows = with_parts(_in_periods(measure, rows, calendar), splits=splits)
    sums = _sums(measure, rows.mutate(above=_all(rows, measure.above)), splits)
    # A part nobody planned for (age or locality not known) shows only where it holds someone.
    parts = every_part(splits).union(sums.select("split", "part"), distinct=True)
    grid = calendar.cross_join(parts)
    points = grid.left_join(sums, ["split", "part", "starts", "ends"])
    points = points.mutate(below=points.below.fill_null(0), added=points.added.fill_null(0).cast("int64"))
    if measure.kind == "rate":
        points = _children_below(points.mutate(numerator=points.below))
    else:
        points = points.mutate(numerator=points.added, denominator=points.below)
    if measure.kind != "mean":
        points = points.mutate(squares=ibis.null("int64"))
    return points.select(*POINTS).order_by("split", "part", "ends", "period")
