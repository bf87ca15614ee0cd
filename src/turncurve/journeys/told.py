# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""Spells that each year's return tells again: one row each, as the newest return tells them."""

import ibis
import ibis.expr.types as ir


def as_last_told(rows: ir.Table, *, named_by: tuple[str, ...]) -> ir.Table:
    """One row a spell, as the newest return that tells it does.

    `rows` has person_id, began, ended, year and the columns of `named_by`, which with the first two name a spell. A
    spell left open by a return older than the newest one loaded, and never told again, is closed the day after the
    31 March of that return: nothing is known of it from then on.
    """
    newest_first = ibis.window(
        group_by=[rows[name] for name in ("person_id", "began", *named_by)],
        order_by=[ibis.desc(rows.year), ibis.desc(rows.ended)],
    )
    numbered = rows.mutate(telling=ibis.row_number().over(newest_first))
    told = numbered.filter(numbered.telling == 0).drop("telling")
    newest = rows.aggregate(newest_year=rows.year.max())
    both = told.cross_join(newest)
    lost = both.ended.isnull() & (both.year < both.newest_year)
    return both.mutate(ended=ibis.ifelse(lost, ibis.date(both.year, 4, 1), both.ended)).drop("newest_year")
