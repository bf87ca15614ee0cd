"""What the checks are given: the rows as reported, and the years for which each table arrived."""

from collections.abc import Mapping
from dataclasses import dataclass

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

    def rows(self, name: str) -> pl.DataFrame:
        """A table's rows with their place in it, `nth`, which tells two records on one line of XML apart.

        Of several files of one year, a row is taken from the last that reports it.
        """
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
