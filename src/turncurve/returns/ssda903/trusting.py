"""Rows of all files and years to trusted tables, and to the tables of what each file reports."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import polars as pl

from turncurve.returns.arriving import Covered, Repair
from turncurve.returns.csv_pieces import LINE
from turncurve.returns.ssda903.columns import NTH, YEAR
from turncurve.returns.ssda903.modules import EPISODES, HEADER, UASC, Module
from turncurve.returns.ssda903.stitching import stitch
from turncurve.returns.whose_rows import authority_of
from turncurve.tables import in_shape, table
from turncurve.tables.reported import REPORTED, in_reported_shape


def trusted_tables(
    modules: Mapping[Module, pl.DataFrame], *, rows_of: Sequence[Covered]
) -> tuple[dict[str, pl.DataFrame], tuple[Repair, ...]]:
    """The trusted tables of `located` rows, years stitched together, and the repairs this took."""
    rows = dict(modules)
    people, arrivals = rows.pop(HEADER, _NOBODY), rows.pop(UASC, _NOBODY)
    episodes, repairs = _stitched(rows.pop(EPISODES, _NOBODY), rows_of=rows_of)
    found = {
        EPISODES.table: episodes,
        HEADER.table: _newest_each(pl.concat([people, arrivals], how="diagonal_relaxed"), as_last=()),
        "mother": people.filter(pl.col("is_mother").is_not_null()) if people.height else people,
        UASC.table: _newest_each(arrivals, as_last=("ended",)).with_columns(status=pl.lit("unaccompanied")),
        **{module.table: of for module, of in rows.items()},
    }
    shaped = {name: in_shape(of, table=table(name)) for name, of in found.items()}
    # In one order, so that the order in which files come changes nothing; stitched episodes are in theirs.
    return {name: of if name == EPISODES.table else of.sort(of.columns) for name, of in shaped.items()}, repairs


def reported_tables(modules: Mapping[Module, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The `located` rows as each file reports them, of the modules whose rows are checked."""
    return {
        module.reported: in_reported_shape(module.reported, rows)
        for module, rows in modules.items()
        if module.reported in REPORTED
    }


_NOBODY = pl.DataFrame(schema={"person_id": pl.String, "year": pl.Int32})


def located(rows: pl.DataFrame, *, files: Sequence[str]) -> pl.DataFrame:
    """The rows with their file's key, the row a person sees and the year by name. `files` are the keys by NTH."""
    keys = pl.Series(files, dtype=pl.String).gather(rows.get_column(NTH))
    named = rows.with_columns(file=keys, row=pl.col(LINE), year=pl.col(YEAR))
    return named.select(name for name in named.columns if not name.startswith("\x00"))


def _stitched(rows: pl.DataFrame, *, rows_of: Sequence[Covered]) -> tuple[pl.DataFrame, tuple[Repair, ...]]:
    """One history from the episodes of all years; in a region's store each authority's by the years it has returned."""
    years: dict[str, set[int]] = {}
    for one in rows_of:
        if one.kind == f"SSDA903 {EPISODES.name}":
            years.setdefault(one.authority, set()).add(one.year)
    alike: dict[frozenset[int], list[str]] = {}
    for authority, of_one in years.items():
        alike.setdefault(frozenset(of_one), []).append(authority)
    parts, repairs = list[pl.DataFrame](), Counter[tuple[str, str]]()
    for of_some, authorities in alike.items():
        theirs = rows if len(alike) == 1 else rows.filter(authority_of(pl.col("person_id")).is_in(authorities))
        episodes, done = stitch(theirs, years=of_some)
        parts.append(episodes)
        repairs.update({(one.rule, one.what_was_done): one.rows for one in done})
    found = tuple(Repair(rule=rule, what_was_done=what, rows=n) for (rule, what), n in repairs.items())
    return (parts[0] if len(parts) == 1 else pl.concat(parts).sort("person_id", "began")) if parts else rows, found


def _newest_each(rows: pl.DataFrame, *, as_last: Collection[str]) -> pl.DataFrame:
    """One row a child: the newest return's values, with what it leaves blank taken from older ones.

    A column of `as_last` is blank where the newest return leaves it blank.
    """
    values = [name for name in rows.columns if name != "person_id"]
    newest = [pl.col(name).last() if name in as_last else pl.col(name).drop_nulls().last() for name in values]
    return rows.sort("year", maintain_order=True).group_by("person_id", maintain_order=True).agg(newest)
