"""All trusted tables by name."""

from collections.abc import Mapping

from turncurve.tables import annex_a, calendar, care, help_and_protection, own_lists, people, published
from turncurve.tables.column import Table

TABLES: Mapping[str, Table] = {
    found.name: found
    for room in (people, care, help_and_protection, annex_a, own_lists, published, calendar)
    for found in vars(room).values()
    if isinstance(found, Table)
}


def table(name: str) -> Table:
    """The table of that name; KeyError if there is none."""
    return TABLES[name]
