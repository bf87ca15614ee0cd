"""What is promised of every file that arrives, however damaged, checked with no help from the readers."""

import csv
import io
import re
import time
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.fuzzing.readers import READERS, Reader
from tests.support.arrived import arrived

from turncurve.returns.archives import opened
from turncurve.returns.arriving import ArrivedFile, FileReport, Reading
from turncurve.returns.reading import read_returns
from turncurve.words.problems import Problem, RowProblem

# Seconds of the processor for a file of at most some kilobytes: hundreds of times what one takes.
LONGEST: Final = 10.0
# Every eighth input arrives in a region's store, of the invented council and one beside it.
_REGION: Final = frozenset({"170", "171"})
_ROWS_OF_A_CENSUS: Final = frozenset(
    name.lower()
    for name in (
        "Child", "Disability", "CINdetails", "Assessments", "AssessmentFactors", "CINPlanDates", "Section47",
        "ChildProtectionPlans", "CPPreviewDate",
    )
)  # fmt: skip
_ODD_ENDS: Final = re.compile(rb"[\x00]|\r(?!\n)|\r\r")
_HEADING_WITHIN: Final = 16
# Columns that hold a date other than of a birth: a date there may be shown whole.
_BIRTH: Final = re.compile("birth|dob", re.IGNORECASE)


class Broken(Exception):
    """A promise that was not kept: `promise` is its short name."""

    def __init__(self, promise: str, said: str) -> None:
        super().__init__(f"{promise}: {said}")
        self.promise = promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What no problem may show: ids of children, UPNs, names and postcodes; and dates of birth."""

    names: tuple[str, ...]
    births: tuple[str, ...]


def check(content: bytes, *, reader: Reader, twice: bool = True, in_region: bool | None = None) -> None:
    """Read one file at a door and hold every promise to it, as `check_together` does."""
    check_together([content], reader=reader, twice=twice, in_region=in_region)


def check_together(
    contents: Sequence[bytes],
    *,
    reader: Reader,
    twice: bool = True,
    in_region: bool | None = None,
    with_beside: bool | None = None,
) -> None:
    """Read files at a door together and hold every promise to each. Raises Broken, or whatever leaves the reader.

    1. Nothing is raised but Problem. 2. It ends within LONGEST. 3. Rows in are rows used and rows set aside, a reason
    stands beside what is set aside, and rows in are those a plain count finds where the file can be counted plainly; a
    file nothing can read is said. 4. No identifier is shown. 5. With `twice`, reading again gives the same.

    They arrive in a region's store or a council's as `in_region` says, and together with the reader's sound files as
    `with_beside` says, else by the content of the first. Of several each lies in a folder of its own. A Problem is what
    became of one file, but says nothing of the others: of several it is raised.
    """
    chosen = zlib.crc32(contents[0])
    with_beside = not chosen >> 16 & 7 if with_beside is None else with_beside
    in_region = chosen >> 20 & 7 == 0 if in_region is None else in_region
    beside = reader.beside if with_beside else ()
    region = _REGION if in_region else frozenset[str]()
    files = _arrived(contents, reader=reader)
    began = time.process_time()
    try:
        found = _read(files, beside=beside, reader=reader, region=region)
    except Problem:
        if len(contents) > 1:
            raise
        return
    if (took := time.process_time() - began) > LONGEST:
        raise Broken("ends in time", f"{took:.1f} seconds of the processor")
    if found.read is not None:
        of_file = _by_file(found.read, found.files)
        _accounted_for(found.read, found.files, said_before=found.said_before)
        for file in found.files[len(beside) :]:
            _plainly_counted(of_file[file.name], file, reader=reader)
        _nothing_shown(found.read.problems)
    if twice:
        _the_same(found, _read(files, beside=beside, reader=reader, region=region))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What was read of which files (of an archive its members), and what was said before of archives.

    `read` is None where no file came out of them.
    """

    read: Reading | None
    files: list[ArrivedFile]
    said_before: list[RowProblem]


@dataclass(frozen=True, slots=True)
class _OfFile:
    """The reports of one file, or of each sheet or module in it, and the problems of the file as a whole."""

    reports: list[FileReport] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def _arrived(contents: Sequence[bytes], *, reader: Reader) -> list[ArrivedFile]:
    """The files under the names their content chooses, each in its own folder where there are several.

    The folder's name is no year and no authority's code.
    """
    names = [reader.names[zlib.crc32(content) % len(reader.names)] for content in contents]
    if len(names) > 1:
        names = [f"file{number}/{name}" for number, name in enumerate(names)]
    return [arrived(name, content) for name, content in zip(names, contents, strict=True)]


