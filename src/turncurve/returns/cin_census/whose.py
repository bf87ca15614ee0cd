"""In a region's store, each census's children made its authority's own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from turncurve.returns.arriving import ArrivedFile, Repair
from turncurve.returns.cin_census.stitching import stitched
from turncurve.returns.cin_census.taking import Taken
from turncurve.returns.showing import code_shown
from turncurve.returns.whose_rows import child_of, not_known

# Every name of a record begins with the child's number, which two authorities may both have given.
_NAMES: Final = ("person_id", "referral_id", "assessment_id", "s47_id", "plan_id")


def of_member(census: Taken, *, file: ArrivedFile) -> Taken:
    """The census with its records' names made its authority's own; set aside whole where it is no member's.

    A single council's census is given back as it is.
    """
    if not file.members:
        return census
    code = census.authority if census.authority in file.members else "" if census.authority else file.authority
    census.authority = code or census.authority
    if not code:
        census.problems.append(not_known(file, row=None, field="LEA", found=code_shown(census.authority)))
        census.set_all_aside()
        return census
    for name, records in census.records.items():
        own = [child_of(pl.col(one), authority=pl.lit(code)).alias(one) for one in _NAMES if one in records.columns]
        census.records[name] = records.with_columns(own)
    return census


def by_authority(censuses: Sequence[Taken], *, in_region: bool) -> list[list[Taken]]:
    """The censuses whose history is one, each in the order given: in a region's store those of one authority."""
    own: dict[str, list[Taken]] = {}
    for census in censuses:
        own.setdefault(census.authority if in_region else "", []).append(census)
    return list(own.values())


def stitched_together(histories: Sequence[Sequence[Taken]]) -> tuple[dict[str, pl.DataFrame], tuple[Repair, ...]]:
    """One row a record, each history stitched by the years it holds, and the repairs of all counted."""
    if len(histories) == 1:
        return stitched(histories[0])
    each = [stitched(own) for own in (histories or [[]])]
    tables = {name: pl.concat(of[name] for of, _ in each) for name in each[0][0]}
    done: dict[str, Repair] = {}
    for repair in (one for _, repairs in each for one in repairs):
        so_far = done[repair.rule].rows if repair.rule in done else 0
        done[repair.rule] = replace(repair, rows=so_far + repair.rows)
    return {name: rows.sort(rows.columns) for name, rows in tables.items()}, tuple(done.values())
