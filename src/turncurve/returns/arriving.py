"""What arrives, and what reading it gives: files in, tables out, every row accounted for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import polars as pl

from turncurve.words.problems import RowProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedFile:
    """One file as it arrived. `name` is its path as given, with forward slashes, e.g. `ssda903/2023-24/episodes.csv`.

    `open` gives a fresh binary stream at the file's start each time it is called. `members` are the DfE codes of the
    authorities whose children a region's store holds, none for a single council's; `authority` is the one the file's
    path names, "" where it names none. Rows of the authorities `elsewhere` are passed over, since the file is read
    again with theirs; "" among them stands for whatever is nobody's, which was said the first time.
    """

    name: str
    digest: str
    size: int
    open: Callable[[], BinaryIO]
    authority: str = ""
    members: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The first 16 characters of the file's SHA-256: what the column `file` holds."""
        return self.digest[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of one file: rows_in is always rows_used + rows_set_aside.

    `kind` is what the file was recognised as in plain words ("SSDA903 episodes", "CIN census"), "" where it was not.
    `authority` is the DfE code of the authority a file says it is of, "" where it does not say.
    `year` is the year ending 31 March it reports, None where that has no meaning.
    `table` is the reported table its rows are in, "" for none: several reports, one a sheet, may share a `key`.
    """

    name: str
    key: str
    kind: str
    year: int | None
    rows_in: int
    rows_used: int
    rows_set_aside: int
    note: str = ""
    authority: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """The rows used of one kind of file ("SSDA903 episodes") for one authority (DfE code) and year ending 31 March.

    `authority` is "" in a single council's store.
    """

    kind: str
    authority: str
    year: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A change made while stitching years together: a stable rule name, what was done, and to how many rows."""

    rule: str
    what_was_done: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading some files gave: trusted tables by name, a report a file, what was wrong, and what was repaired.

    `reported` are the rows as each file reports them, before years are stitched together, in the columns that
    `tables.reported` promises; `covered` are the years for which each of those tables arrived, were it empty.
    `rows_of` says of each kind of file whose rows and of which years were used.
    """

    tables: Mapping[str, pl.DataFrame] = field(repr=False)
    files: tuple[FileReport, ...]
    problems: tuple[RowProblem, ...]
    repairs: tuple[Repair, ...] = ()
    reported: Mapping[str, pl.DataFrame] = field(default_factory=dict, repr=False)
    covered: Mapping[str, frozenset[int]] = field(default_factory=dict)
    rows_of: tuple[Covered, ...] = ()
