"""Which points add up to which: the sums by which a hidden number could be worked out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from turncurve.words.periods import Every, period_of

LARGER: dict[Every, tuple[Every, ...]] = {"month": ("quarter", "year"), "quarter": ("year",), "year": ()}
ALL = ("", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One point among those published together: where it stands, and its numbers (None where it has none).

    `part_of` are the children its split divides, as (split, value): all of them, or all but unaccompanied children.
    """

    kind: str
    snapshot: bool
    place_level: str
    place: str
    split: str
    split_value: str
    every: Every
    ends: date
    numerator: float | None
    denominator: float | None
    part_of: tuple[str, str] = ALL
    wanted: bool = False

    @property
    def children(self) -> tuple[str, str]:
        """Which children it counts, written one way for all."""
        return ALL if self.split_value in ALL else (self.split, self.split_value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One whole and the parts that add up to it, as positions in the list of cells."""

    whole: int
    parts: tuple[int, ...]

    @property
    def members(self) -> tuple[int, ...]:
        """The whole and the parts."""
        return (self.whole, *self.parts)


def unknown(cell: Cell) -> bool:
    """Whether the point came without its numbers, so that even we cannot add it up."""
    return cell.numerator is None or (cell.kind != "rate" and cell.denominator is None)


def sums(cells: Sequence[Cell]) -> list[Sum]:
    """Every sum among the cells of one measure; two cells that are the same number are a whole with one part.

    Parts are taken to add up to their whole even where some are absent: that can hide a little more than it must and
    never less. Authorities are not taken as parts of a region or of England: those figures are published by others.
    """
    return [*_of_the_same(cells), *_of_splits(cells), *_of_localities(cells), *_of_times(cells)]


def _grouped(pairs: Iterable[tuple[tuple[object, ...], int]]) -> Mapping[tuple[object, ...], tuple[int, ...]]:
    groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for key, position in pairs:
        groups[key].append(position)
    return {key: tuple(positions) for key, positions in groups.items()}


def _of_the_same(cells: Sequence[Cell]) -> Iterable[Sum]:
    """One number given twice, such as "all" once by itself and once as a value of a split."""
    same = _grouped(
        ((cell.place_level, cell.place, cell.children, cell.every, cell.ends), i) for i, cell in enumerate(cells)
    )
    for positions in same.values():
        for other in positions[1:]:
            yield Sum(whole=positions[0], parts=(other,))


def _of_splits(cells: Sequence[Cell]) -> Iterable[Sum]:
    """All children = unaccompanied + not unaccompanied; the children of the headline = the age bands."""
    keyed = [(cell, (cell.place_level, cell.place, cell.every, cell.ends)) for cell in cells]
    wholes = _grouped(((*key, cell.children), i) for i, (cell, key) in enumerate(keyed))
    parts = _grouped(
        ((*key, cell.part_of, cell.split), i) for i, (cell, key) in enumerate(keyed) if cell.children != ALL
    )
    for key, positions in parts.items():
        for whole in wholes.get(key[:-1], ()):
            yield Sum(whole=whole, parts=positions)


def _of_localities(cells: Sequence[Cell]) -> Iterable[Sum]:
    """The council = its localities, for the same children; one council's localities are published together."""
    keyed = [(cell.place_level, (cell.children, cell.every, cell.ends)) for cell in cells]
    councils = {cell.place for cell in cells if cell.place_level == "authority"}
    wholes = _grouped((key, i) for i, (level, key) in enumerate(keyed) if level == "authority" and len(councils) == 1)
    parts = _grouped((key, i) for i, (level, key) in enumerate(keyed) if level == "locality")
    for key, positions in parts.items():
        for whole in wholes.get(key, ()):
            yield Sum(whole=whole, parts=positions)


def _of_times(cells: Sequence[Cell]) -> Iterable[Sum]:
    """A year = its quarters = its months. A snapshot does not add up: on the same day it is the same number."""
    wholes = _grouped(((*_who(cell), cell.every, cell.ends), i) for i, cell in enumerate(cells))
    for larger in ("quarter", "year"):
        parts = _grouped(
            ((*_who(cell), larger, period_of(cell.ends, every=larger).ends, cell.every), i)
            for i, cell in enumerate(cells)
            if larger in LARGER[cell.every]
        )
        for key, positions in parts.items():
            for whole in wholes.get(key[:-1], ()):
                if not cells[whole].snapshot:
                    yield Sum(whole=whole, parts=positions)
                elif same := tuple(i for i in positions if cells[i].ends == cells[whole].ends):
                    yield Sum(whole=whole, parts=same)


def _who(cell: Cell) -> tuple[object, ...]:
    return (cell.place_level, cell.place, cell.children)
