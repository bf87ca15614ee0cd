# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""A measure, compiled to one Ibis expression: periods and parts down, counts above and below the line across."""

from typing import Final, Literal

import ibis
import ibis.expr.types as ir

from turncurve.definitions.measures import Condition, Measure, OnADate, Split
from turncurve.journeys.every_journey import journey
from turncurve.journeys.places import NOT_KNOWN, children_living, every_locality, localities
from turncurve.journeys.trusted import NO, YES, age_on, trusted

UNACCOMPANIED: Final = "unaccompanied"
NOT_UNACCOMPANIED: Final = "not unaccompanied"
EVERYONE: Final = "all"
AGE_BANDS: Final = ("under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over")
AGE_NOT_KNOWN: Final = "age not known"

# The columns of a compiled measure, in order. `part` is the value of the split, "all" where there is none.
POINTS: Final = ("period", "starts", "ends", "part", "numerator", "denominator")


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
    began, ended = rows[measure.counts.began], rows[measure.counts.ended]
    joined = rows.join(calendar, [began <= calendar.ends, ended.isnull() | (ended > calendar.ends)])
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


def _with_part(rows: ir.Table, split: Split | Literal[""]) -> ir.Table:
    """The rows with `part`: which part of the split each belongs to on its day."""
    if split == "":
        return rows.mutate(part=ibis.literal(EVERYONE))
    if split == "age_band":
        return rows.mutate(part=_age_band(rows))
    if split == "unaccompanied":
        one = rows.mutate(part=ibis.ifelse(rows.is_unaccompanied, UNACCOMPANIED, NOT_UNACCOMPANIED))
        return one.union(rows.mutate(part=ibis.literal(EVERYONE)))
    lived = localities()
    there = rows.left_join(
        lived,
        [
            rows.person_id == lived.child,
            lived.place_began <= rows.day,
            lived.place_ended > rows.day,
        ],
    )
    return there.mutate(part=there.locality.fill_null(NOT_KNOWN)).drop(
        "child", "place_began", "place_ended", "locality"
    )


def _every_part(split: Split | Literal[""]) -> ir.Table:
    """One row a part that a period shows even when nobody is in it."""
    if split == "locality":
        return every_locality()
    fixed = {
        "": (EVERYONE,),
        "age_band": AGE_BANDS,
        "unaccompanied": (EVERYONE, NOT_UNACCOMPANIED, UNACCOMPANIED),
    }[split]
    return ibis.memtable({"part": list(fixed)}, schema={"part": "string"})


def _children_below(points: ir.Table, split: Split | Literal[""]) -> ir.Table:
    """The points with `denominator`: children aged 0 to 17 at the mid-year before.

    A locality's rate is out of the children living there. Age bands and unaccompanied children are out of all
    children of the authority, so that the parts add up to the whole.
    """
    if split == "locality":
        living = children_living()
        joined = points.left_join(living, [points.part == living.locality, points.mid_year == living.mid_year])
    else:
        living = trusted("children_of_authority")
        joined = points.left_join(living, points.mid_year == living.mid_year)
    return joined.mutate(denominator=joined.children.cast("int64"))


def counted(measure: Measure, *, calendar: ir.Table, split: Split | Literal[""] = "") -> ir.Table:
    """The measure compiled: one row a period and part, ordered, with the columns of `POINTS`.

    `calendar` has one row a period: `period` (as written), `starts`, `ends`, `mid_year` (the population's). Counts are
    true counts. A rate's denominator is children aged 0 to 17; it is blank where no population was loaded.
    """
    rows = journey(measure.journey, calendar=calendar)
    rows = rows.filter(_all(rows, measure.where))
    rows = _in_periods(measure, rows, calendar)
    rows = rows.mutate(is_unaccompanied=(rows.unaccompanied_until > rows.day).fill_null(NO))
    if split != "unaccompanied" and measure.headline != EVERYONE:
        rows = rows.filter(rows.is_unaccompanied == (measure.headline == UNACCOMPANIED))
    rows = _with_part(rows.mutate(above=_all(rows, measure.above)), split)
    grouped = rows.group_by("period", "part")
    if measure.each == "child":
        sums = grouped.aggregate(below=rows.person_id.nunique(), above=rows.person_id.nunique(where=rows.above))
    else:
        sums = grouped.aggregate(below=rows.count(), above=rows.count(where=rows.above))
    # A part nobody planned for (age or locality not known) shows only where it holds someone.
    parts = _every_part(split).union(sums.select("part"), distinct=True)
    grid = calendar.cross_join(parts)
    points = grid.left_join(sums, [grid.period == sums.period, grid.part == sums.part])
    points = points.mutate(below=points.below.fill_null(0), above=points.above.fill_null(0))
    if measure.kind == "rate":
        points = _children_below(points.mutate(numerator=points.below), split)
    else:
        points = points.mutate(numerator=points.above, denominator=points.below)
    return points.select(*POINTS).order_by("ends", "part")
