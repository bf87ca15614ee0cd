"""One part of an SSDA903 return: which module it is, which year it reports, and its rows as columns of text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from turncurve.returns.arriving import ArrivedFile, FileReport
from turncurve.returns.csv_heading import Heading
from turncurve.returns.csv_pieces import LINE
from turncurve.returns.csv_problems import column_twice
from turncurve.returns.showing import code_shown, column_shown
from turncurve.returns.ssda903.columns import NTH, YEAR
from turncurve.returns.ssda903.modules import EPISODES, Module, module_of, nearest
from turncurve.returns.ssda903.parts import Part, Rows
from turncurve.returns.whose_rows import authority_said, child_of, not_known
from turncurve.returns.years import years_named
from turncurve.words.problems import RowProblem

# A region's joined-up files say each row's authority and year; a council's own do not.
_REGIONS_OWN: Final = frozenset({"LA", "YEAR"})
_AUTHORITY: Final = "\x00authority"


@dataclass(kw_only=True)
class FileRead:
    """One part as far as it has been read: how many rows came in, how many are used, and what was wrong.

    `file` is named for the part, `path` is the name of the whole file. `year_named_by` is what says the year.
    """

    file: ArrivedFile
    path: str
    heading: Heading
    year: int | None
    year_named_by: str = ""
    year_note: str = ""
    problems: list[RowProblem] = field(default_factory=list)
    rows_in: int = 0
    rows_used: int = 0
    iso: int = 0
    otherwise: bool = False

    @property
    def module(self) -> Module | None:
        """The module whose every column is there; the episodes are one module, with URN or without."""
        found = module_of(self.heading.columns)
        return EPISODES if found is not None and found.name == EPISODES.name else found

    @property
    def says_years_by_row(self) -> bool:
        """Whether each row names its own year, as a region's joined-up files do."""
        return self.heading.columns >= _REGIONS_OWN

    def whole(
        self, *, found: str, expected: str, to_fix: str, rule: str, field: str = "", set_aside: bool = False
    ) -> None:
        """Note a problem of the whole file."""
        self.problems.append(
            RowProblem(
                file=self.file.name,
                field=field,
                found=found,
                expected=expected,
                to_fix=to_fix,
                rule=rule,
                set_aside=set_aside,
            )
        )

    def report(self) -> FileReport:
        """What became of the file."""
        near = self.module or nearest(self.heading.columns)
        notes = [self.year_note] if self.year_note and self.rows_in else []
        if self.module is not None and self._reordered(self.module):
            notes.append("columns in another order, read by name")
        return FileReport(
            name=self.file.name,
            key=self.file.key,
            kind=f"SSDA903 {near.name}" if near else "SSDA903",
            year=None if self.says_years_by_row else self.year,
            rows_in=self.rows_in,
            rows_used=self.rows_used,
            rows_set_aside=self.rows_in - self.rows_used,
            note="; ".join(notes) if self.rows_in else "no rows",
            authority=self.file.authority,
            table=self.module.reported if self.module else "",
        )

    def _reordered(self, module: Module) -> bool:
        places = [names.index(one.name) for one in module.fields if one.name in (names := self.heading.names)]
        return places != sorted(places)


def cells_of(read: FileRead, *, rows: Rows, nth: int) -> Iterator[tuple[Module, pl.DataFrame]]:
    """The part's module and its rows a piece at a time, as `columns.values_of` takes them; none of a useless part.

    `nth` is the part's place among those being read. Once all are taken the part's rows are counted.
    """
    usable = _say_of_columns(read)
    passed_over = 0
    for piece in rows.pieces():
        if usable is not None and piece.height:
            here, others = _whose(piece.with_columns(pl.lit(nth, pl.Int32).alias(NTH)), read=read)
            passed_over += others
            yield usable, _with_year(here, read=read, module=usable)
    read.rows_in = rows.rows_in - passed_over
    if "" in read.file.elsewhere:
        read.rows_in -= rows.set_aside
    else:
        read.problems[:0] = rows.problems


def _say_of_columns(read: FileRead) -> Module | None:
    """What is wrong with the file's columns or year; its module where its rows can be used nevertheless."""
    if (module := read.module) is None:
        wanted = near.columns if (near := nearest(read.heading.columns)) else frozenset[str]()
        others = len(read.heading.columns - wanted)
        read.whole(
            found=f"columns {', '.join(sorted(read.heading.columns & wanted))}"
            + (f" and {others} others" if others else ""),
            expected=f"also the columns {', '.join(sorted(wanted - read.heading.columns))}",
            to_fix="Export the module again with every column of the collection guide.",
            rule="columns-missing",
            set_aside=True,
        )
        return None
    _say_of_further(read, module)
    counts = Counter(read.heading.names)
    if twice := sorted(name for name, times in counts.items() if times > 1 and name in module.columns):
        read.problems.append(column_twice(read.file.name, field=", ".join(twice)))
        return None
    if read.year is None and not read.says_years_by_row:
        read.whole(
            found="no year in the file's folder or name, and no episodes beside it",
            expected="a folder or name such as 2023-24",
            to_fix="Put the year's files in a folder named for the year and load the folder.",
            rule="year-not-known",
            set_aside=True,
        )
        return None
    if read.file.members and not read.file.authority and "LA" not in read.heading.columns:
        read.problems.append(not_known(read.file, row=None, field="", found="a path that names no authority"))
        return None
    return module


