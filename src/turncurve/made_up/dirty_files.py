"""The files of an invented council, opened so that faults can be planted in them and told row by row."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from turncurve.made_up.chance import Draws
from turncurve.made_up.days import written_year

T = TypeVar("T")
CHILD_LINE = re.compile(r"<LAchildID>(\d+)</LAchildID>")


class Row(dict[str, str]):
    """One row of a CSV file by column; it keeps its identity while others come and go."""


@dataclass(slots=True)
class Sheet:
    """A CSV file. `columns` is the heading as it will be written."""

    path: str
    columns: list[str]
    rows: list[Row]

    def text(self) -> str:
        lines = [",".join(self.columns), *(",".join(row.get(c, "") for c in self.columns) for row in self.rows), ""]
        return "\n".join(lines)

    def line_of(self, row: Row) -> int:
        """The line a person sees the row on, the heading being line 1."""
        return next(n for n, one in enumerate(self.rows, start=2) if one is row)


@dataclass(slots=True)
class Census:
    """A CIN census file: each child is one line."""

    path: str
    lines: list[str]
    children: dict[str, int]

    def of(self, child: str) -> str:
        return self.lines[self.children[child]]


@dataclass(slots=True, kw_only=True)
class Fault:
    """One planted fault. `row` is the line as a person sees it; None where it is the whole file's."""

    kind: str
    file: str
    row: int | None
    field: str
    child: str
    sheet_row: Row | None = None


@dataclass(slots=True)
class Files:
    """All files of the council, which children have a fault already, and what was planted."""

    folder: Path
    years: tuple[int, ...]
    draws: Draws
    sheets: dict[str, Sheet] = field(default_factory=dict[str, Sheet])
    censuses: dict[int, Census] = field(default_factory=dict[int, Census])
    used: set[str] = field(default_factory=set[str])
    faults: list[Fault] = field(default_factory=list[Fault])
    kind: str = ""
    raw: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def sheet(self, path: str) -> Sheet:
        """The CSV file at the path within the folder."""
        if path not in self.sheets:
            heading, *lines = (self.folder / path).read_text(encoding="utf-8").splitlines()
            columns = heading.split(",")
            rows = [Row(zip(columns, line.split(","), strict=True)) for line in lines]
            self.sheets[path] = Sheet(path, columns, rows)
        return self.sheets[path]

    def module(self, year: int, name: str) -> Sheet:
        return self.sheet(f"ssda903/{written_year(year)}/{name}.csv")

    def census(self, year: int) -> Census:
        if year not in self.censuses:
            path = f"cin/{written_year(year)}.xml"
            lines = (self.folder / path).read_text(encoding="utf-8").split("\n")
            found = ((CHILD_LINE.search(line), n) for n, line in enumerate(lines) if line.startswith("<Child>"))
            self.censuses[year] = Census(path, lines, {match[1]: n for match, n in found if match})
        return self.censuses[year]

    def claim(self, candidates: Iterable[tuple[str, T]]) -> tuple[str, T]:
        """One candidate (child, thing) whose child has no fault yet; the child is then spoken for."""
        free = [(child, thing) for child, thing in candidates if child not in self.used]
        if not free:
            raise LookupError(f"there is nowhere to plant {self.kind}")
        child, thing = free[self.draws.between(0, len(free) - 1)]
        self.used.add(child)
        return child, thing

    def note(self, sheet: Sheet, row: Row | None, column: str, *, child: str = "") -> None:
        """Write down a fault in a CSV file; its line is worked out when all are planted."""
        self.faults.append(Fault(kind=self.kind, file=sheet.path, row=None, field=column, child=child, sheet_row=row))

    def note_line(self, census: Census, child: str, element: str) -> None:
        """Write down a fault in a census file."""
        line = census.children[child] + 1
        self.faults.append(Fault(kind=self.kind, file=census.path, row=line, field=element, child=child))

    def note_file(self, path: str, column: str = "") -> None:
        """Write down a fault of a whole file."""
        self.faults.append(Fault(kind=self.kind, file=path, row=None, field=column, child=""))

    def some_years(self) -> list[int]:
        """Every year, in an order of chance."""
        return sorted(self.years, key=lambda _: self.draws.unit())

    def write(self) -> None:
        """Write every file that was opened, and put each fault's line beside it."""
        for fault in self.faults:
            if fault.sheet_row is not None:
                fault.row = self.sheets[fault.file].line_of(fault.sheet_row)
        for path, sheet in self.sheets.items():
            _ = (self.folder / path).write_bytes(sheet.text().encode())
        for census in self.censuses.values():
            _ = (self.folder / census.path).write_bytes("\n".join(census.lines).encode())
        for path, written in self.raw.items():
            _ = (self.folder / path).write_bytes(written)


def episodes_by_child(files: Files, year: int) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in files.module(year, "episodes").rows:
        found.setdefault(row["CHILD"], []).append(row)
    return found


def in_one_year_only(files: Files, year: int) -> Iterator[tuple[str, list[Row]]]:
    """Children in care whose every episode is in this year's file alone, with their episodes; no short breaks."""
    others = {row["CHILD"] for other in files.years if other != year for row in files.module(other, "header").rows}
    alone = {row["CHILD"] for row in files.module(year, "uasc").rows}
    for child, rows in episodes_by_child(files, year).items():
        if child not in others and child not in alone and not any(row["LS"] in {"V3", "V4"} for row in rows):
            yield child, rows


def in_one_census_only(files: Files, year: int) -> Iterator[str]:
    """Children in this year's census and in no other, and never in care."""
    others = {child for other in files.years if other != year for child in files.census(other).children}
    for other in files.years:
        others |= {row["CHILD"] for row in files.module(other, "header").rows}
    yield from (child for child in files.census(year).children if child not in others)
