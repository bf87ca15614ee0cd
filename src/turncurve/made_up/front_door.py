"""Families coming to notice, and each family's story: referral, assessment, help, and coming back."""

from datetime import date
from math import exp

from turncurve.made_up.chance import Draws, Weighted
from turncurve.made_up.days import a_year_later, working_days_later, year_ending
from turncurve.made_up.helping import follow
from turncurve.made_up.people import Child, Family, TimeInNeed
from turncurve.made_up.planted import PANDEMIC
from turncurve.made_up.profile import of_year
from turncurve.made_up.world import ETHNICITIES, World

SEASON = (
    1.04,
    1.02,
    1.12,
    0.92,
    1.04,
    1.05,
    1.02,
    0.78,
    1.02,
    1.08,
    1.06,
    0.85,
)  # January first; schools shut in August
EARLY_HELP_SOURCE = date(2022, 4, 1).toordinal()  # 5D is a code from 2022/23
BROTHERS_AND_SISTERS = Weighted({1: 0.48, 2: 0.29, 3: 0.15, 4: 0.06, 5: 0.02})
YOUNGEST = Weighted({-1: 0.035, 0: 0.075, 2: 0.20, 5: 0.23, 9: 0.20, 12: 0.14, 14: 0.12})  # age of the youngest, from
WIDTH = {-1: 0.5, 0: 1.0, 2: 3.0, 5: 4.0, 9: 3.0, 12: 2.0, 14: 3.9}


def families_coming_to_notice(world: World, *, first: int) -> list[tuple[int, int]]:
    """(day, nth of that day) of each new family's first referral to the last day, with seasons and a pandemic."""
    draws = world.chance.of("families coming to notice")
    found: list[tuple[int, int]] = []
    for day in range(first, world.last + 1):
        of = date.fromordinal(day)
        year = of.year + (of.month >= 4)
        usual = of_year(world.profile.door.families, year) / 365.25 * SEASON[of.month - 1] * pandemic(of)
        usual *= (1 + world.planted.growth) ** max(0, year - 2019)
        pace = usual * (0.12 if of.weekday() >= 5 else 1.352)
        found += [(day, nth) for nth in range(draws.poisson(pace))]
    return found


def pandemic(day: date) -> float:
    """How the common shock of 2020/21 changed referrals everywhere."""
    return next((by for began, until, by in PANDEMIC if began <= day < until), 1.0)


def meet_family(world: World, *, day: int, nth: int) -> tuple[Family, Draws]:
    """A family at its first referral, with the stream of chance its story will use."""
    key = day * 100 + nth
    draws = world.chance.of("a family's story", key)
    family = world.add_family(key=key, day=day, ethnicity=draws.pick(ETHNICITIES), draws=draws, strain=draws.normal())
    moved = day + int(draws.exponential(365 * 9))
    while moved < world.last:
        family.homes.append((moved, draws.pick(world.living)))
        moved += 30 + int(draws.exponential(365 * 9))
    band = draws.pick(YOUNGEST)
    age = (
        365.25 * (0 if band < 0 else {0: 0, 2: 1, 5: 4, 9: 8, 12: 11, 14: 13.5}[band])
        + 365.25 * WIDTH[band] * draws.unit()
    )
    born = day - int(age) if band >= 0 else day + 3 + int(175 * draws.unit())
    for _ in range(draws.pick(BROTHERS_AND_SISTERS)):
        if day - born > 365 * 17.5:
            break
        _ = world.add_child(family, born=born, draws=draws)
        born -= 400 + int(draws.exponential(650))
    return family, draws


def can_be_referred(child: Child, *, day: int) -> bool:
    """Not while already being helped, and not once grown up, adopted or dead."""
    free = not child.times_in_need or child.times_in_need[-1].closed < day
    return (
        free
        and day < child.eighteenth - 150
        and child.adopted is None
        and child.died is None
        and child.born - day < 180
    )


def live(family: Family, *, first: int, draws: Draws, world: World) -> None:
    """Tell the family's whole story from its first referral."""
    day: int | None = first
    earlier: int | None = None
    while day is not None and day <= world.last:
        if earlier is not None and draws.happens(0.07):
            _ = world.add_child(family, born=day - draws.between(-120, 300), draws=draws)
        children = [child for child in family.children if can_be_referred(child, day=day) and draws.happens(0.93)]
        if not children:
            return
        closed = refer(family, children=children, day=day, draws=draws, world=world)
        earlier = day
        day = next_referral(family, last=day, closed=closed, draws=draws, world=world)


def refer(family: Family, *, children: list[Child], day: int, draws: Draws, world: World) -> int:
    """One referral of some of the family's children. Gives the first day any of them stops being helped."""
    door, year = world.profile.door, year_ending(day)
    source = draws.pick(door.sources)
    if source == "5D" and day < EARLY_HELP_SOURCE:
        source = "8"
    need = draws.pick(door.needs)
    nothing_more = draws.happens(of_year(door.no_further_action, year))
    times: list[TimeInNeed] = []
    for child in children:
        theirs = "N2" if child.disabilities and draws.happens(0.25) else "N1" if need == "N2" else need
        time = TimeInNeed(referred=day, source=source, need=theirs, no_further_action=nothing_more, closed=day)
        times.append(time)
    if not nothing_more:
        follow(family, children=children, times=times, draws=draws, world=world)
    for child, time in zip(children, times, strict=True):
        child.times_in_need.append(time)
    return min(time.closed for time in times)


def next_referral(family: Family, *, last: int, closed: int, draws: Draws, world: World) -> int | None:
    """When the family is referred again, if ever. The planted effect removes some returns within a year."""
    known = any(time.protection_plans for child in family.children for time in child.times_in_need)
    again = of_year(world.profile.door.again, year_ending(last))
    if not draws.happens(1.0 / (1.0 + exp(-(again + 0.5 * family.strain + (0.4 if known else 0.0))))):
        return None
    gap = draws.exponential(120.0) if draws.happens(0.62) else 120.0 + draws.exponential(620.0)
    if closed + gap > world.last:
        return None
    day = working_days_later(closed + 4 + int(gap), 0)
    soon = day <= a_year_later(last)
    if soon and world.spared(family, day=day, what="a referral again", multiplier=world.planted.re_referrals):
        return None
    return day
