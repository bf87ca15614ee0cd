"""How often six of ten curves are better by chance, on real authorities' published figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from turncurve.curves.by_chance import MovedRight, chosen_for_getting_worse, drawn_at_random, said_of
from turncurve.curves.series import Floats
from turncurve.definitions.published_series import curves_by_chance
from turncurve.returns.published.lait import lait_numbers
from turncurve.returns.published.unreadable import CannotBeRead
from turncurve.store.arrivals import before_arrival
from turncurve.words.problems import Problem

COLUMNS: Final = ("chosen", "from", "to", "authorities", "sets", "mean", "percent", "lo95", "hi95")
AT_RANDOM, WORST = "at random", "just got worse"
# Sets of curves drawn for each authority and year, from this seed.
_SETS, _SEED = 20, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ByChance:
    """Rows under `COLUMNS`, one for each first year and one for all of them, and what they say in a sentence."""

    rows: Sequence[Mapping[str, object]]
    sentence: str


def by_chance(file: Path, *, curves: int, at_least: int, years: int) -> ByChance:
    """Of authorities in a LAIT table, how many of `curves` usual curves were better `years` on.

    `percent` is of the sets in which `at_least` of them were, with its 95% interval over authorities.
    Raises Problem where the file cannot be used.
    """
    figures, first = _figures(file)
    if figures.shape[1] <= years + 1:
        raise Problem(
            f"{file.name} has {figures.shape[1]} years of the usual curves, too few to look {years} on.",
            to_fix="Use the tool's whole table, with every measure and year.",
        )
    random = drawn_at_random(figures, curves=curves, years=years, sets=_SETS, seed=_SEED)
    worst = chosen_for_getting_worse(figures, curves=curves, years=years)
    if not (random.moved.size and worst.moved.size):
        raise Problem(
            f"In {file.name} no authority has figures for {curves} of the usual curves and some to spare.",
            to_fix="Use the tool's whole table, with every measure and year, or fewer --curves.",
        )
    everywhere = {AT_RANDOM: said_of(random, at_least=at_least), WORST: said_of(worst, at_least=at_least)}
    rows = [
        _row(said_of(random.of_year(year), at_least=at_least), chosen=AT_RANDOM, began=first + year, years=years)
        for year in np.unique(random.year).tolist()
    ]
    whole = figures.shape[1] - 1
    rows += [_row(one, chosen=chosen, began=first, years=whole) for chosen, one in everywhere.items()]
    return ByChance(rows=rows, sentence=_sentence(everywhere, curves=curves, at_least=at_least, years=years))


def _figures(file: Path) -> tuple[Floats, int]:
    """Figures (authorities, years, curves), turned so that higher is good, NaN where not known; and the first year."""
    good = curves_by_chance()
    try:
        table = lait_numbers(before_arrival(file, name=file.name), codes=good)
    except OSError as wrong:
        raise Problem(f"{file} cannot be read: {wrong.strerror}.", to_fix="Name a file that is there.") from wrong
    except CannotBeRead as wrong:
        raise Problem(
            f"{file.name} is {wrong.why}.",
            to_fix="Download the table of the Local Authority Interactive Tool (docs/how-to/published-figures.md).",
        ) from wrong
    codes, places = sorted(good), sorted(set(table["place_code"].to_list()))
    seen = [int(year) for year in table["period"].unique().to_list()]
    first = min(seen, default=0)
    figures = np.full((len(places), max(seen, default=0) - first + 1, len(codes)), np.nan)
    at_place, at_code = {one: n for n, one in enumerate(places)}, {one: n for n, one in enumerate(codes)}
    for code, place, period, number in table.iter_rows():
        if number is not None:
            figures[at_place[place], int(period) - first, at_code[code]] = number if good[code] == "higher" else -number
    return figures, first


def _row(one: MovedRight, *, chosen: str, began: int, years: int) -> Mapping[str, object]:
    return {
        "chosen": chosen,
        "from": began,
        "to": began + years,
        "authorities": one.places,
        "sets": one.sets,
        "mean": round(one.mean, 2),
        "percent": round(100 * one.share, 1),
        "lo95": round(100 * one.lo95, 1),
        "hi95": round(100 * one.hi95, 1),
    }


def _sentence(found: Mapping[str, MovedRight], *, curves: int, at_least: int, years: int) -> str:
    random, worst = found[AT_RANDOM], found[WORST]
    on = "a year" if years == 1 else f"{years} years"
    return (
        f"Of {random.places} authorities, {random.share:.0%} (95% interval {random.lo95:.0%} to {random.hi95:.0%}) of "
        f"sets of {curves} curves drawn at random had {at_least} or more better after {on}; of the {curves} that had "
        f"just got worse, {worst.share:.0%} ({worst.lo95:.0%} to {worst.hi95:.0%}). By itself, {at_least} of {curves} "
        "better is no evidence that anything was turned."
    )
