"""The invented council beside the published figures of the real one it is like: what is compared, and how near it is.

Compared in the world where nothing was reformed: a reform is there to make a difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import mean

import yaml

from turncurve.made_up.figures import Figures, figures_of
from turncurve.made_up.history import invent_history
from turncurve.made_up.planted import NOTHING_PLANTED

FACTS = Path(__file__).parent / "published_facts"
COMPARED = range(2021, 2026)
#: How far the mean over 20 seeds may be: a total by a tenth, a share by 5 points, a quartile in days by 15%.
TOLERANCES = {"total": 0.10, "share": 5.0, "days": 0.15}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A published figure by year ending 31 March; years in which it is hidden are left out.

    kind: `total`, `share` (a percentage) or `days` (a quartile of a duration).
    """

    name: str
    what: str
    kind: str
    source: str
    years: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A fact and what was made: both the mean over the years in which it is published."""

    fact: Fact
    published: float
    made: float

    @property
    def difference(self) -> float:
        """Points for a share; a proportion of the published figure for the others."""
        return self.made - self.published if self.fact.kind == "share" else self.made / self.published - 1

    @property
    def near(self) -> bool:
        return abs(self.difference) <= TOLERANCES[self.fact.kind]


@cache
def published_facts(area: str) -> tuple[Fact, ...]:
    """The published facts of `dorset`, `stockton` or `england`."""
    said = yaml.safe_load((FACTS / f"{area}.yaml").read_text(encoding="utf-8"))
    return tuple(
        Fact(name=name, what=one["what"], kind=one["kind"], source=one["source"], years=one["years"])
        for name, one in said["facts"].items()
    )


def figures_of_a_seed(*, like: str, seed: int) -> dict[int, Figures]:
    """The figures of one invented council in each of the years compared."""
    history = invent_history(seed=seed, like=like, planted=NOTHING_PLANTED)
    return {year: figures_of(history, year=year) for year in COMPARED}


def compare(like: str, made: Sequence[Mapping[int, Figures]]) -> list[Compared]:
    """Every published fact beside the mean over the seeds made."""
    return [
        Compared(
            fact=fact,
            published=mean(fact.years.values()),
            made=mean(one[year][fact.name] for one in made for year in fact.years),
        )
        for fact in published_facts(like)
    ]
