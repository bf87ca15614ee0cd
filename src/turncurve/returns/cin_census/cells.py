"""The cells of one kind of row, a column at a time: each distinct cell read once, what is wrong noted row by row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from turncurve.definitions.code_lists import code_lists
from turncurve.returns.cin_census.taking import Taken
from turncurve.returns.dates import EXPECTED, read_date, to_fix
from turncurve.returns.showing import code_shown, date_shown
from turncurve.words.problems import masked

_FLAGS: Final = {"0": False, "1": True, "false": False, "true": True}
_MOST_DIGITS: Final = 9
_UPN_LENGTH: Final = 13
_LETTERS_AND_DIGITS: Final = r"^[\p{L}\p{N}]+$"

_NOTHING: Final[Mapping[type[pl.DataType], pl.Expr]] = {
    of: pl.lit(None, dtype=of) for of in (pl.Date, pl.Boolean, pl.Int64)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is wrong with a cell, whichever row it is in."""

    found: str = field(repr=False)
    expected: str
    to_fix: str
    rule: str


class Cells:
    """Rows of one part of the census, being read.

    `frame` holds, by name, the cells not yet read (text, null where blank) and what has been read. A row set aside
    leaves the frame, and only why it was set aside is noted of it. What is wrong with a cell is noted at the line in
    the column `row`, or that of `lines` for the cell.
    """

    def __init__(self, rows: pl.DataFrame, *, taken: Taken, lines: Mapping[str, str] | None = None) -> None:
        self.taken = taken
        self.lines = lines or {}
        self.frame = rows

    def within(self, outer: pl.DataFrame) -> "Cells":
        """The rows that stand in a row of `outer`, with its columns; the others are set aside as it was."""
        before = self.frame.height
        self.frame = self.frame.join(outer.rename({"at": "above"}), on="above", how="inner", maintain_order="left")
        self.taken.set_aside += before - self.frame.height
        return self

    def text(self, name: str, *, to: str) -> None:
        """A cell kept as it is."""
        self.frame = self.frame.with_columns(pl.col(name).alias(to))

    def needed(self, name: str, *, to: str, expected: str, why: str) -> None:
        """A cell without which the row is set aside."""
        self._set_aside(
            pl.col(name).is_null(),
            name=name,
            wrong=lambda _: Wrong(found="nothing", expected=expected, to_fix=why, rule="needed-and-blank"),
        )
        self.text(name, to=to)

    def day(self, name: str, *, to: str, secret: bool = False) -> None:
        """A date; null where the cell is blank or, with a problem, no date."""
        shown = masked if secret else date_shown
        self._parsed(
            name,
            to=to,
            of=pl.Date,
            read=read_date,
            wrong=lambda cell: Wrong(found=shown(cell), expected=EXPECTED, to_fix=to_fix(cell), rule="not-a-date"),
        )

    def needed_day(self, name: str, *, to: str, why: str) -> None:
        """The date that names a row; a row without one is set aside."""
        cells = self.frame.get_column(name)
        self._read(name, to=to, values={cell: read_date(cell) for cell in _distinct(cells)}, of=pl.Date)
        self._set_aside(
            pl.col(to).is_null(),
            name=name,
            wrong=lambda row: _no_date(str(row[name] or ""), why=why),
        )

    def ends_before(self, name: str, *, ended: str, began: str, after: str) -> None:
        """Set aside the rows that end before they begin."""
        self._set_aside(
            pl.col(ended) < pl.col(began),
            name=name,
            wrong=lambda row: Wrong(
                found=f"{row[ended]}, with {after} {row[began]}",
                expected=f"a day on or after {after}",
                to_fix="Correct the dates and load the census again.",
                rule="ends-before-it-begins",
            ),
        )

    def code(self, name: str, *, to: str, codes: str = "", unless: str = "") -> None:
        """A code, kept whatever it is; a problem where the year's list does not have it.

        With `unless`, only where that column is blank; the column is filled from here.
        """
        cells = pl.col(name).str.to_uppercase()
        if unless:
            cells = pl.when(pl.col(unless).is_null()).then(cells)
        self.frame = self.frame.with_columns(cells.alias(name))
        self._note(
            name, _codes_wrong(_distinct(self.frame.get_column(name)), codes=codes or name, year=self.taken.year)
        )
        filled = pl.coalesce(unless, name) if unless else pl.col(name)
        self.frame = self.frame.with_columns(filled.alias(to))

    def upn(self, name: str, *, to: str) -> None:
        """A UPN, kept whatever it is; a problem where it has not the form of one."""
        upns = self.frame.get_column(name).str.to_uppercase()
        self.frame = self.frame.with_columns(upns.alias(to))
        fits = (upns.str.len_chars() == _UPN_LENGTH) & upns.str.contains(_LETTERS_AND_DIGITS)
        self._note(
            to,
            {
                upn: Wrong(
                    found=masked(upn),
                    expected=f"{_UPN_LENGTH} characters",
                    to_fix="Correct the UPN, or leave it blank and fill UPNunknown.",
                    rule="code-not-known",
                )
                for upn in _distinct(upns.filter(~fits))
            },
            said=name,
        )

    def yes_no(self, name: str, *, to: str) -> None:
        """A flag; null where the cell is blank or, with a problem, no flag."""
        self.frame = self.frame.with_columns(pl.col(name).str.to_lowercase())
        self._parsed(
            name,
            to=to,
            of=pl.Boolean,
            read=_FLAGS.get,
            wrong=lambda cell: Wrong(
                found=code_shown(cell), expected="0, 1, true or false", to_fix="Correct the flag.", rule="not-a-flag"
            ),
        )

    def whole(self, name: str, *, to: str) -> None:
        """A whole number; null where the cell is blank or, with a problem, none."""
        self._parsed(
            name,
            to=to,
            of=pl.Int64,
            read=lambda cell: int(cell) if cell.isdecimal() and len(cell) <= _MOST_DIGITS else None,
            wrong=lambda cell: Wrong(
                found=code_shown(cell), expected="a whole number", to_fix="Correct the number.", rule="not-a-number"
            ),
        )

    def say(self, where: pl.Expr, *, name: str, wrong: Callable[[dict[str, object]], Wrong]) -> None:
        """Note a problem with each row where something holds; the row is used all the same."""
        for row in self.frame.filter(where).iter_rows(named=True):
            self._wrong(name, wrong(row), row=row["row"], set_aside=False)

    def _parsed(
        self,
        name: str,
        *,
        to: str,
        of: type[pl.DataType],
        read: Callable[[str], object],
        wrong: Callable[[str], Wrong],
    ) -> None:
        """Read each distinct cell of a column, noting what is wrong with those that hold nothing."""
        values = {cell: read(cell) for cell in _distinct(self.frame.get_column(name))}
        self._note(name, {cell: wrong(cell) for cell, value in values.items() if value is None})
        self._read(name, to=to, values=values, of=of)

    def _read(self, name: str, *, to: str, values: Mapping[str, object], of: type[pl.DataType]) -> None:
        """Put what each distinct cell of a column holds in another column."""
        read = pl.col(name).replace_strict(list(values), list(values.values()), return_dtype=of) if values else None
        self.frame = self.frame.with_columns((_NOTHING[of] if read is None else read).alias(to))

    def _note(self, name: str, wrong: Mapping[str, Wrong], *, said: str = "") -> None:
        """Note a problem with each row whose cell of a column is wrong."""
        if wrong:
            rows = self.frame.select(self.lines.get(said or name, "row"), name).filter(pl.col(name).is_in(list(wrong)))
            for row, cell in rows.iter_rows():
                self._wrong(said or name, wrong[cell], row=row, set_aside=False)

    def _set_aside(self, where: pl.Expr, *, name: str, wrong: Callable[[dict[str, object]], Wrong]) -> None:
        """Set aside each row where something holds, saying why."""
        leave = self.frame.select(where.fill_null(value=False)).to_series()
        if leave.any():
            for row in self.frame.filter(leave).iter_rows(named=True):
                self._wrong(name, wrong(row), row=row["row"], set_aside=True)
            self.taken.set_aside += int(leave.sum())
            self.frame = self.frame.filter(~leave)

    def _wrong(self, name: str, wrong: Wrong, *, row: int, set_aside: bool) -> None:
        self.taken.wrong(
            name,
            wrong.found,
            row=row,
            expected=wrong.expected,
            to_fix=wrong.to_fix,
            rule=wrong.rule,
            set_aside=set_aside,
        )


