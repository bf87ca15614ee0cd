"""A region's returns read some authorities at a time, and checked one at a time, so that England fits into memory."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from turncurve.returns.arriving import ArrivedFile, Covered, FileReport, Reading, Repair
from turncurve.returns.reading import authorities_in
from turncurve.returns.whose_rows import authority_of
from turncurve.returns.years import year_missing
from turncurve.tables.reported import REPORTED
from turncurve.words.problems import RowProblem

# Bytes of files read together, unless one authority's alone are more.
TOGETHER = 48 << 20
_NOBODYS: Final = ""
_WHOSE: Final = "\x00whose"
# What is said to be missing of a return, by the kind of file that shows it is not.
_SAID_MISSING: Final = {"SSDA903 episodes": ("SSDA903", "episodes"), "CIN census": ("CIN census", "census")}


def some_at_a_time(files: Sequence[ArrivedFile]) -> Iterator[list[ArrivedFile]]:
    """A region's files in the groups to read them in; a council's are one group, as they are.

    First whatever is about no authority's children. Then the authorities in the order of their DfE codes, whole ones
    until their files come to TOGETHER bytes. A file about several authorities is in the group of each of them, and says
    which of its rows are read elsewhere.
    """
    if not any(file.members for file in files):
        yield list(files)
        return
    about = [(file, authorities_in(file)) for file in files]
    if nobodys := [file for file, codes in about if not codes - {_NOBODYS}]:
        yield nobodys
    first = {file.key: min(codes - {_NOBODYS}) for file, codes in about if codes - {_NOBODYS}}
    for group in _groups(about):
        yield [
            replace(file, elsewhere=_elsewhere(codes, group=group, first=first[file.key] in group))
            for file, codes in about
            if codes & group
        ]


def _groups(about: Sequence[tuple[ArrivedFile, frozenset[str]]]) -> Iterator[frozenset[str]]:
    sizes: dict[str, float] = {}
    for file, codes in about:
        for code in codes - {_NOBODYS}:
            sizes[code] = sizes.get(code, 0) + file.size / len(codes - {_NOBODYS})
    group: set[str] = set()
    held = 0.0
    for code, size in sorted(sizes.items()):
        if group and held + size > TOGETHER:
            yield frozenset(group)
            group, held = set(), 0.0
        group.add(code)
        held += size
    if group:
        yield frozenset(group)


def _elsewhere(codes: frozenset[str], *, group: frozenset[str], first: bool) -> frozenset[str]:
    others = codes - group - {_NOBODYS}
    return others if first else others | {_NOBODYS}


def each_authority(reading: Reading, *, members: Collection[str]) -> Iterator[tuple[str, Reading]]:
    """What is reported in a region's reading, authority by authority with each one's DfE code; "" where it is nobody's.

    `members` are the region's DfE codes; a council's reading, which has none, is given back as it is with "".
    Whether a year has arrived is then asked of each authority alone: children of one that sent nothing the year before
    are not missing from it.
    """
    codes = {one.authority for one in (*reading.rows_of, *reading.files) if one.authority in members}
    if not codes:
        yield _NOBODYS, reading
        return
    parts = {name: _by_code(rows, codes=codes) for name, rows in reading.reported.items()}
    for code in sorted(codes):
        reported = {name: of.get(code, reading.reported[name].clear()) for name, of in parts.items()}
        yield code, replace(reading, reported=reported, covered=_covered(reading, reported=reported, code=code))


def _by_code(rows: pl.DataFrame, *, codes: Collection[str]) -> dict[str, pl.DataFrame]:
    whose = rows.group_by(authority_of(pl.col("person_id")).alias(_WHOSE), maintain_order=True)
    return {str(code): own for (code,), own in whose if code in codes}


def _covered(reading: Reading, *, reported: Mapping[str, pl.DataFrame], code: str) -> dict[str, frozenset[int]]:
    """The years for which each table arrived from one authority, were it empty."""
    own = [(one, one.year) for one in reading.files if one.authority == code and one.year is not None]
    years: dict[str, frozenset[int]] = {}
    for name, rows in reported.items():
        said = {year for one, year in own if name == one.table or REPORTED[name].return_name == one.kind}
        held = set(rows.get_column("year").to_list())
        if of_table := {year for year in said | held if year in reading.covered.get(name, ())}:
            years[name] = frozenset(of_table)
    return years


class Told:
    """What readings of parts of a region say together, but for their tables: gathered one by one."""

    def __init__(self, said: Iterable[RowProblem]) -> None:
        self._files: dict[tuple[str, str, str, str], FileReport] = {}
        self._problems: dict[RowProblem, None] = dict.fromkeys(said)
        self._repairs: dict[tuple[str, str], Repair] = {}
        self._rows_of: list[Covered] = []

    def add(self, reading: Reading) -> None:
        """One reading more. What a file read in several parts says of its whole is said once."""
        for one in reading.files:
            key = (one.key, one.name, one.kind, one.table)
            self._files[key] = _added(self._files[key], one) if key in self._files else one
        self._problems.update(dict.fromkeys(reading.problems))
        for one in reading.repairs:
            named = (one.rule, one.what_was_done)
            so_far = self._repairs[named].rows if named in self._repairs else 0
            self._repairs[named] = replace(one, rows=so_far + one.rows)
        self._rows_of += reading.rows_of

    def together(self) -> Reading:
        """All of it. A year that one part misses and another has is that authority's to send: not the region's."""
        arrived = {(one.kind, one.year) for one in self._rows_of if one.rows and one.kind in _SAID_MISSING}
        not_missing = {
            year_missing(of_return, year=year, rows_missing=rows)
            for kind, year in arrived
            for of_return, rows in [_SAID_MISSING[kind]]
        }
        return Reading(
            tables={},
            files=tuple(self._files.values()),
            problems=tuple(one for one in self._problems if one not in not_missing),
            repairs=tuple(self._repairs.values()),
            rows_of=tuple(self._rows_of),
        )


def _added(one: FileReport, other: FileReport) -> FileReport:
    return replace(
        one,
        rows_in=one.rows_in + other.rows_in,
        rows_used=one.rows_used + other.rows_used,
        rows_set_aside=one.rows_set_aside + other.rows_set_aside,
        note=one.note if one.rows_in else other.note,
    )
