"""What the checks are given: the rows as reported, and the years for which each table arrived."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from turncurve.tables.reported import REPORTED, as_reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Rows as reported, by table, in the columns `tables.reported` promises; and what arrived.

    `years` are the years (ending 31 March) for which a table arrived, were it empty; {0} for a list of no year.
    `children` has the children aged 0 to 17 by `mid_year`, from wherever they are known.
    """

    tables: Mapping[str, pl.DataFrame]
    years: Mapping[str, frozenset[int]]
    children: pl.DataFrame
    _known: dict[tuple[str, ...], pl.DataFrame] = field(init=False, default_factory=dict, repr=False, compare=False)

    def rows(self, name: str) -> pl.DataFrame:
        """A table's rows with their place in it, `nth`, which tells two records on one line of XML apart.

        Of several files of one year, a row is taken from the last that reports it.
        """
        return self._once((name,), lambda: self._rows(name))

    def in_order(self, name: str, *, by: Sequence[str]) -> pl.DataFrame:
        """The rows sorted by columns, and where these are alike by `nth`; blanks last."""
        return self._once((name, *by), lambda: self.rows(name).sort(*by, "nth", nulls_last=True))

    def one_a_child(self, name: str) -> pl.DataFrame:
        """The first row of each child in each year."""
        same = ("person_id", "year")
        return self._once(
            (name, "one a child"), lambda: self.rows(name).unique(same, keep="first", maintain_order=True)
        )

    def _once(self, key: tuple[str, ...], work_out: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """What many checks ask for, worked out for the first of them."""
        if key not in self._known:
            self._known[key] = work_out()
        return self._known[key]

    def _rows(self, name: str) -> pl.DataFrame:
        rows = self.tables.get(name, as_reported(name, [])).with_row_index("nth")
        last = pl.col("file").last().over("year", *REPORTED[name].named_by)
        several = rows.select(pl.struct("year", "file").n_unique() > pl.col("year").n_unique()).item()
        return rows.filter(pl.col("file") == last) if several else rows

    def arrived(self, name: str) -> frozenset[int]:
        """The years for which a table arrived."""
        return self.years.get(name, frozenset())

    def years_of(self, return_name: str) -> tuple[int, ...]:
        """The years for which any table of a return arrived, oldest first."""
        names = (name for name, one in REPORTED.items() if one.return_name == return_name and one.yearly)
        return tuple(sorted({year for name in names for year in self.arrived(name)}))