def _no_date(cell: str, *, why: str) -> Wrong:
    return Wrong(
        found=date_shown(cell),
        expected=EXPECTED,
        to_fix=to_fix(cell) if cell else why,
        rule="not-a-date" if cell else "needed-and-blank",
    )


def _distinct(cells: pl.Series) -> Sequence[str]:
    """The cells that are not blank, each once."""
    return (
        []
        if cells.null_count() == cells.len()
        else list(dict.fromkeys(cell for cell in cells.to_list() if cell is not None))
    )


def _codes_wrong(cells: Iterable[str], *, codes: str, year: int) -> dict[str, Wrong]:
    """The codes that a list does not have, or not in the census's year, each with what is wrong."""
    listed = code_lists("cin_census")[codes]
    wrong: dict[str, Wrong] = {}
    for cell in cells:
        known = listed.get(cell)
        if known is None:
            wrong[cell] = Wrong(
                found=code_shown(cell),
                expected=f"one of {', '.join(listed)}",
                to_fix="Correct the code, or tell us of a new one.",
                rule="code-not-known",
            )
        elif year and not known.valid_in(year):
            wrong[cell] = Wrong(
                found=cell,
                expected=f"a code of the {year} census; {cell} is valid {known.said}",
                to_fix="Check the census year and correct the code.",
                rule="code-of-another-year",
            )
    return wrong
