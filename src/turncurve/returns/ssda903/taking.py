"""Rows of many files taken together, module by module: small files are read at once, a large one part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from turncurve.returns.ssda903.columns import values_of, written_both_ways
from turncurve.returns.ssda903.files import FileRead
from turncurve.returns.ssda903.modules import Module

_ROWS_AT_A_TIME: Final = 500_000


@dataclass(kw_only=True)
class Taking:
    """The values of what has been read so far; what is wrong with a cell is said of its file in `reads`."""

    reads: Sequence[FileRead]
    _waiting: dict[Module, list[pl.DataFrame]] = field(default_factory=dict, repr=False)
    _taken: dict[Module, list[pl.DataFrame]] = field(default_factory=dict, repr=False)

    def take(self, cells: pl.DataFrame, *, module: Module) -> None:
        """Take the next rows of a file of a module."""
        waiting = self._waiting.setdefault(module, [])
        waiting.append(cells)
        if sum(one.height for one in waiting) >= _ROWS_AT_A_TIME:
            self._read(module)

    def by_module(self) -> Iterator[tuple[Module, pl.DataFrame]]:
        """Every module's rows, in the order they came."""
        for module in list(self._waiting):
            self._read(module)
        while self._taken:
            module = next(iter(self._taken))
            yield module, pl.concat(self._taken.pop(module))

    def _read(self, module: Module) -> None:
        if not (waiting := self._waiting.pop(module, [])):
            return
        cells = pl.concat(waiting)
        values, problems = values_of(cells, module=module, files=[one.file.name for one in self.reads])
        self._taken.setdefault(module, []).append(values)
        for nth, problem in problems:
            self.reads[nth].problems.append(problem)
        for nth, (iso, otherwise) in written_both_ways(cells, module=module).items():
            self.reads[nth].iso += iso
            self.reads[nth].otherwise |= otherwise
