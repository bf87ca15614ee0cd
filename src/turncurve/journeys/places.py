# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""Where a child lived, day by day."""

import ibis
import ibis.expr.types as ir

from turncurve.journeys.trusted import trusted, until

NOT_KNOWN = "Locality not known"


def localities() -> ir.Table:
    """One row a time a child lived in one locality. Columns: child, place_began, place_ended, place (its number).

    `place_ended` is 9999-12-31 while they live there.
    """
    areas, numbered = trusted("small_areas"), every_locality()
    known = areas.select("small_area", "locality").distinct()
    placed = known.join(numbered, known.locality == numbered.part).select("small_area", "place")
    lived = trusted("children_places")
    joined = lived.join(placed, "small_area")
    return joined.select(
        child=joined.person_id, place_began=joined.began, place_ended=until(joined.ended), place=joined.place
    )


def every_locality() -> ir.Table:
    """One row a locality: its name, `part`, and its number from 1, `place`."""
    areas = trusted("small_areas")
    names = areas.select(part=areas.locality).distinct()
    return names.mutate(place=ibis.row_number().over(ibis.window(order_by=names.part)) + 1)


def children_living() -> ir.Table:
    """Children aged 0 to 17 by locality and mid-year. Columns: locality, mid_year, children."""
    areas = trusted("small_areas")
    return areas.group_by("locality", "mid_year").aggregate(children=areas.children.sum())
