"""Load returns: keep each file, read all that has ever arrived, build a new database beside the old, then use it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import polars as pl

from turncurve.clocks import working_days_so_far
from turncurve.definitions.reference_lists import bank_holidays
from turncurve.desk.asker import Asker, may
from turncurve.desk.checking import checked_tables
from turncurve.desk.figuring import curve_points
from turncurve.desk.regional import authorities_as_places, whose, with_what_was_not_sent
from turncurve.desk.whose import with_those_of_others
from turncurve.desk.workspace import Workspace
from turncurve.returns.archives import opened
from turncurve.returns.arriving import ArrivedFile, Covered, FileReport, Reading, Repair
from turncurve.returns.reading import holds_rows, not_known, read_returns, same_file_again, what_it_is
from turncurve.store import Arrival, arrived_files, before_arrival, build, current, keep, manifest, write_manifest
from turncurve.tables import TABLES, empty, in_shape, table
from turncurve.words.problems import Problem, RowProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What one load did. `already_here` are names of files whose every byte had arrived before: they change nothing."""

    new_files: tuple[str, ...]
    already_here: tuple[str, ...]
    files: tuple[FileReport, ...]
    problems: tuple[RowProblem, ...]
    repairs: tuple[Repair, ...]

    @property
    def rows_set_aside(self) -> int:
        """Rows that could not be used, over all files ever loaded."""
        return sum(file.rows_set_aside for file in self.files)


def load_returns(
    workspace: Workspace, paths: Sequence[Path], *, asker: Asker, now: datetime, progress: Callable[[str], None]
) -> Loaded:
    """Load files and folders, each file recognised by its content, and rebuild the curves.

    Loading again changes nothing. An interruption leaves the last good database in use. Raises Problem for a path that
    is not there; what is wrong inside files comes back as problems, row by row.
    """
    may(asker, "load returns")
    before = manifest(workspace.returns)
    known = {one.digest: one for one in before}
    new: list[Arrival] = []
    already: list[str] = []
    not_taken: list[RowProblem] = []
    for found in _every_file(paths, within=workspace.returns):
        if isinstance(found, RowProblem):
            not_taken.append(found)
            continue
        progress(f"Taking in {found.name}")
        if not what_it_is(found):
            # It may be anything at all, so it is not copied; but it is never passed over in silence.
            not_taken.append(not_known(found))
            continue
        arrival = keep(found, returns=workspace.returns, arrived_at=now.isoformat(timespec="seconds"))
        if (earlier := known.get(arrival.digest)) is not None:
            already.append(found.name)
            # The name it was last loaded under stands, so that a file put in the right folder is read as that year's.
            known[arrival.digest] = replace(earlier, name=found.name)
            if earlier.name != found.name and holds_rows(found):
                not_taken.append(same_file_again(found, earlier=earlier.name))
        else:
            known[arrival.digest] = arrival
            new.append(arrival)
    arrivals = [known[one.digest] for one in (*before, *new)]
    arrived = whose(arrived_files(workspace.returns, arrivals), council=workspace.council)
    read = read_returns(arrived, progress=progress)
    # What was not taken in stands with the rest of the problems, so that it can be read after the load.
    council = workspace.council
    reading = with_those_of_others(replace(read, problems=(*not_taken, *read.problems)), council=council)
    reading = with_what_was_not_sent(reading, council=council)
    loaded = Loaded(
        new_files=tuple(known[one.digest].name for one in new),
        already_here=tuple(already),
        files=reading.files,
        problems=reading.problems,
        repairs=reading.repairs,
    )
    progress("Building the analysis database")
    tables = _stored(workspace, reading, arrivals=arrivals, now=now)
    # A region's rows are many: only `tables` may hold them while curves are counted.
    del read, reading
    _build(workspace, tables, arrivals=arrivals, now=now, progress=progress)
    return loaded


def needs_building(workspace: Workspace) -> bool:
    """True where no database is in use, one from before the checks is, or more has arrived than it was built from."""
    analysis = current(workspace.analysis)
    if analysis is None or not {"arrivals", "checks_run", "rows_of"} <= analysis.tables():
        return True
    return analysis.table("arrivals").get_column("digest").to_list() != [
        one.digest for one in manifest(workspace.returns)
    ]


def _build(
    workspace: Workspace,
    tables: MutableMapping[str, pl.DataFrame],
    *,
    arrivals: Sequence[Arrival],
    now: datetime,
    progress: Callable[[str], None],
) -> None:
    """Build a new analysis database of tables, which are let go as they are written, and use it once it is whole."""
    _ = build(
        workspace.analysis,
        name=f"analysis-{now:%Y%m%d-%H%M%S-%f}",
        tables=tables,
        derive=lambda analysis: {"curve_points": curve_points(analysis, council=workspace.council, progress=progress)},
        before_use=partial(write_manifest, workspace.returns, arrivals),
    )


def _stored(
    workspace: Workspace, reading: Reading, *, arrivals: Sequence[Arrival], now: datetime
) -> MutableMapping[str, pl.DataFrame]:
    tables = {name: reading.tables.get(name, empty(shape)) for name, shape in TABLES.items()}
    tables.update(authorities_as_places(tables, council=workspace.council))
    tables["working_days"] = _working_days()
    tables["children_of_authority"] = _children_of_authority(tables, ons_code=workspace.council.ons_code)
    tables.update(checked_tables(reading, children=tables["children_of_authority"]))
    tables["files"] = _rows(FileReport, reading.files)
    tables["problems"] = _rows(RowProblem, reading.problems)
    tables["repairs"] = _rows(Repair, reading.repairs)
    tables["rows_of"] = _rows(Covered, reading.rows_of)
    tables["arrivals"] = _rows(Arrival, arrivals)
    tables["built"] = pl.DataFrame({"at": [now.isoformat(timespec="seconds")]})
    return tables


_HELD_AS = {"str": pl.String, "int": pl.Int64, "int | None": pl.Int64, "bool": pl.Boolean}


def _rows(kind: type, values: Iterable[object]) -> pl.DataFrame:
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


def _children_of_authority(tables: Mapping[str, pl.DataFrame], *, ons_code: str) -> pl.DataFrame:
    """Children aged 0 to 17 by mid-year: the council's own small areas where it has them, else published estimates."""
    own = tables["small_areas"].group_by("mid_year").agg(pl.col("children").sum())
    published = tables["population"].filter(pl.col("place_code") == ons_code).select("mid_year", "children")
    rest = published.join(own, on="mid_year", how="anti").unique("mid_year")
    both = pl.concat([own, rest.cast(own.schema)]) if own.height else rest
    return in_shape(both.sort("mid_year"), table=table("children_of_authority"))


def _every_file(paths: Iterable[Path], *, within: Path) -> Iterator[ArrivedFile | RowProblem]:
    """Every file under the paths and inside their archives, named from the last folder of the path given.

    A file from an archive can be opened only until the next is asked for.
    """
    within.mkdir(parents=True, exist_ok=True)
    for path in paths:
        if not path.exists():
            raise Problem(f"There is no file or folder at {path}.", to_fix="Check the path and load it again.")
        above = path.resolve().parent
        found = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in found:
            name = file.resolve().relative_to(above).as_posix()
            if not any(part.startswith(".") for part in Path(name).parts):
                yield from opened(before_arrival(file, name=name), within=within)
