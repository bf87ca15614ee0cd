"""Load returns: keep each file, read all that has ever arrived, build a new database beside the old, then use it."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

import polars as pl

from turncurve.desk.asker import Asker, may
from turncurve.desk.building import Building, rows_of
from turncurve.desk.children_to_fix import STORED
from turncurve.desk.figuring import curve_points
from turncurve.desk.notifying import notify_all_who_may
from turncurve.desk.regional import whose
from turncurve.desk.workspace import Workspace
from turncurve.returns.archives import opened
from turncurve.returns.arriving import ArrivedFile, FileReport, Reading, Repair
from turncurve.returns.reading import holds_rows, not_known, same_file_again, what_it_is
from turncurve.store import (
    Arrival,
    Retired,
    arrived_files,
    before_arrival,
    build,
    current,
    keep,
    manifest,
    retired,
    take_away,
    taking_in,
    write_manifest,
)
from turncurve.store.locks import held
from turncurve.words.problems import Problem, RowProblem

# How the sentence begins that is said of each file as it is taken in.
TAKING_IN: Final = "Taking in"
_LOCK: Final = "loading.lock"


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


def _nothing() -> None:
    """Nothing is done."""


def load_returns(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    asker: Asker,
    now: datetime,
    progress: Callable[[str], None],
    last_moment: Callable[[], None] = _nothing,
) -> Loaded:
    """Load files and folders, each file recognised by its content, and rebuild the curves.

    Loading again changes nothing. An interruption leaves the last good database in use, and keeps none of the files.
    `last_moment` is called when the new database is whole, just before it is used: what it raises leaves all as it was.
    Raises Problem for a path that is not there, and while another loads or retires files here; what is wrong inside
    files comes back as problems, row by row.
    """
    may(asker, "load returns")
    with turn_to_load(workspace), taking_in(workspace.returns):
        return _load(workspace, paths, asker=asker, now=now, progress=progress, last_moment=last_moment)


@contextmanager
def turn_to_load(workspace: Workspace) -> Generator[None]:
    """Nobody else loads or retires files while the block lasts. Raises Problem where somebody does."""
    with held(workspace.folder / _LOCK) as ours:
        if not ours:
            raise Problem(
                "Files are being loaded or retired here already.", to_fix="Wait until that has ended, then ask again."
            )
        yield


def _load(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    asker: Asker,
    now: datetime,
    progress: Callable[[str], None],
    last_moment: Callable[[], None],
) -> Loaded:
    from turncurve.records.audit import write_down

    before = manifest(workspace.returns)
    known = {one.digest: one for one in before}
    new: list[Arrival] = []
    already: list[str] = []
    not_taken: list[RowProblem] = []
    gone = {one.digest: one for one in retired(workspace.returns)}
    for found in _every_file(paths, within=workspace.returns):
        if isinstance(found, RowProblem):
            not_taken.append(found)
            continue
        progress(f"{TAKING_IN} {found.name}")
        if not what_it_is(found):
            # It may be anything at all, so it is not copied; but it is never passed over in silence.
            not_taken.append(not_known(found))
            continue
        arrival = keep(found, returns=workspace.returns, arrived_at=now.isoformat(timespec="seconds"))
        if (ended := gone.get(arrival.digest)) is not None:
            not_taken.append(retired_before(found, ended))
            (workspace.returns / arrival.digest).unlink(missing_ok=True)
        elif (earlier := known.get(arrival.digest)) is not None:
            already.append(found.name)
            # The name it was last loaded under stands, so that a file put in the right folder is read as that year's.
            known[arrival.digest] = replace(earlier, name=found.name)
            if earlier.name != found.name and holds_rows(found):
                not_taken.append(same_file_again(found, earlier=earlier.name))
        else:
            known[arrival.digest] = arrival
            new.append(arrival)
    arrivals = [known[one.digest] for one in (*before, *new)]

    def written_down(reading: Reading) -> None:
        details = {
            "new_files": len(new),
            "already_here": len(already),
            "rows_in": sum(one.rows_in for one in reading.files),
            "rows_set_aside": sum(one.rows_set_aside for one in reading.files),
        }
        _ = write_down(at=now, who=asker.key, did="loaded returns", details=details)
        if new:
            notify_all_who_may("see checks", but=asker, kind="returns loaded", keys={}, now=now)

    reading = built_of(
        workspace,
        arrivals,
        said=not_taken,
        now=now,
        progress=progress,
        written_down=written_down,
        last_moment=last_moment,
    )
    return Loaded(
        new_files=tuple(known[one.digest].name for one in new),
        already_here=tuple(already),
        files=reading.files,
        problems=reading.problems,
        repairs=reading.repairs,
    )


def retired_before(file: ArrivedFile, ended: Retired) -> RowProblem:
    """What to say of a file that was here and has been retired: it is not taken in again."""
    return RowProblem(
        file=file.name,
        found=f"a file that was retired on {ended.at[:10]}: {ended.why}",
        expected="files that are still to be kept",
        to_fix="Nothing, if it was to go. If it is needed after all, set up a new workspace for it.",
        rule="retired-before",
        set_aside=True,
    )


def built_of(
    workspace: Workspace,
    arrivals: Sequence[Arrival],
    *,
    said: Sequence[RowProblem],
    now: datetime,
    progress: Callable[[str], None],
    written_down: Callable[[Reading], None],
    last_moment: Callable[[], None] = _nothing,
) -> Reading:
    """Build a new database of these arrivals and use it, and them, once it is whole; what reading them said.

    `said` are problems of files that were not taken in. `written_down` writes in the audit what was done, when the
    database is whole and not yet in use: nothing is used that is not written down. `last_moment` is called before it.
    """
    from django.db import transaction

    arrived = whose(arrived_files(workspace.returns, arrivals), council=workspace.council)
    building = Building(council=workspace.council, said=said)

    def written_and_listed() -> None:
        last_moment()
        with transaction.atomic():
            written_down(building.reading)
            write_manifest(workspace.returns, arrivals)

    _ = build(
        workspace.analysis,
        name=f"analysis-{now:%Y%m%d-%H%M%S-%f}",
        parts=chain([_of_load(arrivals, now=now)], building.parts(arrived, progress=progress)),
        derive=lambda analysis: {"curve_points": curve_points(analysis, council=workspace.council, progress=progress)},
        before_use=written_and_listed,
    )
    # What an interrupted retirement left behind goes here too.
    take_away(workspace.returns)
    return building.reading


def _of_load(arrivals: Sequence[Arrival], *, now: datetime) -> dict[str, pl.DataFrame]:
    return {
        "arrivals": rows_of(Arrival, arrivals),
        "built": pl.DataFrame({"at": [now.isoformat(timespec="seconds")]}),
    }


def needs_building(workspace: Workspace) -> bool:
    """True where no database is in use, one from an older version is, or more has arrived than it was built from."""
    analysis = current(workspace.analysis)
    if analysis is None or not {"arrivals", "checks_run", "rows_of", STORED} <= analysis.tables():
        return True
    return analysis.table("arrivals").get_column("digest").to_list() != [
        one.digest for one in manifest(workspace.returns)
    ]


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
