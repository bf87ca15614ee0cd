"""Many censuses as each reports its records, and made into one history: the newest that reports a record wins."""

from collections.abc import Collection, Sequence
from typing import Final

import polars as pl

from turncurve.returns.arriving import Repair
from turncurve.returns.cin_census.taking import NAMED_BY, Taken, no_record
from turncurve.tables import in_shape, table
from turncurve.tables.reported import REPORTED

# An episode or plan left open in an older census and not restated in the next is closed the day after that year.
_BEGUN_AND_ENDED: Final = {
    "cin_episodes": ("referral_date", "closed"),
    "cin_plans": ("started", "ended"),
    "cp_plans": ("started", "ended"),
}
_WHAT_WAS_DONE: Final = {
    "restated-by-a-newer-census": "A record reported in several censuses was taken from the newest.",
    "open-record-closed-at-year-end": (
        "An episode or plan left open and not reported again was closed the day after its last census (1 April)."
    ),
    "open-record-lost-in-a-missing-year": (
        "An episode or plan open before a missing census and not reported after it was closed the day after the last "
        "census that reports it; it may have lasted into the missing year."
    ),
}


def reported(censuses: Sequence[Taken], *, return_name: str) -> dict[str, pl.DataFrame]:
    """The records of every census as it reports them, for the checks."""
    return {
        name: _together(censuses, one.like).select(pl.col(column).cast(holds) for column, holds in one.columns.items())
        for name, one in REPORTED.items()
        if one.return_name == return_name
    }


def stitched(censuses: Sequence[Taken]) -> tuple[dict[str, pl.DataFrame], tuple[Repair, ...]]:
    """One row a record from censuses, older before newer, with every repair counted."""
    years = {census.year for census in censuses}
    tables: dict[str, pl.DataFrame] = {}
    done = dict.fromkeys(_WHAT_WAS_DONE, 0)
    for name, named_by in NAMED_BY.items():
        every = _together(censuses, name)
        if name == "person":
            newest = every.group_by(named_by).agg(pl.all().drop_nulls().last())
        else:
            newest = every.unique(subset=list(named_by), keep="last")
            done["restated-by-a-newer-census"] += every.height - newest.height
        if name in _BEGUN_AND_ENDED:
            newest, closed = _closed(newest, name, years=years)
            for rule, rows in closed.items():
                done[rule] += rows
        shaped = in_shape(newest, table=table(name))
        # In one order, so that the order in which files come changes nothing.
        tables[name] = shaped.sort(shaped.columns)
    return tables, tuple(
        Repair(rule=rule, what_was_done=said, rows=done[rule]) for rule, said in _WHAT_WAS_DONE.items() if done[rule]
    )


def _together(censuses: Sequence[Taken], name: str) -> pl.DataFrame:
    """The records of one table in every census, each with the year and file that reports it."""
    none = no_record(name).with_columns(
        pl.lit(None, dtype=pl.Int64).alias("year"), pl.lit(None, dtype=pl.String).alias("file")
    )
    return pl.concat(
        [
            none,
            *(
                census.records[name].with_columns(
                    pl.lit(census.year, dtype=pl.Int64).alias("year"), pl.lit(census.key).alias("file")
                )
                for census in censuses
            ),
        ]
    )


def _closed(records: pl.DataFrame, name: str, *, years: Collection[int]) -> tuple[pl.DataFrame, dict[str, int]]:
    """Records with what an older census leaves open, and no newer one restates, closed; how many, by rule.

    Each is closed on the first day no census speaks of, and never before it began.
    """
    began, ended = _BEGUN_AND_ENDED[name]
    left_open = pl.col(ended).is_null() & (pl.col("year") < max(years, default=0))
    if "no_further_action" in records.columns:
        left_open &= ~pl.col("no_further_action").fill_null(value=False)
    open_years = records.filter(left_open).get_column("year")
    followed = int(open_years.is_in([year - 1 for year in years]).sum())
    last_seen = pl.max_horizontal(pl.date(pl.col("year"), 4, 1), began)
    return records.with_columns(pl.when(left_open).then(last_seen).otherwise(ended).alias(ended)), {
        "open-record-closed-at-year-end": followed,
        "open-record-lost-in-a-missing-year": open_years.len() - followed,
    }
