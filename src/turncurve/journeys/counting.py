# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""A measure, compiled to one Ibis expression: periods and parts down, counts above and below the line across."""

from collections.abc import Sequence
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from turncurve.definitions.measures import Condition, Measure, OnADate, OnTheLastDay, Split
from turncurve.journeys.every_journey import journey
from turncurve.journeys.places import NOT_KNOWN, children_living, every_locality, localities
from turncurve.journeys.trusted import NO, YES, age_on, trusted, until

UNACCOMPANIED: Final = "unaccompanied"
NOT_UNACCOMPANIED: Final = "not unaccompanied"
EVERYONE: Final = "all"
WHOLE: Final = ""
AGE_BANDS: Final = ("under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over")
AGE_NOT_KNOWN: Final = "age not known"
# Parts of a split that are there only where somebody is in them.
NOT_PLANNED: Final = (AGE_NOT_KNOWN, NOT_KNOWN)

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


def _age_band(rows: ir.Table) -> ir.Value:
    age = age_on(rows.date_of_birth, rows.day)
    return ibis.cases(
        (age.isnull(), AGE_NOT_KNOWN),
        (age < 1, AGE_BANDS[0]),
        (age < 5, AGE_BANDS[1]),
        (age < 10, AGE_BANDS[2]),
        (age < 16, AGE_BANDS[3]),
        else_=AGE_BANDS[4],
    )


def _lived_in(rows: ir.Table) -> ir.Table:
    """The rows with `part`: the locality each child lived in on the row's day."""
    lived = localities()
    there = rows.left_join(
        lived,
        [
            rows.person_id == lived.child,
            lived.place_began <= rows.day,
            lived.place_ended > rows.day,
        ],
    )
    return there.mutate(part=there.locality.fill_null(NOT_KNOWN))


def _of_split(rows: ir.Table, split: Split, headline: ir.Table) -> ir.Table:
    """The rows a split is of, with `part`. All but the split by being unaccompanied are of the headline's children."""
    if split == "unaccompanied":
        one = rows.mutate(part=ibis.ifelse(rows.is_unaccompanied, UNACCOMPANIED, NOT_UNACCOMPANIED))
        return one.union(rows.mutate(part=ibis.literal(EVERYONE)))
    return headline.mutate(part=_age_band(headline)) if split == "age_band" else _lived_in(headline)


def _with_parts(measure: Measure, rows: ir.Table, splits: Sequence[Split]) -> ir.Table:
    """Each row once for the whole and once for each part it belongs to, with `split` and `part`."""
    rows = rows.mutate(is_unaccompanied=(rows.unaccompanied_until > rows.day).fill_null(NO))
    headline = rows
    if measure.headline != EVERYONE:
        headline = rows.filter(rows.is_unaccompanied == (measure.headline == UNACCOMPANIED))
    kept = ("split", "part", "period", "person_id", "above", *((measure.average,) if measure.average else ()))
    told = [headline.mutate(split=ibis.literal(WHOLE), part=ibis.literal(EVERYONE)).select(*kept)]
    told += [_of_split(rows, one, headline).mutate(split=ibis.literal(one)).select(*kept) for one in splits]
    return reduce(lambda one, other: one.union(other), told)


def _every_part(splits: Sequence[Split]) -> ir.Table:
    """One row a part that a period shows even when nobody is in it: columns `split` and `part`."""
    fixed = [(WHOLE, EVERYONE)]
    fixed += [("age_band", band) for band in AGE_BANDS if "age_band" in splits]
    fixed += [
        ("unaccompanied", who) for who in (EVERYONE, NOT_UNACCOMPANIED, UNACCOMPANIED) if "unaccompanied" in splits
    ]
    parts = ibis.memtable(
        {"split": [split for split, _ in fixed], "part": [part for _, part in fixed]},
        schema={"split": "string", "part": "string"},
    )
    if "locality" not in splits:
        return parts
    lived_in = every_locality()
    return parts.union(lived_in.select(split=ibis.literal("locality"), part=lived_in.part))


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


def _sums(measure: Measure, rows: ir.Table) -> ir.Table:
    """The counts by period and part: `below`, `above` and `squares`, all whole numbers."""
    grouped = rows.group_by("split", "part", "period")
    if measure.kind == "mean":
        averaged = rows[measure.average].cast("int64")
        return grouped.aggregate(below=rows.count(), added=averaged.sum(), squares=(averaged * averaged).sum())
    if measure.each == "child":
        # Two steps: an engine counts distinct texts within many groups far more slowly.
        children = rows.group_by("split", "part", "period", "person_id").aggregate(
            above=ibis.ifelse(rows.above, 1, 0).max()
        )
        return children.group_by("split", "part", "period").aggregate(
            below=children.count(), added=children.above.sum()
        )
    return grouped.aggregate(below=rows.count(), added=rows.count(where=rows.above))


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
    rows = _in_periods(measure, rows, calendar)
    sums = _sums(measure, _with_parts(measure, rows.mutate(above=_all(rows, measure.above)), splits))
    # A part nobody planned for (age or locality not known) shows only where it holds someone.
    parts = _every_part(splits).union(sums.select("split", "part"), distinct=True)
    grid = calendar.cross_join(parts)
    points = grid.left_join(sums, ["split", "part", "period"])
    points = points.mutate(below=points.below.fill_null(0), added=points.added.fill_null(0).cast("int64"))
    if measure.kind == "rate":
        points = _children_below(points.mutate(numerator=points.below))
    else:
        points = points.mutate(numerator=points.added, denominator=points.below)
    if measure.kind != "mean":
        points = points.mutate(squares=ibis.null("int64"))
    return points.select(*POINTS).order_by("split", "part", "ends", "period")
