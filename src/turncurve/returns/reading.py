"""Read whatever arrived: each file recognised by its content, read with its kind, and all of it put together."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

import polars as pl

from turncurve.returns import annex_a, cin_census, own_lists, places, published, ssda903, workbooks
from turncurve.returns.arriving import ArrivedFile, Covered, FileReport, Reading, Repair
from turncurve.returns.people import merge_people
from turncurve.words.problems import RowProblem

WHAT_IS_READ = (
    "SSDA903 modules (CSV, an Excel workbook with a module a sheet, or XML), the CIN census (XML), Ofsted's Annex A "
    "lists (an Excel workbook, or one CSV a list), children_places.csv, small_areas.csv, lists of early help, workers, "
    "lead workers, caseloads, placement providers and placement costs, and published figures of the Department for "
    "Education (Explore Education Statistics CSV, LAIT, statistical neighbours), as they are or in a zip"
)


class _Reader(Protocol):
    def recognise(self, file: ArrivedFile) -> str | None: ...

    def read(self, files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading: ...


# SSDA903 first: its person table is the one that wins where the CIN census says otherwise.
_READERS: tuple[_Reader, ...] = (ssda903, cin_census, annex_a, places, own_lists, published)


def what_it_is(file: ArrivedFile) -> str:
    """What a file is, in plain words, from its content; "" where nothing here can read it."""
    return next((kind for reader in _READERS if (kind := reader.recognise(file))), "")


def authorities_in(file: ArrivedFile) -> frozenset[str]:
    """The DfE codes of the region's authorities whose children a file is about; {""} where it is about none of theirs.

    "" among others stands for rows that are nobody's. Published figures and a council's own lists name no authority.
    """
    reader = next((one for one in (ssda903, cin_census) if one.recognise(file)), None)
    return frozenset({""}) if reader is None else reader.authorities_in(file)


def read_returns(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """Trusted tables from files of any kinds and years. A file nothing can read is reported, and is no error."""
    groups: dict[int, list[ArrivedFile]] = {}
    unread: list[ArrivedFile] = []
    for file in files:
        reader = next((i for i, one in enumerate(_READERS) if one.recognise(file)), None)
        (unread if reader is None else groups.setdefault(reader, [])).append(file)
    readings = [_READERS[i].read(group, progress=progress) for i, group in sorted(groups.items())]
    tables: dict[str, pl.DataFrame] = {}
    for reading in readings:
        tables.update({name: frame for name, frame in reading.tables.items() if name != "person"})
    tables["person"] = merge_people([reading.tables["person"] for reading in readings if "person" in reading.tables])
    reports = [report for reading in readings for report in reading.files]
    problems = [problem for reading in readings for problem in reading.problems]
    if known := set(tables["person"].get_column("person_id")):
        lived = tables.get("children_places", pl.DataFrame(schema={"person_id": pl.String, "file": pl.String}))
        problems += places.children_not_in_returns(files, lived=lived, known=known)
    repairs: list[Repair] = [repair for reading in readings for repair in reading.repairs]
    reported = {name: rows for reading in readings for name, rows in reading.reported.items()}
    covered = {name: years for reading in readings for name, years in reading.covered.items()}
    rows_of = [one for reading in readings for one in reading.rows_of or _rows_of(reading.files)]
    for file in unread:
        reports.append(
            FileReport(name=file.name, key=file.key, kind="", year=None, rows_in=0, rows_used=0, rows_set_aside=0)
        )
        problems.append(not_known(file))
    return Reading(
        tables=tables,
        files=tuple(reports),
        problems=tuple(problems),
        repairs=tuple(repairs),
        reported=reported,
        covered=covered,
        rows_of=tuple(rows_of),
    )


def _rows_of(reports: Sequence[FileReport]) -> list[Covered]:
    """The rows used by kind, authority and year, of files that each report one year."""
    rows = Counter[tuple[str, str, int]]()
    for one in reports:
        if one.year is not None:
            rows[one.kind, one.authority, one.year] += one.rows_used
    return [Covered(kind=kind, authority=code, year=year, rows=n) for (kind, code, year), n in sorted(rows.items())]


def not_known(file: ArrivedFile) -> RowProblem:
    """What to say of a file that nothing here can read."""
    if (why := workbooks.why_not_opened(file)) is not None:
        return workbooks.cannot_be_opened(file.name, why=why)
    with file.open() as opened:
        empty = not opened.read(16).strip()
    return RowProblem(
        file=file.name,
        found="an empty file" if empty else "a file of no kind known here",
        expected=WHAT_IS_READ,
        to_fix="Nothing, if it is not a return; else export it again with its column names in the first row.",
        rule="empty-file" if empty else "not-recognised",
        set_aside=True,
    )


def holds_rows(file: ArrivedFile) -> bool:
    """Whether a file holds more than one line: two empty modules of two years are alike and no fault."""
    with file.open() as opened:
        start = opened.read(1 << 16).strip()
    return b"\n" in start or start.startswith(b"<")


def same_file_again(file: ArrivedFile, *, earlier: str) -> RowProblem:
    """What to say of a file whose every byte has arrived before under another name."""
    return RowProblem(
        file=file.name,
        found=f"the same file, byte for byte, as {earlier}",
        expected="each file once",
        to_fix=(
            "Nothing, if it was moved or renamed: it is read once, under the newer name. If it stands for two years, "
            "export the one that is wrong again."
        ),
        rule="same-file-twice",
    )
