"""Parquet as rows of text, counted while it is read: a few bytes of it may claim any number of rows."""

from typing import Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.published.unreadable import CannotBeRead

_MARK: Final = b"PAR1"
_AT_ONCE: Final = 4_096
# LAIT's whole table is 3 million cells in 40 MB.
_MOST_CELLS: Final = 200_000_000
_MOST_BYTES: Final = 1 << 30
# Words, numbers, days, and yes or no, as Arrow names them.
_PLAIN: Final = (
    frozenset(
        ("string", "large_string", "dictionary<values=string, indices=int32, ordered=0>", "bool", "null", "date32[day]")
    )
    | {f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)}
    | {"double", "float", "halffloat"}
)
_FAULTS: Final = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, MemoryError, pl.exceptions.PolarsError)


def is_parquet(file: ArrivedFile) -> bool:
    """Whether the file is Parquet, by its first bytes."""
    with file.open() as opened:
        return opened.read(4) == _MARK


def columns_of_parquet(file: ArrivedFile) -> tuple[str, ...]:
    """The column names; none for a file whose schema cannot be read."""
    try:
        with file.open() as opened:
            return tuple(pq.ParquetFile(opened).schema_arrow.names)
    except _FAULTS:
        return ()


def rows_of_parquet(file: ArrivedFile) -> pl.DataFrame:
    """Every row, each cell as text. Raises CannotBeRead for a file that is damaged or holds more than is safe."""
    try:
        with file.open() as opened:
            held = pq.ParquetFile(opened)
            if held.metadata.num_rows * held.metadata.num_columns > _MOST_CELLS:
                raise CannotBeRead("a Parquet file that holds more than is safe to open", rows=0)
            batches: list[pa.RecordBatch] = []
            left = _MOST_BYTES
            if not _PLAIN.issuperset(map(str, held.schema_arrow.types)):
                raise CannotBeRead("a Parquet file of lists or other cells within cells", rows=0)
            for batch in held.iter_batches(batch_size=_AT_ONCE):
                batch.validate(full=True)
                left -= batch.nbytes
                if left < 0:
                    raise CannotBeRead("a Parquet file that holds more than is safe to open", rows=0)
                batches.append(batch)
            table = pa.Table.from_batches(batches, schema=held.schema_arrow)
        # Column by column, because what a column says beside its name and type may be anything.
        columns = {name: pl.Series(table.column(name)) for name in table.column_names}
        return pl.DataFrame(columns).cast(pl.String)
    except _FAULTS as wrong:
        raise CannotBeRead("a Parquet file that is damaged", rows=0) from wrong
