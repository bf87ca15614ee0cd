"""The doors by which files come in: what arrives there, and the small whole files that its damage starts from.

A further reader is one more entry of READERS.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tests.fuzzing import seeds
from tests.support.arrived import arrived

from turncurve.returns.arriving import ArrivedFile


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One door. `names` are those under which an input arrives, by its content; `beside` are sound files that every
    eighth input is read together with. `plain_lines` says that a row is a line, so that lines can be counted.
    """

    id: str
    title: str
    names: Sequence[str]
    made: Callable[[], list[bytes]]
    made_beside: Callable[[], list[tuple[str, bytes]]] = list
    plain_lines: bool = False
    longest: int = 8_000

    @cached_property
    def seeds(self) -> tuple[bytes, ...]:
        """The small whole files."""
        return tuple(self.made())

    @cached_property
    def beside(self) -> tuple[ArrivedFile, ...]:
        """The sound files."""
        return tuple(arrived(name, content) for name, content in self.made_beside())


def _census_before() -> list[tuple[str, bytes]]:
    return [("cin/before.xml", seeds.census(seeds.LAST.year - 1)[0])]


def _annex_beside() -> list[tuple[str, bytes]]:
    return [("Annex A 2023-09-30/list 1.csv", seeds.annex_a_csv()[0])]


def _places_beside() -> list[tuple[str, bytes]]:
    return [("children_places.csv", seeds.places()[0]), ("small_areas.csv", seeds.places()[1])]


def _own_lists_beside() -> list[tuple[str, bytes]]:
    return [(f"{at}.csv", seeds.own_lists()[at]) for at in (0, 2)]


def _published_beside() -> list[tuple[str, bytes]]:
    """Population, which becomes what other figures are out of, and a figure of the same place."""
    return [(f"{at}.csv", seeds.ees()[at]) for at in (-4, 5)]


READERS: Final = {
    one.id: one
    for one in (
        Reader(
            id="ssda903",
            title="SSDA903 modules (CSV)",
            names=("ssda903/2025-26/module.csv", "ssda903/2025-26/2024.csv", "module.csv"),
            made=seeds.ssda903,
            made_beside=seeds.ssda903_year_before,
            plain_lines=True,
        ),
        Reader(
            id="ssda903_xml",
            title="SSDA903 return (XML)",
            names=("2025-26/return.xml", "return.xml"),
            made=seeds.ssda903_xml,
            made_beside=seeds.ssda903_year_before,
        ),
        Reader(
            id="ssda903_workbook",
            title="SSDA903 return (Excel)",
            names=("2025-26/return.xlsx", "return.xlsx"),
            made=seeds.ssda903_workbooks,
            made_beside=seeds.ssda903_year_before,
        ),
        Reader(
            id="cin_census",
            title="CIN census (XML)",
            names=("cin/2025-26.xml", "census.xml"),
            made=seeds.census,
            made_beside=_census_before,
        ),
        Reader(
            id="annex_a_csv",
            title="Annex A lists (CSV)",
            names=("Annex A 2024-03-31/list.csv", "lists/list.csv"),
            made=seeds.annex_a_csv,
            made_beside=_annex_beside,
            plain_lines=True,
        ),
        Reader(
            id="annex_a_workbook",
            title="Annex A lists (Excel)",
            names=("Annex A 2024-03-31.xlsx", "lists.xlsx"),
            made=seeds.annex_a_workbooks,
            made_beside=_annex_beside,
        ),
        Reader(
            id="places",
            title="children's places and small areas (CSV)",
            names=("list.csv",),
            made=seeds.places,
            made_beside=_places_beside,
            plain_lines=True,
        ),
        Reader(
            id="own_lists",
            title="early help, workers, caseloads, providers and costs (CSV)",
            names=("list.csv",),
            made=seeds.own_lists,
            made_beside=_own_lists_beside,
            plain_lines=True,
        ),
        Reader(
            id="ees",
            title="Explore Education Statistics (CSV, gzip)",
            names=("ees.csv",),
            made=seeds.ees,
            made_beside=_published_beside,
            plain_lines=True,
        ),
        Reader(
            id="lait",
            title="LAIT, long, tidied and wide (CSV)",
            names=("lait.csv",),
            made=seeds.lait,
            made_beside=_published_beside,
            plain_lines=True,
        ),
        Reader(
            id="neighbours",
            title="statistical neighbours (CSV)",
            names=("neighbours.csv",),
            made=seeds.neighbours,
            plain_lines=True,
        ),
        Reader(
            id="published_workbook",
            title="LAIT and neighbours (Excel)",
            names=("lait.xlsx",),
            made=seeds.published_workbooks,
        ),
        Reader(
            id="parquet",
            title="published figures (Parquet)",
            names=("lait.parquet",),
            made=seeds.parquet,
        ),
        Reader(
            id="archives",
            title="zip and gzip, and what is in them",
            names=("in.zip",),
            made=seeds.archives,
        ),
    )
}
