"""The analysis database: DuckDB files that are never edited once built."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
import polars as pl
import pyarrow as pa
from ibis.common.graph import Node
from ibis.expr.operations import InMemoryTable

# Windows cannot replace a file that somebody has open, so a new database gets a new name and this one line changes.
POINTER = "current.txt"

# A store may hold all of England; what does not fit in this is put down beside the store and taken up again.
_MOST_MEMORY = "2GB"

# Nothing but the file itself may be reached, and nobody may turn that off again.
_LOCKED_DOWN: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}


class Analysis:
    """One built database, opened read-only for each question and never edited, so what was read may be remembered."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def table(self, name: str) -> pl.DataFrame:
        """All rows of one stored table."""
        return _whole_table(self.path, name)

    def tables(self) -> frozenset[str]:
        """The names of the stored tables."""
        return _names(self.path)

    def answers(
        self,
        questions: Iterable[ir.Table],
        *,
        first: Mapping[str, ir.Table] | None = None,
        given: Mapping[str, pl.DataFrame] | None = None,
    ) -> Iterator[pl.DataFrame]:
        """Run Ibis expressions against the database, one after another on one connection.

        `given` are small tables a question may ask for by their names. `first` are expressions to work out once, in
        their order. Wherever a question, or one of `first` that comes later, holds one of them, it is taken from there;
        a question may also ask for it by its name. All of them are forgotten with the connection.

        Compiling an expression takes longer than running it, so what has been compiled is kept while the process lives:
        ask with the same expression, and put what differs into `given`.
        """
        connection = ibis.duckdb.connect(self.path, read_only=True, memory_limit=_MOST_MEMORY)
        try:
            # Where to spill must be said before nothing else may be reached, and settings given together have no order.
            spilled = self.path.with_suffix(f".{os.getpid()}.spilled")
            for name, value in {"temp_directory": spilled, **_LOCKED_DOWN}.items():
                _ = connection.raw_sql(f"set {name} = '{value}'")
            for name, rows in (given or {}).items():
                _ = connection.con.register(name, rows.to_arrow())
            known: tuple[tuple[ir.Table, str], ...] = ()
            for name, expression in (first or {}).items():
                sql = _compiled(expression, known).with_tables(connection.con)
                _ = connection.raw_sql(f'create temp table "{name}" as {sql}')
                known = (*known, (expression, name))
            for question in questions:
                sql = _compiled(question, known).with_tables(connection.con)
                arrived = connection.raw_sql(sql).to_arrow_table()
                yield pl.DataFrame(arrived.cast(question.schema().to_pyarrow()))
        finally:
            connection.disconnect()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Compiled:
    """A question in SQL, and the small tables that stood within it, by the names the SQL has for them."""

    sql: str
    within: Mapping[str, pa.Table]

    def with_tables(self, connection: duckdb.DuckDBPyConnection) -> str:
        """The SQL, once the connection has the small tables it names."""
        for name, rows in self.within.items():
            _ = connection.register(name, rows)
        return self.sql


@lru_cache(maxsize=512)
def _compiled(question: ir.Table, known: tuple[tuple[ir.Table, str], ...]) -> _Compiled:
    """The question compiled, with the names of all that is known already in place of what would work it out again."""
    named: dict[Node, Node] = {one.op(): ibis.table(one.schema(), name=name).op() for one, name in known}
    op: Node = question.op()
    asked = op.replace(named)
    return _Compiled(
        sql=str(ibis.to_sql(asked.to_expr(), dialect="duckdb")),
        within={one.name: one.data.to_pyarrow(one.schema) for one in asked.find(InMemoryTable)},
    )


@lru_cache(maxsize=64)
def _whole_table(path: Path, name: str) -> pl.DataFrame:
    with duckdb.connect(path, read_only=True, config=_LOCKED_DOWN) as connection:
        return connection.table(name).pl()


