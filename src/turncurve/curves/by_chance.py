"""How many of an authority's curves move the right way when nobody has shown that anything was done."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turncurve.curves.series import Floats

# An authority counts in a year when it has figures of at least so many curves more than are drawn.
_SPARE = 2

# Sets of curves (sets, curves) out of those known, for an authority and a year by their numbers.
_Draw = Callable[[NDArray[np.int64], int, int], NDArray[np.int64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRight:
    """Of `sets` sets of curves, of `places` authorities: the mean number that moved the right way, and the share of
    sets in which at least so many did, with its 95% interval over authorities."""

    places: int
    sets: int
    mean: float
    share: float
    lo95: float
    hi95: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """How many curves of each set moved the right way (N), and whose set it is (N) from which year (N)."""

    moved: NDArray[np.int64]
    place: NDArray[np.int64]
    year: NDArray[np.int64]

    def of_year(self, year: int) -> "Counted":
        """The sets that start in one year (its place among the years)."""
        here = self.year == year
        return Counted(moved=self.moved[here], place=self.place[here], year=self.year[here])


def drawn_at_random(figures: Floats, *, curves: int, years: int, sets: int, seed: int) -> Counted:
    """Sets of `curves` curves drawn at random, `sets` for each authority and year, and how many were better `years` on.

    `figures` are (authorities, years, curves), turned so that higher is good, NaN where not known. Only authorities
    with two more curves than are drawn count in a year.
    """
    chance = np.random.default_rng(seed)
    later = figures[:, years:] - figures[:, : figures.shape[1] - years]

    def draw(known: NDArray[np.int64], _place: int, _year: int) -> NDArray[np.int64]:
        return chance.permuted(np.tile(known, (sets, 1)), axis=1)[:, :curves]

    return _counted(later, fewest=curves + _SPARE, draw=draw, first=0)


def chosen_for_getting_worse(figures: Floats, *, curves: int, years: int) -> Counted:
    """For each authority and year the `curves` that had got worse the most in the year before, and how many of them
    were better `years` on. How much is in standard deviations of all authorities' one-year changes of the curve."""
    change = np.diff(figures, axis=1)
    known = ~np.isnan(change)
    many = np.maximum(known.sum(axis=(0, 1)), 1)
    away = np.where(known, change - np.where(known, change, 0.0).sum(axis=(0, 1)) / many, 0.0)
    usual = np.sqrt((away**2).sum(axis=(0, 1)) / many)
    change = change / np.where(usual > 0, usual, 1.0)
    later = figures[:, 1 + years :] - figures[:, 1 : figures.shape[1] - years]
    before = change[:, : later.shape[1]]
    later = np.where(np.isnan(before), np.nan, later)

    def draw(known: NDArray[np.int64], place: int, year: int) -> NDArray[np.int64]:
        worst = np.argsort(before[place, year, known], kind="stable")
        return known[worst[:curves]][None]

    return _counted(later, fewest=curves + _SPARE, draw=draw, first=1)


def said_of(counted: Counted, *, at_least: int) -> MovedRight:
    """What the sets say together. Authorities, not sets, are what varies by chance, so the interval is over them.

    Raises ValueError where there are none.
    """
    if not counted.moved.size:
        raise ValueError("no authority has enough curves with figures in both years")
    enough = counted.moved >= at_least
    places, where = np.unique(counted.place, return_inverse=True)
    of_each = np.bincount(where, weights=enough) / np.bincount(where)
    error = float(of_each.std(ddof=1) / np.sqrt(places.size)) if places.size > 1 else 0.5
    share = float(enough.mean())
    return MovedRight(
        places=int(places.size),
        sets=int(counted.moved.size),
        mean=float(counted.moved.mean()),
        share=share,
        lo95=max(0.0, share - 1.96 * error),
        hi95=min(1.0, share + 1.96 * error),
    )


def _counted(later: Floats, *, fewest: int, draw: _Draw, first: int) -> Counted:
    better = later > 0
    moved: list[NDArray[np.int64]] = []
    where: list[tuple[int, int, int]] = []
    for place in range(later.shape[0]):
        for year in range(later.shape[1]):
            known = np.flatnonzero(~np.isnan(later[place, year]))
            if known.size < fewest:
                continue
            drawn = draw(known, place, year)
            moved.append(better[place, year][drawn].sum(axis=1))
            where.append((place, year + first, drawn.shape[0]))
    many = np.array([sets for _, _, sets in where], dtype=np.int64)
    return Counted(
        moved=np.concatenate([np.zeros(0, dtype=np.int64), *moved]).astype(np.int64),
        place=np.repeat(np.array([place for place, _, _ in where], dtype=np.int64), many),
        year=np.repeat(np.array([year for _, year, _ in where], dtype=np.int64), many),
    )
