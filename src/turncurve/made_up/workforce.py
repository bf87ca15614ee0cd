"""Social workers: who came, who left, who was from an agency, in which locality's team.

Every post is a seat; one worker after another sits in it. A year in which the council has more posts opens seats.
"""

from bisect import bisect_right
from dataclasses import dataclass
from math import ceil

from turncurve.made_up.chance import Chance, Weighted
from turncurve.made_up.council import LOCALITIES
from turncurve.made_up.days import first_day
from turncurve.made_up.profile import Around, of_year

HOLDING = 0.63  # of social workers hold children; the others lead teams, review and chair
PART_TIME = Weighted({1.0: 0.80, 0.8: 0.12, 0.6: 0.08})
MEAN_HOURS = 0.944
AGENCY_YEARS = 0.8
OTHERS = "Leading, reviewing and chairing"


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialWorker:
    """One worker's time with the council. `left` may be after the story ends; `hours` is full-time equivalent."""

    worker: str
    team: str
    started: int
    left: int
    agency: bool
    hours: float
    holds_children: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """One post and who has sat in it, in order."""

    starts: tuple[int, ...]
    workers: tuple[SocialWorker, ...]

    def on(self, day: int) -> SocialWorker | None:
        position = bisect_right(self.starts, day) - 1
        if position < 0 or self.workers[position].left <= day:
            return None
        return self.workers[position]


@dataclass(frozen=True, slots=True)
class Workforce:
    """Every worker, and the seats of each locality's team."""

    workers: tuple[SocialWorker, ...]
    teams: dict[str, tuple[Seat, ...]]

    def in_team(self, locality: str, *, day: int, at: float) -> SocialWorker:
        """A worker of the locality's team that day; `at`, from 0 to 1, says which. The first seat is always filled."""
        seats = self.teams[locality]
        for offset in range(len(seats)):
            worker = seats[(int(at * len(seats)) + offset) % len(seats)].on(day)
            if worker is not None:
                return worker
        return seats[0].workers[0]


def social_workers(*, chance: Chance, usual: Around, first: int, last: int) -> Workforce:
    """Everyone who worked for the council in the years ending 31 March first..last."""
    posts = {
        year: of_year(usual.social_workers, year) / (1 - usual.agency) / MEAN_HOURS for year in range(first, last + 2)
    }
    seats, holding = ceil(max(posts.values())), round(max(posts.values()) * HOLDING)
    everyone: list[SocialWorker] = []
    teams: dict[str, list[Seat]] = {locality: [] for locality in LOCALITIES}
    for number in range(seats):
        holds = (number * HOLDING) % 1 < HOLDING and sum(map(len, teams.values())) < holding
        locality = LOCALITIES[number % len(LOCALITIES)]
        team = f"{locality} Family Help" if holds else OTHERS
        open_in = [year for year, there in posts.items() if number < there]
        told = seat(
            number,
            chance=chance,
            usual=usual,
            team=team,
            holds=holds,
            years=open_in,
            known=len(everyone),
            always=open_in[0] == first,
        )
        everyone += told
        if holds and told:
            teams[locality].append(Seat(tuple(worker.started for worker in told), tuple(told)))
    return Workforce(tuple(everyone), {locality: tuple(seats) for locality, seats in teams.items()})


def seat(
    number: int, *, chance: Chance, usual: Around, team: str, holds: bool, years: list[int], known: int, always: bool
) -> list[SocialWorker]:
    """Who sat in one seat, one after another, while it was open; `always` if it was before the first year."""
    draws = chance.of("social workers coming and going", number)
    stays = 1 / usual.leaving
    next_from_agency = usual.agency * stays / (usual.agency * stays + (1 - usual.agency) * AGENCY_YEARS)
    told: list[SocialWorker] = []
    day, until = first_day(min(years)), first_day(max(years) + 1)
    begun = day - int(draws.exponential(365 * stays)) if always else day
    from_agency = draws.happens(usual.agency)
    while day < until:
        stay = 30 + int(draws.exponential(365 * (AGENCY_YEARS if from_agency else stays)))
        told.append(
            SocialWorker(
                worker=f"SW99{1000 + known + len(told):04d}",
                team=team,
                started=day if told else (max(begun, day - 200) if from_agency else begun),
                left=day + stay,
                agency=from_agency,
                hours=draws.pick(PART_TIME),
                holds_children=holds,
            )
        )
        day += stay
        from_agency = draws.happens(next_from_agency)
    return told