def _read(files: list[ArrivedFile], *, beside: Iterable[ArrivedFile], reader: Reader, region: frozenset[str]) -> _Found:
    if reader is not READERS["archives"]:
        every = [replace(one, members=region, authority=min(region, default="")) for one in (*beside, *files)]
        return _Found(read=read_returns(every, progress=_silently), files=every, said_before=[])
    members: list[ArrivedFile] = []
    problems: list[RowProblem] = []
    for file in files:
        with TemporaryDirectory() as folder:
            inside = list(_unpacked(file, Path(folder)))
        of_one = [one for one in inside if isinstance(one, ArrivedFile)]
        said = [one for one in inside if isinstance(one, RowProblem)]
        _each_member_is_there_or_said(file, of_one, said)
        members += of_one
        problems += said
    _nothing_shown(problems)
    read = read_returns(members, progress=_silently) if members else None
    return _Found(read=read, files=members, said_before=problems)


def _silently(_: str) -> None:
    pass


def _unpacked(file: ArrivedFile, folder: Path) -> Iterator[ArrivedFile | RowProblem]:
    for one in opened(file, within=folder):
        if isinstance(one, RowProblem):
            yield one
            continue
        with one.open() as stream:
            yield arrived(one.name, stream.read())
    if any(folder.iterdir()):
        raise Broken("nothing is left behind", "a file of the archive lies in its folder")


def _each_member_is_there_or_said(file: ArrivedFile, members: list[ArrivedFile], problems: list[RowProblem]) -> None:
    if problems:
        return
    if not members:
        raise Broken("nothing is lost", "nothing came out and nothing was said")
    if members[0].name == file.name:
        return
    with file.open() as stream, zipfile.ZipFile(stream) as archive:
        inside = [one for one in archive.infolist() if one.file_size or not one.orig_filename.endswith(("/", "\\"))]
    if len(members) < len(inside):
        raise Broken("nothing is lost", f"{len(inside)} files inside, {len(members)} came out and nothing was said")


def _accounted_for(read: Reading, files: list[ArrivedFile], *, said_before: list[RowProblem]) -> None:
    said_of = _grouped(read.problems)
    for report in read.files:
        if report.rows_in != report.rows_used + report.rows_set_aside:
            raise Broken("rows add up", f"{report}")
        if min(report.rows_in, report.rows_used, report.rows_set_aside) < 0:
            raise Broken("rows add up", f"{report}")
        said = said_of.get(report.name, ())
        if report.rows_set_aside and not any(one.set_aside for one in said):
            raise Broken("what is set aside is said", f"{report}")
        if not report.kind and not said:
            raise Broken("a file not recognised is said", f"{report}")
        if not report.rows_in and not report.note and not said:
            raise Broken("a file with no rows says so", f"{report}")
    for name, of_file in _by_file(read, files).items():
        if not of_file.reports:
            raise Broken("every file is reported", name)
    for one in (*read.problems, *said_before):
        if not (one.found and one.expected and one.to_fix and one.rule):
            raise Broken("a problem says what to do", f"{one.rule}: {one.expected!r} {one.to_fix!r}")


def _grouped(problems: Iterable[RowProblem]) -> dict[str, list[RowProblem]]:
    grouped: dict[str, list[RowProblem]] = {}
    for one in problems:
        grouped.setdefault(one.file, []).append(one)
    return grouped


def _by_file(read: Reading, files: list[ArrivedFile]) -> dict[str, _OfFile]:
    """What was said of each file, by its name: a sheet or a module is named behind its file's name and a comma."""
    said_of = _grouped(read.problems)
    by_file = {file.name: _OfFile(problems=said_of.get(file.name, [])) for file in files}
    for report in read.files:
        words = report.name.split(", ")
        for until in range(1, len(words) + 1):
            if (of_file := by_file.get(", ".join(words[:until]))) is not None:
                of_file.reports.append(report)
    return by_file


def _plainly_counted(of_file: _OfFile, file: ArrivedFile, *, reader: Reader) -> None:
    reports = of_file.reports
    with file.open() as stream:
        content = stream.read()
    if reader.id == "ssda903_xml":
        _episodes_counted(content, reports, broke=_broke(of_file))
    if len(reports) > 1 or not reports[0].kind:
        return
    first = reports[0]
    if reader.id == "cin_census" and first.kind == "CIN census":
        expected = _rows_of_census(content)
        if expected is not None and first.rows_in != expected and not _broke(of_file):
            raise Broken("rows are counted", f"{expected} elements that are rows, {first.rows_in} rows in")
    elif reader.plain_lines and (bounds := _lines_below(content, reader)) is not None:
        least, most = bounds
        said = any(one.set_aside for one in of_file.problems)
        allowed = b'"' in content and (said or first.rows_in == _rows_plainly(content))
        if not (least <= first.rows_in <= most or allowed):
            raise Broken("rows are counted", f"{least} to {most} lines below the heading, {first.rows_in} rows in")


def _episodes_counted(content: bytes, reports: list[FileReport], *, broke: bool) -> None:
    """Every EPISODE of a return that is whole is a row: those with a day it began, and no more than there are."""
    if broke or (root := _whole_xml(content)) is None or not reports[0].kind.startswith("SSDA903"):
        return
    every = [one for one in root.iter() if _tag(one) == "episode"]
    dated = [one for one in every if any(_tag(cell) == "decom" and (cell.text or "").strip() for cell in one)]
    found = sum(one.rows_in for one in reports if one.kind == "SSDA903 episodes")
    if not len(dated) <= found <= len(every):
        raise Broken("rows are counted", f"{len(dated)} to {len(every)} episodes in the file, {found} rows in")