def _say_of_further(read: FileRead, module: Module) -> None:
    regions_own = _REGIONS_OWN if read.says_years_by_row else {"LA"} if read.file.members else frozenset[str]()
    extra = read.heading.columns - module.columns - regions_own - {""}
    if extra:
        read.whole(
            field=", ".join(map(column_shown, sorted(extra))),
            found="columns that are not in the module",
            expected=f"the columns of the collection guide: {', '.join(one.name for one in module.fields)}",
            to_fix="Nothing, if they are the council's own: the other columns were read.",
            rule="columns-not-known",
        )


def _whose(piece: pl.DataFrame, *, read: FileRead) -> tuple[pl.DataFrame, int]:
    """In a region's store, the rows with each child's number made theirs alone, and how many rows were passed over.

    A row of no member is left out, and said.
    """
    file = read.file
    if not file.members:
        return piece, 0
    if "LA" not in read.heading.columns:
        return piece.with_columns(child_of(pl.col("CHILD"), authority=pl.lit(file.authority)).alias("CHILD")), 0
    whose = piece.with_columns(_authorities(piece, file=file).alias(_AUTHORITY))
    here = whose.filter(~pl.col(_AUTHORITY).is_in(sorted(file.elsewhere)))
    nobodys = here.filter(pl.col(_AUTHORITY) == "").select(LINE, "LA")
    read.problems += [
        not_known(file, row=line, field="LA", found=column_shown(cell[:40])) for line, cell in nobodys.iter_rows()
    ]
    ours = here.filter(pl.col(_AUTHORITY) != "")
    own = ours.with_columns(child_of(pl.col("CHILD"), authority=pl.col(_AUTHORITY)).alias("CHILD"))
    return own, piece.height - here.height


def _authorities(piece: pl.DataFrame, *, file: ArrivedFile) -> pl.Series:
    """The DfE code each row's LA says, "" where it says no member's."""
    said = piece.get_column("LA")
    distinct = said.unique()
    codes = pl.Series([authority_said(cell, members=file.members) for cell in distinct.to_list()], dtype=pl.String)
    return said.replace_strict(distinct, codes, return_dtype=pl.String)


def authorities_in(part: Part) -> frozenset[str]:
    """The DfE codes of the members whose rows a part holds, "" among them where a row says no member's."""
    file = part.file
    if "LA" not in part.heading.columns:
        return frozenset({file.authority})
    found: set[str] = set()
    for piece in part.rows().pieces():
        found.update(_authorities(piece.select(pl.col("LA").unique()), file=file).to_list())
    return frozenset(found)


def _with_year(piece: pl.DataFrame, *, read: FileRead, module: Module) -> pl.DataFrame:
    """The piece's columns of the module, and its rows' years; a row of a joined-up file that names none is left out."""
    if read.says_years_by_row:
        said = piece.get_column("YEAR")
        distinct = said.unique()
        years = pl.Series([_year_in(cell) for cell in distinct.to_list()], dtype=pl.Int32)
        # Of no rows at all the replaced column would stay text.
        piece = piece.with_columns(said.replace_strict(distinct, years).cast(pl.Int32).alias(YEAR))
        read.problems += _without_year(piece.filter(pl.col(YEAR).is_null()), file=read.file.name)
        piece = piece.filter(pl.col(YEAR).is_not_null())
    else:
        piece = piece.with_columns(pl.lit(read.year, pl.Int32).alias(YEAR))
    if "URN" in module.columns and "URN" not in piece.columns:
        # Before 2015 the episodes had no URN.
        piece = piece.with_columns(pl.lit("").alias("URN"))
    return piece.select(NTH, LINE, YEAR, *(one.name for one in module.fields))


def _year_in(cell: str) -> int | None:
    """The year ending 31 March that a cell names, as 2024 or 2023-24."""
    plain = cell.removesuffix(".0")
    if len(plain) == 4 and plain.isdecimal() and plain.startswith("20"):
        return int(plain)
    named = years_named(plain.replace("/", "-"))
    return named[0] if len(named) == 1 else None


def _without_year(rows: pl.DataFrame, *, file: str) -> Sequence[RowProblem]:
    return [
        RowProblem(
            file=file,
            row=line,
            field="YEAR",
            found=code_shown(cell),
            expected="the year, such as 2024 or 2023-24",
            to_fix="Fill YEAR and load the file again.",
            rule="year-not-known",
            set_aside=True,
        )
        for line, cell in rows.select(LINE, "YEAR").iter_rows()
    ]
