"""Read published files of any kind, and say which figure is used where several are published."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from turncurve.definitions.measures import measures
from turncurve.definitions.published_series import DataSet
from turncurve.returns.arriving import ArrivedFile, FileReport, Reading
from turncurve.returns.published.cells import code, number
from turncurve.returns.published.ees import data_set, placed, read_data_sets
from turncurve.returns.published.files import header_of, in_small_letters, rows_of
from turncurve.returns.published.lait import is_lait, names_no_measure, read_lait
from turncurve.returns.published.neighbours import is_neighbours, read_neighbours
from turncurve.returns.published.unreadable import CannotBeRead
from turncurve.tables import in_shape, table
from turncurve.words.problems import RowProblem

_POPULATION = frozenset({"time_period", "age_group", "population_estimate"})
_INVENTED = frozenset({"time_period", "geographic_level", "measure", "numerator", "denominator", "value"})
_EES_KEYS = frozenset({"time_period", "geographic_level"})
LAIT, LAIT_OF_NOTHING, NEIGHBOURS, POPULATION, INVENTED, NOT_USED = (
    "LAIT",
    "LAIT table that does not name its measure",
    "statistical neighbours",
    "population estimates",
    "published-style figures (invented)",
    "DfE data set not used yet",
)


def recognise(file: ArrivedFile) -> str | None:
    """What published file it is, in plain words, from its columns in any case; None for another file."""
    return _recognised(file)[0]


def _recognised(file: ArrivedFile) -> tuple[str | None, DataSet | None]:  # noqa: PLR0911 # one way out for each kind
    """What published file it is, and which data set where it is one that draws something."""
    columns = frozenset(name.casefold() for name in header_of(file))
    if not columns:
        return None, None
    if is_neighbours(file):
        return NEIGHBOURS, None
    if is_lait(file):
        return LAIT, None
    if columns >= _INVENTED:
        return INVENTED, None
    if columns >= _POPULATION:
        return POPULATION, None
    if columns >= _EES_KEYS:
        known = data_set(file)
        return (f"DfE {known.publication}: {known.title}" if known else NOT_USED), known
    return (LAIT_OF_NOTHING if names_no_measure(file) else None), None


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The tables published, population, neighbours and authorities.

    Every figure is kept. Of several for the same measure, place, split and year one is `used`: Explore Education
    Statistics wins over LAIT, the newer release over the older, and of one release the file that arrived last. A rate
    is worked out from its count and the population at the middle of the year before, where both are published.
    """
    kinds = [(file, *_recognised(file)) for file in files]
    sets = [(file, known) for file, _, known in kinds if known is not None]
    progress(f"Reading {len(files)} published files")
    figures, places, counts = read_data_sets(sets)
    taken = _Taken(
        counts=counts,
        figures=[figures] if figures.height else [],
        authorities=[places] if places.height else [],
    )
    for file, kind, _ in kinds:
        taken.take(file, kind=kind or "")
    people = _one_each(taken.population, on=["place_code", "mid_year"])
    published = _resolved(taken.figures, people)
    return Reading(
        tables={
            "published": in_shape(published, table=table("published")),
            "population": in_shape(people, table=table("population")),
            "neighbours": in_shape(_last_list_of_each(taken.neighbours), table=table("neighbours")),
            "authorities": in_shape(_authorities(taken.authorities), table=table("authorities")),
        },
        files=tuple(taken.reports),
        problems=tuple(taken.problems),
    )


@dataclass(kw_only=True)
class _Taken:
    """What has been read so far. `counts` are the rows of data sets, which were read before, by the file's key."""

    counts: Mapping[str, tuple[int, int]]
    figures: list[pl.DataFrame]
    authorities: list[pl.DataFrame]
    neighbours: list[pl.DataFrame] = field(default_factory=list)
    population: list[pl.DataFrame] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def take(self, file: ArrivedFile, *, kind: str) -> None:
        """Read one file and report it; one that cannot be read is set aside whole."""
        try:
            rows_in, used, note = self._read(file, kind=kind)
        except CannotBeRead as wrong:
            rows_in, used, note = wrong.rows, 0, ""
            self.problems.append(_cannot_be_read(file, why=wrong.why))
        self.reports.append(
            FileReport(
                name=file.name,
                key=file.key,
                kind=kind,
                year=None,
                rows_in=rows_in,
                rows_used=used,
                rows_set_aside=rows_in - used,
                note=note or ("" if rows_in else "no rows"),
            )
        )

    def _read(self, file: ArrivedFile, *, kind: str) -> tuple[int, int, str]:  # noqa: PLR0911 # one way out a kind
        """The file's rows, those of them that are used, and what to note of it."""
        if kind == LAIT:
            found, rows = read_lait(file)
            self.figures.append(found)
            return rows, rows, "" if found.height else "nothing is drawn from it yet"
        if kind == LAIT_OF_NOTHING:
            rows = rows_of(file).height
            self.problems.append(_names_no_measure(file))
            return rows, 0, ""
        if kind == INVENTED:
            found, places, rows = _invented(file)
            self.figures.append(found)
            self.authorities.append(places)
            return rows, rows, ""
        if kind == NEIGHBOURS:
            found, rows, used = read_neighbours(file)
            self.neighbours.append(found)
            if used < rows:
                self.problems.append(_without_codes(file, rows=rows - used))
            return rows, used, f"{found.height} neighbours"
        if kind == POPULATION:
            found, rows = _population(file)
            self.population.append(found)
            return rows, rows, f"{found.height} estimates"
        if file.key in self.counts:
            rows, shown = self.counts[file.key]
            return rows, rows, f"{shown} rows of England, regions and authorities"
        rows = rows_of(file).height
        return rows, rows, "nothing is drawn from it yet"


