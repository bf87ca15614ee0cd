"""The whole history of the invented council, in memory: every area, family and child, and what is recorded of them."""

import gc
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from turncurve.made_up.care_leavers import remember_birthdays
from turncurve.made_up.chance import Chance
from turncurve.made_up.days import first_day
from turncurve.made_up.front_door import families_coming_to_notice, live, meet_family
from turncurve.made_up.leads import Lead, leads_of, leads_of_children
from turncurve.made_up.long_ago import already_in_care, having_short_breaks
from turncurve.made_up.people import Child, Family
from turncurve.made_up.planted import PLANTED, Planted
from turncurve.made_up.population import SmallArea, small_areas, where_families_live
from turncurve.made_up.profile import Profile
from turncurve.made_up.profiles import profile_like
from turncurve.made_up.unaccompanied import arrivals
from turncurve.made_up.while_in_care import CareRecord, record_of
from turncurve.made_up.workforce import SocialWorker, social_workers
from turncurve.made_up.world import World
from turncurve.words.problems import Problem

YEARS_TOLD_BEFORE = 8
FIRST_AS_AT, LAST_AS_AT = 2016, 2030
CONTACTS_TO_A_REFERRAL = 3.6


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What happened, told to its end even where the end is after `as_at`; writers cut it at each year's end.

    years: years ending 31 March that have returns, oldest first. care: by child's number. contacts: by month
    (year, month): messages received at the front door, most of which are not referrals. workers: all who worked for the
    council in those years. leads: by child's number, lead workers of help still open in the first of them or later.
    """

    seed: int
    as_at: date
    years: tuple[int, ...]
    planted: Planted
    profile: Profile
    areas: tuple[SmallArea, ...]
    families: tuple[Family, ...]
    children: tuple[Child, ...]
    care: dict[int, CareRecord]
    contacts: dict[tuple[int, int], int]
    workers: tuple[SocialWorker, ...]
    leads: dict[int, tuple[Lead, ...]]
    chance: Chance


def invent_history(
    *, seed: int, years: int = 10, as_at: date = date(2026, 3, 31), planted: Planted = PLANTED, like: str = "dorset"
) -> History:
    """Invent the history behind `years` years of returns to `as_at`, eight years told before them.

    Raises Problem where `as_at` is not a 31 March, or the years are more than the codes we know.
    """
    if (as_at.month, as_at.day) != (3, 31) or not FIRST_AS_AT <= as_at.year <= LAST_AS_AT:
        raise Problem(
            f"Returns cannot be invented as at {as_at}.",
            to_fix="Give a 31 March from 2016 to 2030: returns are yearly.",
        )
    if not 1 <= years <= as_at.year - 2015 + 1:
        raise Problem(
            f"{years} years of returns cannot be invented.",
            to_fix=f"Ask for 1 to {as_at.year - 2015 + 1}: the codes of years before 2014/15 are not known here.",
        )
    with nothing_swept():
        return tell(seed=seed, years=years, as_at=as_at, planted=planted, profile=profile_like(like))


@contextmanager
def nothing_swept() -> Generator[None, None, None]:
    """Python's sweep for lost cycles held back: a history makes a million small things and loses none of them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def tell(*, seed: int, years: int, as_at: date, planted: Planted, profile: Profile) -> History:
    """The history itself, once it is known that it can be told."""
    chance = Chance(seed)
    first_year = as_at.year - years + 1
    opening = first_day(first_year - YEARS_TOLD_BEFORE)
    areas = small_areas(chance=chance, profile=profile, first=first_year - 5, last=as_at.year)
    world = World(
        chance=chance, planted=planted, profile=profile, living=where_families_live(areas), last=as_at.toordinal()
    )
    families = already_in_care(world, opening=opening) + having_short_breaks(world, opening=opening)
    families += arrivals(world, first_year=first_year - YEARS_TOLD_BEFORE, last_year=as_at.year)
    for day, nth in families_coming_to_notice(world, first=opening):
        family, draws = meet_family(world, day=day, nth=nth)
        live(family, first=day, draws=draws, world=world)
        families.append(family)
    children = tuple(child for family in families for child in family.children if child.times_in_need)
    for child in children:
        if child.care:
            remember_birthdays(child, chance=chance, profile=profile, last=world.last)
    workforce = social_workers(chance=chance, usual=profile.around, first=first_year - 1, last=as_at.year)
    leads: dict[int, tuple[Lead, ...]] = {}
    for family in families:
        told = leads_of(
            family, workforce=workforce, chance=chance, days=profile.around.worker_days, since=first_day(first_year)
        )
        leads |= leads_of_children(family, told)
    return History(
        seed=seed,
        as_at=as_at,
        years=tuple(range(first_year, as_at.year + 1)),
        planted=planted,
        profile=profile,
        areas=areas,
        families=tuple(families),
        children=children,
        care={
            child.number: record_of(child, chance=chance, profile=profile, leads=leads[child.number])
            for child in children
            if child.care
        },
        workers=workforce.workers,
        leads=leads,
        contacts=contacts(children, chance=chance, last=world.last),
        chance=chance,
    )


def contacts(children: tuple[Child, ...], *, chance: Chance, last: int) -> dict[tuple[int, int], int]:
    """Contacts received each month: every referral was one, and most contacts were not referrals."""
    referrals: dict[tuple[int, int], int] = {}
    for child in children:
        for time in child.times_in_need:
            if time.referred <= last:
                of = date.fromordinal(time.referred)
                referrals[of.year, of.month] = referrals.get((of.year, of.month), 0) + 1
    draws = chance.of("contacts that were not referrals")
    return {
        month: referrals[month] + draws.poisson((CONTACTS_TO_A_REFERRAL - 1) * referrals[month])
        for month in sorted(referrals)
    }
