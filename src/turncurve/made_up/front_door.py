"""Families coming to notice, and each family's story: referral, assessment, help, and coming back."""

from dataclasses import dataclass
from datetime import date
from math import exp

from turncurve.made_up.chance import Chance, Draws, Weighted
from turncurve.made_up.days import a_year_later, working_days_later
from turncurve.made_up.helping import follow
from turncurve.made_up.people import Child, Family, TimeInNeed
from turncurve.made_up.planted import Planted

FAMILIES_A_YEAR = 1_020
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
SOURCES = Weighted(
    {
        "6": 0.29, "2A": 0.18, "5A": 0.05, "5B": 0.06, "3E": 0.06, "3B": 0.03, "3A": 0.02, "3C": 0.01, "3D": 0.02,
        "3F": 0.06, "1A": 0.06, "1B": 0.02, "1C": 0.01, "1D": 0.01, "2B": 0.01, "4": 0.01, "5C": 0.03, "5D": 0.05,
        "7": 0.04, "8": 0.05, "9": 0.03,
    }
)  # fmt: skip
EARLY_HELP_SOURCE = date(2022, 4, 1).toordinal()  # 5D is a code from 2022/23
NEEDS = Weighted({"N1": 0.57, "N5": 0.15, "N4": 0.11, "N3": 0.06, "N6": 0.05, "N2": 0.04, "N8": 0.01, "N7": 0.01})
ETHNICITIES = Weighted(
    {
        "WBRI": 0.85, "WOTH": 0.045, "WROM": 0.006, "WIRT": 0.004, "WIRI": 0.004, "MWBC": 0.016, "MWBA": 0.01,
        "MWAS": 0.012, "MOTH": 0.013, "AIND": 0.004, "APKN": 0.003, "ABAN": 0.004, "AOTH": 0.006, "BCRB": 0.003,
        "BAFR": 0.008, "BOTH": 0.003, "CHNE": 0.002, "OOTH": 0.004, "REFU": 0.001, "NOBT": 0.002,
    }
)  # fmt: skip
BROTHERS_AND_SISTERS = Weighted({1: 0.48, 2: 0.29, 3: 0.15, 4: 0.06, 5: 0.02})
YOUNGEST = Weighted({-1: 0.035, 0: 0.075, 2: 0.20, 5: 0.23, 9: 0.20, 12: 0.14, 14: 0.12})  # age of the youngest, from
WIDTH = {-1: 0.5, 0: 1.0, 2: 3.0, 5: 4.0, 9: 3.0, 12: 2.0, 14: 3.9}
DISABILITIES = Weighted(
    {"AUT": 0.4, "LD": 0.2, "BEH": 0.15, "COMM": 0.08, "MOB": 0.06, "HEAR": 0.04, "VIS": 0.03, "DDA": 0.04}
)
NO_FURTHER_ACTION = 0.05


@dataclass(slots=True)
class Numbering:
    """The next child's and family's number."""

    child: int = 0
    family: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What every family's story needs: chance, what is planted, where families live, and the last day told of."""

    chance: Chance
    planted: Planted
    living: Weighted[int]
    numbering: Numbering
    last: int


def families_coming_to_notice(world: World, *, first: int) -> list[int]:
    """The day of each new family's first referral, from `first` to the last day, with seasons and a pandemic."""
    draws = world.chance.of("families coming to notice")
    found: list[int] = []
    for day in range(first, world.last + 1):
        of = date.fromordinal(day)
        usual = FAMILIES_A_YEAR / 365.25 * SEASON[of.month - 1] * pandemic(of)
        pace = usual * (0.12 if of.weekday() >= 5 else 1.352)
        found += [day] * draws.poisson(pace)
    return found


def pandemic(day: date) -> float:
    """How the common shock of 2020/21 changed referrals everywhere."""
    if date(2020, 3, 23) <= day < date(2020, 7, 1):
        return 0.70
    return 0.90 if date(2020, 7, 1) <= day < date(2021, 4, 1) else 1.0


def meet_family(world: World, *, day: int) -> tuple[Family, Draws]:
    """A family at its first referral, with the stream of chance its story will use."""
    world.numbering.family += 1
    draws = world.chance.of("a family's story", world.numbering.family)
    family = Family(
        number=world.numbering.family,
        strain=draws.normal(),
        ethnicity=draws.pick(ETHNICITIES),
        homes=[(day, draws.pick(world.living))],
    )
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
        add_child(world, family=family, born=born, draws=draws)
        born -= 400 + int(draws.exponential(650))
    return family, draws


def add_child(world: World, *, family: Family, born: int, draws: Draws, sex: str = "") -> Child:
    """A new child of the family; nobody invented is born on 29 February."""
    of = date.fromordinal(born)
    world.numbering.child += 1
    child = Child(
        number=world.numbering.child,
        family=family.number,
        born=born - 1 if (of.month, of.day) == (2, 29) else born,
        sex=sex or ("M" if draws.happens(0.52) else "F"),
        ethnicity=family.ethnicity,
        disabilities=(draws.pick(DISABILITIES),) if draws.happens(0.11) else (),
    )
    family.children.append(child)
    return child


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
            add_child(world, family=family, born=day - draws.between(-120, 300), draws=draws)
        children = [child for child in family.children if can_be_referred(child, day=day) and draws.happens(0.93)]
        if not children:
            return
        closed = refer(family, children=children, day=day, draws=draws, world=world)
        earlier = day
        day = next_referral(family, last=day, closed=closed, draws=draws, world=world)


def refer(family: Family, *, children: list[Child], day: int, draws: Draws, world: World) -> int:
    """One referral of some of the family's children. Gives the first day any of them stops being helped."""
    source = draws.pick(SOURCES)
    if source == "5D" and day < EARLY_HELP_SOURCE:
        source = "8"
    need = draws.pick(NEEDS)
    nothing_more = draws.happens(NO_FURTHER_ACTION)
    times: list[TimeInNeed] = []
    for child in children:
        theirs = "N2" if child.disabilities and draws.happens(0.25) else "N1" if need == "N2" else need
        time = TimeInNeed(referred=day, source=source, need=theirs, no_further_action=nothing_more, closed=day)
        times.append(time)
    if not nothing_more:
        follow(family, children=children, times=times, draws=draws, planted=world.planted)
    for child, time in zip(children, times, strict=True):
        child.times_in_need.append(time)
    return min(time.closed for time in times)


def next_referral(family: Family, *, last: int, closed: int, draws: Draws, world: World) -> int | None:
    """When the family is referred again, if ever. The planted effect removes some returns within a year."""
    known = any(time.protection_plans for child in family.children for time in child.times_in_need)
    if not draws.happens(1.0 / (1.0 + exp(-(-0.16 + 0.5 * family.strain + (0.4 if known else 0.0))))):
        return None
    gap = draws.exponential(120.0) if draws.happens(0.62) else 120.0 + draws.exponential(620.0)
    if closed + gap > world.last:
        return None
    day = working_days_later(closed + 4 + int(gap), 0)
    soon = day <= a_year_later(last)
    spared = draws.unit() >= world.planted.re_referrals
    if soon and day >= world.planted.from_day.toordinal() and spared:
        return None
    return day
