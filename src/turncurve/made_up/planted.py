"""The truth planted: what changed, where, when and by how much. Everything else is chance, season and a pandemic."""

from dataclasses import dataclass
from datetime import date

from turncurve.made_up.council import LOCALITIES
from turncurve.words.problems import Problem

#: What the pandemic multiplied new families by: (from, until, by).
PANDEMIC = ((date(2020, 3, 23), date(2020, 7, 1), 0.70), (date(2020, 7, 1), date(2021, 4, 1), 0.90))


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A reform that begins in some localities and is everywhere a year later, its known effects, and all else planted.

    entries: what the reform multiplies families' entries to care by (unaccompanied arrivals and returns to care after
    going home untouched). re_referrals: the same for referrals that would come within a year of the family's last.
    Fewer referrals also mean somewhat fewer protection plans; the share that are second plans keeps its level.
    assessments_in_time: the chance that an assessment of a referral made from `everywhere` on is authorised in 45
    working days; None leaves it as it was. Placement moves, return to care and care leavers' homes are left alone.

    conferences_poor: what a bad year takes off the chance that a conference is held in 15 working days, from
    `poor_from` until `poor_until`; before and after it is as usual. A curve chosen for that year turns by itself.

    growth: families coming to notice, and so all that follows, grow by this share a year from April 2019.
    arrivals: unaccompanied children by year ending 31 March, over what is usual for the council.
    """

    name: str
    early: date = date(2023, 4, 1)
    early_localities: tuple[str, ...] = (LOCALITIES[1], LOCALITIES[3])
    everywhere: date = date(2024, 4, 1)
    entries: float = 1.0
    re_referrals: float = 1.0
    assessments_in_time: float | None = None
    poor_from: date = date(2023, 4, 1)
    poor_until: date = date(2024, 4, 1)
    conferences_poor: float = 0.09
    growth: float = 0.0
    arrivals: tuple[tuple[int, int], ...] = ()

    @property
    def reforms(self) -> bool:
        """Whether anything was reformed at all."""
        return self.assessments_in_time is not None or self.entries != 1.0 or self.re_referrals != 1.0

    def begun(self, *, day: int, locality: str) -> bool:
        """Whether the reform has begun in the locality by the day (date.toordinal)."""
        first = self.early if locality in self.early_localities else self.everywhere
        return day >= first.toordinal()


PLANTED = Planted(name="reform", entries=0.72, re_referrals=0.68, assessments_in_time=0.95)
#: The same council, seed for seed, had nothing been reformed.
NOTHING_PLANTED = Planted(name="no-change")
DRIFTING = Planted(name="drift", growth=0.04)
SURGE = Planted(name="unaccompanied-surge", arrivals=((2024, 40), (2025, 90), (2026, 110)))
WORLDS = {world.name: world for world in (PLANTED, NOTHING_PLANTED, DRIFTING, SURGE)}


def world_called(name: str) -> Planted:
    """What is planted in the world of that name. Raises Problem for a name there is none of."""
    if name not in WORLDS:
        raise Problem(f"There is no world called '{name}'.", to_fix=f"Use one of: {', '.join(WORLDS)}.")
    return WORLDS[name]
