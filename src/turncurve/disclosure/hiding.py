"""Which points to hide: the small ones, and enough others that no small one can be worked out."""

from collections import deque
from collections.abc import Mapping, Sequence

from turncurve.disclosure.recovery import fixed
from turncurve.disclosure.totals import Cell, Sum, unknown


def small(cell: Cell, *, up_to: int) -> bool:
    """Whether the point shows a count of 1 to `up_to`: above the line, or for a percentage below it or beside it.

    A mean is small where it is of so few; what it adds up is no count of anyone. Nought stays: it says nothing about
    anyone in particular, and hiding it would hide most of a quiet curve.
    """
    counts = [cell.denominator if cell.kind == "mean" else cell.numerator]
    if cell.kind == "percent" and cell.numerator is not None and cell.denominator is not None:
        counts += [cell.denominator, cell.denominator - cell.numerator]
    return any(count is not None and 1 <= count <= up_to for count in counts)


def hide(cells: Sequence[Cell], adding_up: Sequence[Sum], *, first: set[int]) -> set[int]:
    """The positions to hide: `first` (the small ones), and others until no hidden number can be worked out.

    Secondary suppression as in Hundepool et al. (2012), Statistical Disclosure Control, chapter 4, done greedily: a
    sum in which a hidden number would be fixed loses its smallest part that is not nought, or else its whole; what
    readers came for (`wanted`) goes only where nothing else is left. Each sum is looked at by itself first, then all of
    them together.
    """
    hidden = set(first)
    of_cell: dict[int, list[Sum]] = {i: [] for i in range(len(cells))}
    for each in adding_up:
        for member in each.members:
            of_cell[member].append(each)
    waiting = deque(adding_up)
    while True:
        while waiting:
            each = waiting.popleft()
            if _gives_away(each, cells, hidden) and (another := _next(each, cells, hidden)) is not None:
                hidden.add(another)
                waiting.extend(of_cell[another])
        treated: set[int] = set()
        for position in fixed(cells, adding_up, hidden):
            if position not in treated and (another := _nearest(position, of_cell, cells, hidden)) is not None:
                hidden.add(another)
                waiting.extend(of_cell[another])
                treated.update(member for each in of_cell[another] for member in each.members)
        if not waiting:
            return hidden


def _gives_away(each: Sum, cells: Sequence[Cell], hidden: set[int]) -> bool:
    """Whether the sum by itself fixes a number that is hidden in it."""
    blank = [i for i in each.members if i in hidden or unknown(cells[i])]
    if hidden.isdisjoint(each.members):
        return False
    if len(blank) == 1:
        return True
    return each.whole not in blank and _each_has_the_least(each, cells, blank)


def _each_has_the_least(each: Sum, cells: Sequence[Cell], blank: Sequence[int]) -> bool:
    """Whether what is left for the blank parts is so little that each must have the least it can."""
    whole = cells[each.whole]
    known = [cells[i] for i in each.parts if i not in blank]
    above = (whole.numerator or 0) - sum(cell.numerator or 0 for cell in known)
    if whole.kind == "rate":
        return above <= len(blank)
    below = (whole.denominator or 0) - sum(cell.denominator or 0 for cell in known)
    none_beside = whole.kind == "percent" and below - above <= 0
    return above <= 0 or none_beside or below <= len(blank)


def _next(each: Sum, cells: Sequence[Cell], hidden: set[int]) -> int | None:
    """What to hide next in the sum: its smallest part that is not nought, or else its whole; the wanted ones last.

    None where all is hidden already, or counts nobody: to hide a nought of nought puts no one in doubt.
    """
    left = [i for i in each.members if i not in hidden and _counts_anyone(cells[i])]
    return min(
        left,
        key=lambda i: (cells[i].wanted, i == each.whole, not cells[i].numerator, cells[i].numerator, i),
        default=None,
    )


def _counts_anyone(cell: Cell) -> bool:
    return not unknown(cell) and bool(cell.numerator if cell.kind == "rate" else cell.denominator)


def _nearest(start: int, of_cell: Mapping[int, Sequence[Sum]], cells: Sequence[Cell], hidden: set[int]) -> int | None:
    """What to hide next as few sums away from the cell as can be; None if all that hangs together is hidden."""
    seen, waiting = {start}, deque([start])
    while waiting:
        for each in of_cell[waiting.popleft()]:
            if (found := _next(each, cells, hidden)) is not None:
                return found
            waiting.extend(member for member in each.members if member not in seen)
            seen.update(each.members)
    return None
