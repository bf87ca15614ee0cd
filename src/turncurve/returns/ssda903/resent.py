"""Where a module of one year arrived twice and the two share a child, the later arrival is used (decision 0003)."""

from collections.abc import Iterable, Sequence

import polars as pl

from turncurve.returns.ssda903.columns import NTH, YEAR
from turncurve.returns.ssda903.files import FileRead
from turncurve.returns.years import year_said


def without_replaced(rows: pl.DataFrame, *, reads: Sequence[FileRead]) -> pl.DataFrame:
    """The rows of one module without those of a file whose year arrived again later with a child of its own.

    A file that arrived later stands later in `reads`. What is replaced is said of the file.
    """
    of_files = rows.select(NTH, YEAR, "person_id").unique()
    shared = of_files.filter(pl.len().over(YEAR, "person_id") > 1)
    replaced: list[tuple[int, int]] = []
    for (year,), found in shared.sort(YEAR).partition_by(YEAR, as_dict=True, include_key=False).items():
        children = found.group_by(NTH).agg("person_id").sort(NTH, descending=True)
        replaced += [(nth, year) for nth in _replaced(children.iter_rows(), year=year, rows=rows, reads=reads)]
    if not replaced:
        return rows
    gone = pl.DataFrame(replaced, schema={NTH: pl.Int32, YEAR: pl.Int32}, orient="row")
    return rows.join(gone, on=[NTH, YEAR], how="anti", maintain_order="left")


def _replaced(
    newest_first: Iterable[tuple[int, list[str]]], *, year: int, rows: pl.DataFrame, reads: Sequence[FileRead]
) -> Iterable[int]:
    later: list[tuple[int, set[str]]] = []
    for nth, children in newest_first:
        by = next((other for other, theirs in later if not theirs.isdisjoint(children)), None)
        if by is None:
            later.append((nth, set(children)))
            continue
        mine = rows.filter((pl.col(NTH) == nth) & (pl.col(YEAR) == year)).height
        reads[nth].whole(
            found=f"{mine} rows of {year_said(year)} that arrived again as {reads[by].file.name}",
            expected="one file for a module and a year",
            to_fix=(
                "Nothing, if the later one is right: it is used and this one is not. If both are right, put "
                "their rows in one file and load that."
            ),
            rule="replaced-by-a-newer-file",
            set_aside=True,
        )
        yield nth
