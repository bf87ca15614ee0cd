"""Where a CSV's column names stand, and what they are."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.encodings import decoded

SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright lines"}
_START = 16384
HEADING_WITHIN: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Where a CSV's column names stand (line 1 is the first), what they are in upper case, and what separates them."""

    line: int
    names: tuple[str, ...]
    separator: str

    @property
    def columns(self) -> frozenset[str]:
        """The names, in no order."""
        return frozenset(self.names)


def heading_of(file: ArrivedFile, *, known: Callable[[frozenset[str]], bool]) -> Heading | None:
    """The first line, among the first ten, whose column names are `known`; None where there is none."""
    with file.open() as opened:
        start = decoded(opened.read(_START)).text
    for number, line in enumerate(islice(io.StringIO(start, newline=""), HEADING_WITHIN), start=1):
        said = line.strip()
        if not said or not said.replace("\t", " ").isprintable():
            continue
        separator = max(SEPARATORS, key=said.count)
        names = _cells(said, separator=separator)
        if names and known(frozenset(upper := tuple(name.strip().upper() for name in names))):
            return Heading(line=number, names=upper, separator=separator)
    return None


def _cells(line: str, *, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []
