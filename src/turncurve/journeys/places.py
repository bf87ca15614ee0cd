# Ibis types every column it has not met as a plain Column, so strict checks of its operators say nothing here.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportOperatorIssue=false, reportCallIssue=false
"""Where a child lived, day by day."""

import ibis.expr.types as ir

from turncurve.journeys.trusted import trusted, until

NOT_KNOWN = "Locality not known"


def localities() -> ir.Table:
    """One row a time a child lived in one locality. Columns: child, place_began, place_ended, locality.

    `place_ended` is 9999-12-31 while they live there.
    """
    areas = trusted("small_areas")
    known = areas.select("small_area", "locality").distinct()
    lived = trusted("children_places")
    joined = lived.join(known, "small_area")
    return joined.select(
        child=joined.person_id,
        place_began=joined.began,
        place_ended=until(joined.ended),
        locality=joined.locality,
    )


def every_locality() -> ir.Table:
    """One row a locality, column `part`."""
    areas = trusted("small_areas")
    return areas.select(part=areas.locality).distinct()


def children_living() -> ir.Table:
    """Children aged 0 to 17 by locality and mid-year. Columns: locality, mid_year, children."""
    areas = trusted("small_areas")
    return areas.group_by("locality", "mid_year").aggregate(children=areas.children.sum())
