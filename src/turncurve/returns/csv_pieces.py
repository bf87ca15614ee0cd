"""The rows of a CSV below its heading as columns of text, a piece of the file at a time, however large it is."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Final

import polars as pl

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.csv_heading import Heading
from turncurve.returns.csv_problems import TextProblems
from turncurve.returns.csv_tangles import TangledRow, rows_of
from turncurve.returns.encodings import UNREADABLE, encoding_of, texts_of
from turncurve.words.problems import RowProblem

# No column of a file can have this name: its heading would not be printable.
LINE: Final = "\x00line"
# Quotation marks, and what one way of reading and another take for different things.
_NEEDS_CARE = b'"\x00\x0b\x0c\x1c\x1d\x1e\x1f'
_UNREADABLE = UNREADABLE.encode()
_UNNAMED = "\x00column"


@dataclass(kw_only=True)
class Below:
    """What stands below one file's heading: pieces of rows, and then how many could not be read and what was wrong.

    Set aside, each with a problem: a row with more cells than there are columns, one whose quotation mark never
    closes, one with letters that cannot be read, and a last row that breaks off.
    """

    file: ArrivedFile
    heading: Heading
    rows: int = 0
    wrong: TextProblems = field(init=False)

    def __post_init__(self) -> None:
        self.wrong = TextProblems(file=self.file.name)
        self._short: list[int] = []
        self._blank: list[int] = []
        self._names = _each_once(self.heading.names)

    @property
    def rows_in(self) -> int:
        """Every row below the heading, once all pieces have been taken."""
        return self.rows + self.set_aside

    @property
    def set_aside(self) -> int:
        """Those of them that could not be read."""
        return self.wrong.set_aside

    @property
    def problems(self) -> Sequence[RowProblem]:
        """What was wrong, once all pieces have been taken."""
        return self.wrong.problems

    def pieces(self) -> Iterator[pl.DataFrame]:
        """Rows in the file's order: `LINE` (the line a row begins on; the file's first is 1) and each column's cells.

        Cells are text without blanks around it, "" where there is none; wholly blank lines are not rows, and are said
        where more rows follow. Of two columns with one name the last is given.
        """
        encoding = encoding_of(self.file.open)
        self.wrong.say_of_text(encoding=encoding.said, heading=self.heading)
        texts = texts_of(self.file.open, encoding=encoding)
        start = next(texts)
        above = sum(map(len, islice(io.StringIO(start, newline=""), self.heading.line)))
        read, held, last_row, given = self.heading.line, "", 0, False
        for text in chain((start[above:],), texts):
            whole, rest = _cut(held + text)
            cells, lines, unread = self._piece(whole, after=read, last=False)
            read, held = read + lines, unread + rest
            if cells.height:
                self.rows += cells.height
                last_row, given = cells.item(-1, LINE), True
                yield cells
        # The last piece is blank where the file ends as a line does: then it is only given for its columns.
        if held or not given:
            cells, lines, _ = self._piece(held, after=read, last=True)
            if self._breaks_off(cells, text=held, last_line=read + lines):
                self.wrong.say_of_row(self._short.pop(), rule="row-breaks-off")
                cells = cells.head(-1)
            self.rows += cells.height
            last_row = cells.item(-1, LINE) if cells.height else last_row
            yield cells
        if between := [line for line in self._blank if line < last_row]:
            self.wrong.say_of_blank_rows(first=between[0], rows=len(between))
        if self._short:
            self.wrong.say_of_short_rows(first=self._short[0], rows=len(self._short))

    def _breaks_off(self, cells: pl.DataFrame, *, text: str, last_line: int) -> bool:
        """Whether the file's last line is a row without its last cells, and no line end."""
        if not self._short or not cells.height or text.endswith(("\n", "\r")):
            return False
        return cells.item(-1, LINE) == self._short[-1] == last_line

    def _piece(self, text: str, *, after: int, last: bool) -> tuple[pl.DataFrame, int, str]:
        """The rows of a text that ends where a line ends, how many lines were read, and what is left over."""
        if (cells := self._plain(text, after=after)) is not None:
            return self._wanted(cells), cells.height, ""
        separator, width = self.heading.separator, len(self._names)
        rows, lines, unread = rows_of(text, separator=separator, width=width, after=after, last=last)
        return self._wanted(self._tangled(rows, damaged="\x00" in text or UNREADABLE in text)), lines, unread

    def _plain(self, text: str, *, after: int) -> pl.DataFrame | None:
        """The rows of a text without quotation marks, each of as many cells as there are columns; None for another."""
        raw, separator = text.encode(), self.heading.separator.encode()
        if raw.count(b"\r") != raw.count(b"\r\n") or len(raw.translate(None, _NEEDS_CARE)) != len(raw):
            return None
        raw = raw.replace(b"\r\n", b"\n").removesuffix(b"\n")
        lines = raw.count(b"\n") + 1
        # Polars minds a cell too many in every line but the last, where it overlooks a blank one.
        each = len(self._names) - 1
        even = raw.count(separator) == lines * each and raw[raw.rfind(b"\n") + 1 :].count(separator) == each
        if not raw or len(self._names) == 1 or not even or _UNREADABLE in raw:
            return None
        try:
            cells = pl.read_csv(
                raw,
                has_header=False,
                separator=self.heading.separator,
                quote_char=None,
                schema=dict.fromkeys(self._names, pl.String),
                empty_string_is_null=False,
                extra_columns="raise",
            )
        except pl.exceptions.PolarsError:
            return None
        if cells.height != lines:
            return None
        return cells.select(
            pl.all().str.strip_chars(), pl.int_range(after + 1, after + 1 + lines, dtype=pl.Int64).alias(LINE)
        )

    def _tangled(self, rows: list[TangledRow], *, damaged: bool) -> pl.DataFrame:
        width, lines = len(self._names), list[int]()
        kept: list[list[str]] = []
        for line, cells in rows:
            if cells is None:
                self.wrong.say_of_row(line, rule="quotation-mark-never-closes")
                continue
            if not "".join(cells).strip():
                self._blank += [line] if len(cells) > 1 else []
                continue
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                self.wrong.say_of_row(
                    line, rule="too-many-cells", found=f"{len(cells)} cells under {width} column names"
                )
                continue
            if len(cells) < width:
                self._short.append(line)
            if damaged and any("\x00" in cell or UNREADABLE in cell for cell in cells):
                self.wrong.say_of_row(line, rule="letters-not-readable")
                continue
            lines.append(line)
            kept.append([*map(str.strip, cells[:width]), *[""] * (width - len(cells))])
        columns = zip(*kept, strict=True) if kept else [()] * width
        frame = {name: pl.Series(column, dtype=pl.String) for name, column in zip(self._names, columns, strict=True)}
        return pl.DataFrame({**frame, LINE: pl.Series(lines, dtype=pl.Int64)})

    def _wanted(self, cells: pl.DataFrame) -> pl.DataFrame:
        """The rows that are not wholly blank, and the columns that have a name to themselves."""
        names = [name for name in self._names if not name.startswith(_UNNAMED)]
        if (cells.get_column(self._names[0]) == "").any():
            blank = pl.all_horizontal(pl.col(self._names) == "")
            self._blank += cells.filter(blank).get_column(LINE).to_list()
            cells = cells.filter(~blank)
        return cells.select(*names, LINE)


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, but for one that stands again further on: a table holds each once."""
    return tuple(name if name not in names[at + 1 :] else f"{_UNNAMED}{at}" for at, name in enumerate(names))


def _cut(text: str) -> tuple[str, str]:
    """A text to the end of its last line, and the rest."""
    end = text.rfind("\n") + 1 or text.rfind("\r", 0, len(text) - 1) + 1
    return text[:end], text[end:]
