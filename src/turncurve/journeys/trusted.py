# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""The trusted tables as unbound Ibis tables, and the columns every journey carries about the child."""

from datetime import date
from typing import Final

import ibis
import ibis.expr.types as ir

from turncurve.tables import table

_TYPES: Final = {"text": "string", "date": "date", "integer": "int64", "number": "float64", "yes_no": "boolean"}

NO_END: Final = date(9999, 12, 31)

# Ibis wants a literal where a Boolean column has gaps to fill.
YES: Final = ibis.literal(value=True)
NO: Final = ibis.literal(value=False)


def trusted(name: str) -> ir.Table:
    """The trusted table of that name, unbound: the store binds it when it runs."""
    columns = table(name).columns
    return ibis.table({column: _TYPES[means.holds] for column, means in columns.items()}, name=name)


def with_child(rows: ir.Table) -> ir.Table:
    """The rows with `date_of_birth` and `unaccompanied_until` of their child.

    `unaccompanied_until` is the day the young person ceased to be an unaccompanied asylum-seeking child (9999-12-31
    while they still are one), blank for every other child.
    """
    births = trusted("person").select("person_id", "date_of_birth")
    status = trusted("immigration_status")
    arrivals = status.group_by("person_id").aggregate(unaccompanied_until=until(status.ended).max())
    joined = rows.left_join(births, "person_id").drop("person_id_right")
    return joined.left_join(arrivals, "person_id").drop("person_id_right")


def until(ended: ir.DateValue) -> ir.DateValue:
    """The day something ended, 9999-12-31 while it lasts: "or is blank" in a join would cost DuckDB its hash join."""
    return ended.fill_null(ibis.literal(NO_END))


def months_after(day: ir.DateValue, months: int) -> ir.DateValue:
    """The same day some months on (back where negative), clamped to the month's end."""
    length = ibis.interval(months=abs(months))
    return (day + length if months >= 0 else day - length).cast("date")


def age_on(birth: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Whole years of age on a day, counted on anniversaries (29 February comes of age on 1 March)."""
    not_yet = (day.month() * 100 + day.day()) < (birth.month() * 100 + birth.day())
    return day.year() - birth.year() - ibis.ifelse(not_yet, 1, 0)