@lru_cache(maxsize=8)
def _names(path: Path) -> frozenset[str]:
    with duckdb.connect(path, read_only=True, config=_LOCKED_DOWN) as connection:
        return frozenset(name for (name,) in connection.sql("select table_name from duckdb_tables()").fetchall())


def current(analysis: Path) -> Analysis | None:
    """The database in use, or None where none has been built."""
    pointer = analysis / POINTER
    if not pointer.exists():
        return None
    path = analysis / pointer.read_text(encoding="utf-8").strip()
    return Analysis(path) if path.is_file() else None


def build(
    analysis: Path,
    *,
    name: str,
    parts: Iterable[MutableMapping[str, pl.DataFrame]],
    derive: Callable[[Analysis], MutableMapping[str, pl.DataFrame]],
    before_use: Callable[[], None],
) -> Analysis:
    """Build a new database from parts of its tables, add what `derive` works out from it, and only then point to it.

    Rows of a table that several parts hold stand one part after the other. Each part is written, and emptied, before
    the next is asked for. `before_use` runs when the database is whole and not yet in use. An interruption at any
    moment leaves the last good database in use. Older files go when nobody has them open.
    """
    analysis.mkdir(parents=True, exist_ok=True)
    finished = _free(analysis, name=name)
    unfinished = finished.with_suffix(".building")
    _take_away(unfinished)
    try:
        _write(unfinished, parts)
        _write(unfinished, [derive(Analysis(unfinished))])
        _ = unfinished.replace(finished)
    finally:
        _take_away(unfinished)
        _forget()
    try:
        before_use()
    except BaseException:
        # It is whole, but nobody will use it.
        finished.unlink(missing_ok=True)
        raise
    pointer = analysis / f".{POINTER}-{os.getpid()}"
    _ = pointer.write_text(finished.name + "\n", encoding="utf-8")
    _ = pointer.replace(analysis / POINTER)
    _sweep(analysis, keep=finished)
    return Analysis(finished)


def _free(analysis: Path, *, name: str) -> Path:
    """A name no database has: the one in use is never written over before the new one is in use."""
    names = chain([name], (f"{name}-{again}" for again in count(2)))
    return next(path for one in names if not (path := analysis / f"{one}.duckdb").exists())


def _write(path: Path, parts: Iterable[MutableMapping[str, pl.DataFrame]]) -> None:
    """Write the parts, each in a transaction of its own: one transaction for all of them holds what it wrote in memory
    until its end, 50 MB a council, past any limit it was given."""
    with duckdb.connect(path, config={"memory_limit": _MOST_MEMORY}) as connection:
        there = {name for (name,) in connection.sql("select table_name from duckdb_tables()").fetchall()}
        for tables in parts:
            _ = connection.begin()
            while tables:
                name, rows = tables.popitem()
                if name in there and rows.is_empty():
                    continue
                _ = connection.register("rows_arriving", rows.to_arrow())
                begin = f'insert into "{name}" by name' if name in there else f'create table "{name}" as'
                _ = connection.execute(f"{begin} select * from rows_arriving")
                _ = connection.unregister("rows_arriving")
                there.add(name)
            _ = connection.commit()


def _forget() -> None:
    """What was read under a name that is being built again must not be remembered."""
    _whole_table.cache_clear()
    _names.cache_clear()


def _take_away(unfinished: Path) -> None:
    """A database that was not finished, with the log DuckDB keeps beside it until it is closed."""
    unfinished.unlink(missing_ok=True)
    unfinished.with_name(f"{unfinished.name}.wal").unlink(missing_ok=True)


def _sweep(analysis: Path, *, keep: Path) -> None:
    for old in [*analysis.glob("*.duckdb"), *analysis.glob("*.building"), *analysis.glob("*.building.wal")]:
        if old != keep:
            try:
                old.unlink()
            except PermissionError:
                # Somebody still has it open (Windows); the next load takes it away.
                continue