def _cannot_be_read(file: ArrivedFile, *, why: str) -> RowProblem:
    return RowProblem(
        file=file.name,
        found=why,
        expected="the file as it was published",
        to_fix="Nothing of it was used. Download it again, and load it as it comes.",
        rule="cannot-be-read",
        set_aside=True,
    )


def _names_no_measure(file: ArrivedFile) -> RowProblem:
    return RowProblem(
        file=file.name,
        found="a LAIT table with a column a year, which does not say what it is a table of",
        expected="a column Measure",
        to_fix="Download it from LAIT's page 'Create your own', where each row names its measure.",
        rule="measure-not-named",
        set_aside=True,
    )


def _without_codes(file: ArrivedFile, *, rows: int) -> RowProblem:
    return RowProblem(
        file=file.name,
        field="LA number",
        found=f"{rows} rows that name no neighbour by its code",
        expected="the DfE's three-figure codes",
        to_fix="Nothing, if they are notes; else download the list again.",
        rule="needed-and-blank",
        set_aside=True,
    )


def _one_each(frames: Sequence[pl.DataFrame], *, on: Sequence[str]) -> pl.DataFrame:
    return pl.concat(frames).unique(on, keep="last", maintain_order=True) if frames else pl.DataFrame()


def _authorities(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """One row an authority, with its region from a file that names it: not every file does."""
    if not frames:
        return pl.DataFrame()
    return (
        pl.concat(frames)
        .sort("region_code", nulls_last=True, maintain_order=True)
        .unique("place_code", keep="first", maintain_order=True)
    )


def _last_list_of_each(lists: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Each authority's neighbours from the last list that has it, so that two models are never mixed."""
    if not lists:
        return pl.DataFrame()
    every = pl.concat([one.with_columns(list=pl.lit(at)) for at, one in enumerate(lists)])
    last = every.filter(pl.col("list") == pl.col("list").max().over("authority_dfe_code"))
    return last.unique(["authority_dfe_code", "rank"], keep="first", maintain_order=True)


def _population(file: ArrivedFile) -> tuple[pl.DataFrame, int]:
    rows = in_small_letters(rows_of(file), _POPULATION)
    there = placed(rows).with_columns(children=number("population_estimate")).filter(pl.col("children").is_not_null())
    return there.select(
        "place_level",
        "place_code",
        "place",
        mid_year=pl.col("period").cast(pl.Int64),
        children=pl.col("children").cast(pl.Int64, strict=False),
        file=pl.lit(file.key),
    ), rows.height


def _invented(file: ArrivedFile) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    rows = in_small_letters(rows_of(file), _INVENTED)
    there = placed(rows)
    headline = {name: definition.headline for name, definition in measures().items()}
    found = there.select(
        "place_level",
        "place_code",
        "place",
        "period",
        "measure",
        split_value=pl.col("measure").replace_strict(headline, default="all"),
        numerator=number("numerator"),
        denominator=number("denominator"),
        said=number("value"),
        code=code("value"),
        of_population=pl.lit(value=False),
        source=pl.lit("invented"),
        dataset=pl.lit("Invented figures"),
        release=pl.col("period").max(),
        file=pl.lit(file.key),
    )
    places = there.filter(pl.col("place_level") == "authority").select(
        "place_code", "dfe_code", "place", region_code="region_code_found", region="region_found"
    )
    return found, places.unique(maintain_order=True).with_columns(file=pl.lit(file.key)), rows.height


def _resolved(every: Sequence[pl.DataFrame], people: pl.DataFrame) -> pl.DataFrame:
    """Figures with their denominators and values, and `used` on one of each."""
    if not every:
        return pl.DataFrame()
    columns = every[0].columns
    figures = pl.concat([frame.select(columns) for frame in every]).with_row_index("arrived")
    figures = figures.with_columns(year=pl.col("period").cast(pl.Int64))
    if people.height:
        below = people.select("place_code", year=pl.col("mid_year") + 1, living=pl.col("children").cast(pl.Float64))
        figures = figures.join(below, on=["place_code", "year"], how="left", maintain_order="left")
    else:
        figures = figures.with_columns(living=pl.lit(None, dtype=pl.Float64))
    per = {name: float(definition.per) for name, definition in measures().items()}
    figures = figures.with_columns(
        denominator=pl.when(pl.col("of_population")).then(pl.col("living")).otherwise(pl.col("denominator")),
        per=pl.col("measure").replace_strict(per, default=100.0),
        ends=pl.date(pl.col("year"), 3, 31),
    )
    worked = pl.when(pl.col("denominator") > 0).then(pl.col("per") * pl.col("numerator") / pl.col("denominator"))
    figures = figures.with_columns(value=pl.coalesce(worked, pl.col("said")))
    rank = pl.col("source").replace_strict(
        {"Explore Education Statistics": 2, "LAIT": 1}, default=3, return_dtype=pl.Int64
    )
    best = figures.with_columns(rank=rank).sort(["rank", "release", "arrived"], descending=True)
    first = pl.int_range(pl.len()).over("measure", "place_code", "split_value", "period") == 0
    return best.with_columns(
        used=first,
        code=pl.when(pl.col("value").is_null() & (pl.col("code") == "")).then(pl.lit(":")).otherwise(pl.col("code")),
    )
