"""From SSDA903 episodes to periods of care and placements, one episode after the other."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.two_ways.reading import Council, Row, day_of, episodes_but_short_breaks, the_day

SAME_CARER = ("L", "T", "U")  # RNE: a change of legal status or of placement, but not of carer


@dataclass
class Placement:
    began: date
    ended: date | None
    began_as: str  # PLACE


@dataclass
class PeriodOfCare:
    child: str
    began: date
    ended: date | None
    how_it_ended: str
    episodes: list[Row]


def periods_of_care(council: Council) -> Iterator[PeriodOfCare]:
    """Episodes that follow each other on the same day are one period of care; a gap begins another."""
    for child, episodes in episodes_but_short_breaks(council):
        together: list[Row] = []
        for episode in episodes:
            if together and episode["DECOM"] != together[-1]["DEC"]:
                yield one_period(child, together)
                together = []
            together.append(episode)
        yield one_period(child, together)


def one_period(child: str, episodes: list[Row]) -> PeriodOfCare:
    last = episodes[-1]
    return PeriodOfCare(child, the_day(episodes[0]["DECOM"]), day_of(last["DEC"]), last["REC"], episodes)


def placements(period: PeriodOfCare) -> list[Placement]:
    """The placements of one period of care. During a temporary stay the placement before it is kept; whoever comes back
    from one to the same place, carer or home has not moved."""
    found: list[Placement] = []
    was_away = False
    settled_in: Row = {}
    for episode in period.episodes:
        temporary = episode["PLACE"].startswith("T")
        came_back = was_away and all(episode[name] == settled_in[name] for name in ("PLACE", "PL_POST", "URN"))
        if found and (temporary or came_back or episode["RNE"] in SAME_CARER):
            found[-1].ended = day_of(episode["DEC"])
        elif not temporary:
            found.append(Placement(the_day(episode["DECOM"]), day_of(episode["DEC"]), episode["PLACE"]))
        was_away = temporary
        settled_in = settled_in if temporary else episode
    return found


def placement_type_on(period: PeriodOfCare, day: date) -> str:
    """The type of placement on a day; during a temporary stay, that of the placement before it."""
    lived_in = ""
    for episode in period.episodes:
        if the_day(episode["DECOM"]) <= day and not episode["PLACE"].startswith("T"):
            lived_in = episode["PLACE"]
    return lived_in


def placements_in_year(periods: list[PeriodOfCare], year: int) -> int:
    """How many placements a child had in the year to 31 March, over all periods of care in it."""
    first, last = date(year - 1, 4, 1), date(year, 3, 31)
    counted = 0
    for period in periods:
        for placement in placements(period):
            ended_the_day_it_began = placement.ended == placement.began
            ended_before = placement.ended is not None and placement.ended <= first  # ended 1 April: not open that day
            if placement.began <= last and not ended_before and not ended_the_day_it_began:
                counted += 1
    return counted


def by_child(council: Council) -> dict[str, list[PeriodOfCare]]:
    found: dict[str, list[PeriodOfCare]] = defaultdict(list)
    for period in periods_of_care(council):
        found[period.child].append(period)
    return found