def _tag(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _whole_xml(content: bytes) -> ET.Element | None:
    try:
        return ET.fromstring(content)
    except (ET.ParseError, ValueError, LookupError):
        return None


def _broke(of_file: _OfFile) -> bool:
    """Whether XML was refused, or could not be read to its end, and that is said."""
    rules = {one.rule for one in of_file.problems}
    return not rules.isdisjoint({"xml-declares-entities", "xml-broken"})


def _rows_of_census(content: bytes) -> int | None:
    """How many elements of a census that is whole are rows; None for one that is not."""
    root = _whole_xml(content)
    return None if root is None else sum(_tag(one) in _ROWS_OF_A_CENSUS for one in root.iter())


@cache
def _headings(reader: Reader) -> frozenset[bytes]:
    first = (seed.split(b"\n")[0].strip() for seed in reader.seeds)
    return frozenset(line for line in first if line.count(b",") >= 2)


@cache
def _names_of_columns(reader: Reader) -> frozenset[bytes]:
    """Every name of a column of any of the door's files: a later line of one list may be the heading of another."""
    return frozenset(name.strip().lower() for line in _headings(reader) for name in line.split(b","))


def _lines_below(content: bytes, reader: Reader) -> tuple[int, int] | None:
    """How many lines below the heading hold something, and how many are not blank; None where that is not plain.

    It is plain where there are no odd line ends, the first line is the heading of a seed and no other could be one, of
    this file or of another that comes by the same door.
    """
    if _ODD_ENDS.search(content):
        return None
    try:
        lines = [line.strip() for line in content.decode("utf-8").encode().split(b"\n")]
    except UnicodeDecodeError:
        return None
    if lines[0] not in _headings(reader):
        return None
    names = _names_of_columns(reader)
    for line in lines[1:_HEADING_WITHIN]:
        if len(names & {name.strip().lower() for name in line.split(b",")} - {b""}) >= 2:
            return None
    below = lines[1:]
    return sum(bool(line.decode().strip(', \t;|"').strip()) for line in below), sum(bool(line) for line in below)


def _rows_plainly(content: bytes) -> int | None:
    """How many rows below the first line hold something, by a reader that minds every quotation mark."""
    try:
        rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    except csv.Error:
        return None
    return sum(any(cell.strip() for cell in row) for row in rows[1:])


@cache
def secrets() -> Secrets:
    """Those of the seeds, as they are written there."""
    text = "\n".join(
        seed.decode("utf-8", errors="replace")
        for one in ("ssda903", "cin_census", "annex_a_csv", "places", "own_lists")
        for seed in READERS[one].seeds
    )
    names = re.findall(r"\b\d{7,8}\b|\b[A-Z]\d{12}\b|\b[QVX]X?\d \d[A-Z]{2}\b", text)
    iso = [*re.findall(r"<PersonBirthDate>([\d-]+)", text), "2011-05-14"]
    british = re.findall(r"^\d{7},(?:[MF12],)?(\d\d/\d\d/\d{4}),", READERS["ssda903"].seeds[2].decode(), re.MULTILINE)
    return Secrets(names=tuple(sorted(set(names))), births=tuple(sorted({*iso, *british})))


@cache
def _any_secret() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = secrets()
    return re.compile("|".join(map(re.escape, known.names))), re.compile("|".join(map(re.escape, known.births)))


# What every name of `secrets` holds: most words of most problems are past it without a look at each name.
_COULD_BE_NAME: Final = re.compile(r"\d{7}|[QVX]X?\d \d[A-Z]{2}")


def _is_name_in(said: str) -> bool:
    return _COULD_BE_NAME.search(said) is not None and _any_secret()[0].search(said) is not None


def _nothing_shown(problems: Iterable[RowProblem]) -> None:
    problems = tuple(problems)
    words = {said for one in problems for said in (one.found, one.expected, one.field, one.to_fix)}
    naming = {said for said in words if _is_name_in(said)}
    births = _any_secret()[1]
    for one in problems:
        if naming and not naming.isdisjoint((one.found, one.expected, one.field, one.to_fix)):
            raise Broken("no identifier is shown", f"{one.rule} of {one.field}: {one.found}")
        if one.field and _BIRTH.search(one.field) and births.search(one.found):
            raise Broken("no date of birth is shown", f"{one.rule} of {one.field}: {one.found}")


def _the_same(found: _Found, again: _Found) -> None:
    one, other = found.read, again.read
    if found.said_before != again.said_before or (one is None) != (other is None):
        raise Broken("reading twice is the same", "what is said of archives differs")
    if one is None or other is None:
        return
    if (one.files, one.repairs, one.covered) != (other.files, other.repairs, other.covered):
        raise Broken("reading twice is the same", "reports or repairs differ")
    if one.problems != other.problems:
        raise Broken("reading twice is the same", "problems differ")
    for name, frame in one.tables.items():
        if not frame.equals(other.tables[name]):
            raise Broken("reading twice is the same", f"the table {name} differs")
