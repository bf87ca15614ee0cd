"""What the checks found in each authority of a region, put together as one answer."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from turncurve.checks import FOUND, QUALITY, RAN
from turncurve.definitions.data_quality import data_quality

# As many authorities as are named one by one where a check could not run.
_NAMED: Final = 3


def found_together(parts: Sequence[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    """Findings of authorities with their names ("" for a single council), in the columns of FOUND.

    A finding of no file says whose it is.
    """
    said = [_with_name(rows, name) if name else rows for name, rows in parts]
    return pl.concat([FOUND.to_frame(), *said])


def _with_name(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    of_whole = pl.concat_str("field", pl.lit(f" ({name})"))
    return rows.with_columns(pl.when(pl.col("file").is_null()).then(of_whole).otherwise("field").alias("field"))


def ran_together(parts: Sequence[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    """What was tested and found by check and year over all, in the columns of RAN; who could not be checked is named.

    That a list or return never arrived is said only where it arrived from nobody.
    """
    every = [rows.with_columns(whose=pl.lit(name)) for name, rows in parts]
    rows = pl.concat([RAN.to_frame().with_columns(whose=pl.lit("")), *every])
    arrived = rows.filter((pl.col("because") == "") | (pl.col("year") != 0)).get_column("check").unique()
    never = (pl.col("because") != "") & (pl.col("year") == 0) & pl.col("check").is_in(arrived.to_list())
    counted = (
        rows.filter(~never)
        .group_by("check", "year", "because", maintain_order=True)
        .agg(pl.col("rows_tested").sum(), pl.col("rows_found").sum(), pl.col("whose").unique(maintain_order=True))
    )
    said = [
        _said(because, whose=whose, of=len(parts)) if because else ""
        for because, whose in counted.select("because", "whose").iter_rows()
    ]
    return (
        counted.with_columns(because=pl.Series(said, dtype=pl.String))
        .select(RAN.names())
        .sort("check", "year", maintain_order=True)
    )


def _said(because: str, *, whose: Sequence[str], of: int) -> str:
    names = [name for name in whose if name]
    if not names or len(names) == of:
        return because
    who = ", ".join(names) if len(names) <= _NAMED else f"{len(names)} authorities"
    return f"{who}: {because}"


def quality_together(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The good and all cells, records or rows of every part added up, in the columns of QUALITY."""
    if len(parts) == 1:
        return parts[0]
    below: Mapping[str, float] = {str(dimension): line for dimension, line in data_quality().poor_below.items()}
    added = (
        pl.concat([QUALITY.to_frame(), *parts])
        .group_by("about", "dimension", "year")
        .agg(pl.col("good").sum(), pl.col("out_of").sum())
        .with_columns(value=100 * pl.col("good") / pl.col("out_of"))
    )
    poor = pl.col("value") < pl.col("dimension").replace_strict(below, return_dtype=pl.Float64)
    return added.with_columns(poor=poor).select(QUALITY.names()).cast(QUALITY).sort("about", "dimension", "year")
