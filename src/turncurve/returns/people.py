"""One row a child, from every return that knows them."""

from collections.abc import Sequence

import polars as pl

from turncurve.tables import in_shape, table


def merge_people(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The `person` tables of several returns as one: each cell from the first return given that fills it."""
    filled = [frame for frame in frames if frame.height]
    if not filled:
        return in_shape(pl.DataFrame(), table=table("person"))
    every = pl.concat(filled)
    one_each = every.group_by("person_id", maintain_order=True).agg(pl.all().drop_nulls().first())
    return in_shape(one_each.sort("person_id"), table=table("person"))
