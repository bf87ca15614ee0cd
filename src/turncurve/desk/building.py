"""The tables of a store, made of what arrived a part at a time, and what there was to say of it."""

from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import asdict
from datetime import date

import polars as pl

from turncurve.clocks import working_days_so_far
from turncurve.definitions.reference_lists import Authority, bank_holidays, members_of
from turncurve.desk.answers import Council
from turncurve.desk.authority_by_authority import Told, each_authority, some_at_a_time
from turncurve.desk.checking import CheckedReadings
from turncurve.desk.regional import areas_of_authorities, lived_in_authority, with_what_was_not_sent
from turncurve.desk.whose import with_those_of_others
from turncurve.returns.arriving import ArrivedFile, Covered, FileReport, Reading, Repair
from turncurve.returns.reading import read_returns
from turncurve.tables import TABLES, empty, in_shape, table
from turncurve.words.problems import RowProblem

_HELD_AS = {"str": pl.String, "int": pl.Int64, "int | None": pl.Int64, "bool": pl.Boolean}


class Building:
    """The parts of a council's or region's store, and once they are all taken, what reading them said.

    `said` are the problems of what was not taken in: they stand before the rest.
    """

    def __init__(self, *, council: Council, said: Iterable[RowProblem]) -> None:
        self._council = council
        self._members: dict[str, Authority] = {one.dfe_code: one for one in members_of(council.ons_code)}
        self._told = Told(said)
        self._checked = CheckedReadings()
        self._population = empty(table("population"))
        self._areas = empty(table("small_areas"))

    def parts(
        self, files: Sequence[ArrivedFile], *, progress: Callable[[str], None]
    ) -> Iterator[MutableMapping[str, pl.DataFrame]]:
        """The store's tables by name, a part at a time; a part may be emptied as it is written."""
        for group in some_at_a_time(files):
            # Nothing here may hold on to a part's rows: a region's are many.
            yield self._part(read_returns(group, progress=progress), progress=progress)
        yield self._of_all()

    @property
    def reading(self) -> Reading:
        """What was said of every file and row, without the tables."""
        together = with_those_of_others(self._told.together(), council=self._council)
        return with_what_was_not_sent(together, council=self._council)

    def _part(self, reading: Reading, *, progress: Callable[[str], None]) -> dict[str, pl.DataFrame]:
        progress("Building the analysis database")
        self._told.add(reading)
        tables = {name: reading.tables.get(name, empty(shape)) for name, shape in TABLES.items()}
        if tables["population"].height:
            self._population = tables["population"]
        if self._members:
            tables["children_places"] = lived_in_authority(tables, members=self._members)
            tables["small_areas"] = empty(table("small_areas"))
        else:
            self._areas = tables["small_areas"]
        for code, own in each_authority(reading, members=self._members):
            ours = self._members.get(code)
            ons_code = ours.ons_code if ours else self._council.ons_code
            children = _children_of(self._areas, population=self._population, ons_code=ons_code)
            self._checked.add(own, children=children, name=ours.name if ours else "")
        return tables

    def _of_all(self) -> dict[str, pl.DataFrame]:
        """What is known only when everything has been read."""
        reading = self.reading
        own: dict[str, pl.DataFrame] = {}
        if self._members:
            present = {one.authority for one in reading.rows_of if one.rows}
            self._areas = areas_of_authorities(
                self._population, authorities=[one for code, one in self._members.items() if code in present]
            )
            own = {"small_areas": self._areas}
        return {
            **own,
            "children_of_authority": _children_of(
                self._areas, population=self._population, ons_code=self._council.ons_code
            ),
            "working_days": _working_days(),
            **self._checked.tables(),
            "files": rows_of(FileReport, reading.files),
            "problems": rows_of(RowProblem, reading.problems),
            "repairs": rows_of(Repair, reading.repairs),
            "rows_of": rows_of(Covered, reading.rows_of),
        }


def rows_of(kind: type, values: Iterable[object]) -> pl.DataFrame:
    """A table of dataclass values, typed by the fields' annotations, so that an empty one keeps its columns."""
    schema = {name: _HELD_AS[_plain(said)] for name, said in kind.__annotations__.items()}
    return pl.DataFrame([asdict(value) for value in values], schema=schema)  # pyright: ignore[reportArgumentType] # every kind handed in is a dataclass


def _plain(annotation: object) -> str:
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


def _working_days() -> pl.DataFrame:
    holidays = bank_holidays()
    first, last = date(min(holidays).year, 1, 1), date(max(holidays).year, 12, 31)
    days = list(working_days_so_far(first=first, last=last, bank_holidays=holidays))
    return in_shape(
        pl.DataFrame({"day": [day for day, _ in days], "so_far": [n for _, n in days]}), table=table("working_days")
    )


def _children_of(areas: pl.DataFrame, *, population: pl.DataFrame, ons_code: str) -> pl.DataFrame:
    """Children aged 0 to 17 by mid-year: of the small areas where there are any, else published estimates."""
    own = areas.group_by("mid_year").agg(pl.col("children").sum())
    published = population.filter(pl.col("place_code") == ons_code).select("mid_year", "children")
    rest = published.join(own, on="mid_year", how="anti").unique("mid_year")
    both = pl.concat([own, rest.cast(own.schema)]) if own.height else rest
    return in_shape(both.sort("mid_year"), table=table("children_of_authority"))
