"""What could be worked out: the hidden numbers that all the sums together fix, though no single one does."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.linalg import lsqr

from turncurve.disclosure.totals import Cell, Sum, unknown

# A number that can move by less than this in every direction the sums allow is taken to be fixed by them.
FREE = 1e-6

Count = Callable[[Cell], float | None]


def fixed(cells: Sequence[Cell], adding_up: Sequence[Sum], hidden: set[int]) -> list[int]:
    """The positions of hidden numbers that an attacker could work out from every sum at once, in order.

    The attacker knows each shown number, each sum, and the least a hidden count can be: 1 for a rate, since a nought
    is shown; for a percentage 0 above the line, 0 beside it and 1 below it; for a mean 0 added up, over 1.
    """
    blank = sorted({i for each in adding_up for i in each.members if i in hidden or unknown(cells[i])})
    column = {position: i for i, position in enumerate(blank)}
    entries = [
        (row, column[i], -1.0 if i == each.whole else 1.0)
        for row, each in enumerate(adding_up)
        for i in each.members
        if i in column
    ]
    if not entries:
        return []
    rows, columns, signs = (np.array(each) for each in zip(*entries, strict=True))
    matrix = sparse.csr_array((signs, (rows, columns)), shape=(len(adding_up), len(blank)))
    counts = _COUNTS[cells[blank[0]].kind]
    found: set[int] = set()
    for count, least in counts:
        at_least = np.array([_is_least(count(cells[position]), least) for position in blank])
        found |= {blank[i] for i in np.flatnonzero(_cannot_move(matrix, at_least=at_least))}
    return sorted(found & hidden)


def _above(cell: Cell) -> float | None:
    return cell.numerator


def _below(cell: Cell) -> float | None:
    return cell.denominator


def _beside(cell: Cell) -> float | None:
    return None if cell.numerator is None or cell.denominator is None else cell.denominator - cell.numerator


_COUNTS: Mapping[str, tuple[tuple[Count, int], ...]] = {
    "percent": ((_above, 0), (_beside, 0), (_below, 1)),
    "mean": ((_above, 0), (_below, 1)),
    "rate": ((_above, 1),),
}


def _is_least(count: float | None, least: int) -> bool:
    return count is not None and count <= least


def _cannot_move(matrix: sparse.csr_array, *, at_least: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which unknowns no change that keeps every sum, and takes none below its least, can move.

    First the unknowns at their least that cannot rise (one linear programme finds them all: raise as many as can
    be raised together, each by 1 at most). They are known to the attacker. Then, with those known, the unknowns on
    which the null space of the sums is nought, found by projecting a vector in general position onto it.
    """
    stuck = np.zeros(len(at_least), dtype=bool)
    if at_least.any():
        bounds = np.where(at_least[:, None], (0.0, 1.0), (-np.inf, np.inf))
        rows = int(matrix.shape[0])  # pyright: ignore[reportOptionalSubscript] # SciPy's types say a matrix may have no shape
        raised = linprog(-at_least.astype(float), A_eq=matrix, b_eq=np.zeros(rows), bounds=bounds)
        stuck = at_least & (np.asarray(raised.x) < FREE)
    free = np.flatnonzero(~stuck)
    general = 0.5 + np.modf(np.arange(1, len(free) + 1) * (5**0.5 - 1) / 2)[0]
    across = matrix[:, free].T
    found = lsqr(across, general, atol=1e-13, btol=1e-13, iter_lim=20 * len(free) + 200)
    fitted = np.asarray(found[0])
    stuck[free] = np.abs(general - across @ fitted) < FREE
    return stuck
