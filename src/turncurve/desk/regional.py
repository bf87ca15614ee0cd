"""A region's store: many authorities' children together, each authority standing where a council's localities stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from turncurve.definitions.reference_lists import Authority, members_of, stood_in
from turncurve.desk.answers import Council
from turncurve.returns.arriving import ArrivedFile, Reading
from turncurve.returns.whose_rows import authority_named, authority_of
from turncurve.returns.years import year_said
from turncurve.tables import in_shape, table
from turncurve.words.problems import RowProblem

# A child's authority is part of their number in a region's store, so they are its from the first day to the last.
_ALWAYS: Final = date(1900, 1, 1)
# The returns without which a year is no year of the region.
_NEEDED: Final = frozenset({"SSDA903 episodes", "CIN census"})


def whose(files: Sequence[ArrivedFile], *, council: Council) -> list[ArrivedFile]:
    """The files with the authorities a region's store holds, and the one each file's path names; a council's as is."""
    members = frozenset(one.dfe_code for one in members_of(council.ons_code))
    if not members:
        return list(files)
    return [replace(file, members=members, authority=authority_named(file.name, members=members)) for file in files]


def with_what_was_not_sent(reading: Reading, *, council: Council) -> Reading:
    """A region's reading with a problem for each year some authority sent a return for and another did not.

    Of authorities that have ever sent that return, and stood in that year. A council's reading is given back as it is.
    """
    names = {one.dfe_code: one.name for one in members_of(council.ons_code)}
    sent: dict[str, dict[int, set[str]]] = {}
    for one in reading.rows_of if names else ():
        if one.rows and one.kind in _NEEDED:
            sent.setdefault(one.kind, {}).setdefault(one.year, set()).add(one.authority)
    said = tuple(
        _not_sent(kind, year=year, authority=names[code])
        for kind, years in sorted(sent.items())
        for year, senders in sorted(years.items())
        for code in sorted({code for of_year in years.values() for code in of_year} - senders)
        if stood_in(code, year)
    )
    return replace(reading, problems=(*reading.problems, *said))


def _not_sent(kind: str, *, year: int, authority: str) -> RowProblem:
    return RowProblem(
        file=f"{kind} of {authority}",
        found=f"nothing for {year_said(year)}, which others have sent",
        expected="a return of every authority for every year",
        to_fix=f"Load it. Until then {year_said(year)} is no year of the region's curves of that return.",
        rule="return-not-sent",
    )


def lived_in_authority(tables: Mapping[str, pl.DataFrame], *, members: Collection[str]) -> pl.DataFrame:
    """The table `children_places` of a region: each child in its authority from the first day to the last.

    A single council says where its children live in a list of its own. `members` are the region's DfE codes.
    """
    children = pl.concat(rows.select("person_id") for rows in tables.values() if "person_id" in rows.columns).unique()
    lived = children.with_columns(
        began=pl.lit(_ALWAYS),
        ended=pl.lit(None, pl.Date),
        small_area=authority_of(pl.col("person_id")),
        file=pl.lit(""),
    ).filter(pl.col("small_area").is_in(sorted(members)))
    return in_shape(lived.sort("person_id"), table=table("children_places"))


def areas_of_authorities(population: pl.DataFrame, *, authorities: Sequence[Authority]) -> pl.DataFrame:
    """The table `small_areas` of a region: each authority that has sent returns one place, with its children by year.

    `population` is the table of that name. A year without a published estimate for every authority that stood then is
    left out: a rate over more children than the returns could speak of would be too low.
    """
    return in_shape(_areas(population, authorities=authorities), table=table("small_areas"))


def _areas(population: pl.DataFrame, *, authorities: Sequence[Authority]) -> pl.DataFrame:
    """Each authority's children by mid-year, for the years that have a count of every one of them that stood then."""
    codes = {one.ons_code: one.dfe_code for one in authorities}
    names = {one.dfe_code: one.name for one in authorities}
    counted = [
        (codes[place], year, children)
        for place, year, children in population.select("place_code", "mid_year", "children").iter_rows()
        if place in codes and stood_in(codes[place], year + 1)
    ]
    complete = {year for _, year, _ in counted if _everyones(counted, year=year, present=names)}
    # An authority without a count for a year still has a name.
    rows = {(code, year): n for code, year, n in counted if year in complete} | {(code, 0): 0 for code in names}
    columns = ("small_area", "name", "locality", "mid_year", "children", "file")
    areas = [(code, names[code], names[code], year, n, "") for (code, year), n in sorted(rows.items())]
    return pl.DataFrame(areas, schema=columns, orient="row")


def _everyones(counted: Sequence[tuple[str, int, int]], *, year: int, present: Collection[str]) -> bool:
    """Whether each authority that is here and stood in the year has a count for its middle."""
    return {code for code, of, _ in counted if of == year} >= {code for code in present if stood_in(code, year + 1)}
