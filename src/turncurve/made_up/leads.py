"""Lead workers over time: who holds a family, from when, and why that changed. Brothers and sisters share a lead."""

from dataclasses import dataclass

from turncurve.made_up.chance import Chance, Weighted
from turncurve.made_up.council import LOCALITIES
from turncurve.made_up.people import Family, PeriodOfCare
from turncurve.made_up.workforce import Workforce

WHY_CHANGED = Weighted({"MANAGE": 0.50, "ORGRST": 0.12, "ABSENC": 0.22, "CHCHAN": 0.02, "PCCHAN": 0.06, "OTHERS": 0.08})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One lead worker's time with a child. `because` is the SSDA903 code for why it began."""

    worker: str
    started: int
    ended: int
    because: str


def times_open(family: Family, *, since: int) -> list[tuple[int, int, int]]:
    """(from, until, day assessed) of each time the family was helped, children's times run together."""
    spans = sorted(
        (time.referred, time.closed, time.assessments[0].authorised if time.assessments else time.referred)
        for child in family.children
        for time in child.times_in_need
        if not time.no_further_action and time.closed >= since and time.closed > time.referred
    )
    joined: list[tuple[int, int, int]] = []
    for began, ended, assessed in spans:
        if joined and began <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ended), joined[-1][2])
        else:
            joined.append((began, ended, assessed))
    return joined


def leads_of(family: Family, *, workforce: Workforce, chance: Chance, days: float, since: int) -> list[Lead]:
    """Every lead of the family: one who assesses, then others, each until they move on, leave or the help ends."""
    told: list[Lead] = []
    for began, ended, assessed in times_open(family, since=since):
        draws = chance.of("lead workers", family.key * 1_000_000 + began)
        day, because = began, "FCONTA"
        locality = LOCALITIES[family.area_on(began) % len(LOCALITIES)]
        handover = assessed + draws.between(0, 10) if draws.happens(0.6) else 0
        while day < ended:
            worker = workforce.in_team(locality, day=day, at=draws.unit())
            stays = day + 20 + int(draws.gamma(shape=1.2, mean=days))
            until, next_because = stays, draws.pick(WHY_CHANGED)
            if day == began and began + 5 < handover < until:
                until, next_because = handover, "TSPROC"
            if day < worker.left < until:
                until, next_because = worker.left, "LEFTRL"
            told.append(Lead(worker=worker.worker, started=day, ended=min(until, ended), because=because))
            day, because = until, next_because
    return told


def leads_of_children(family: Family, leads: list[Lead]) -> dict[int, tuple[Lead, ...]]:
    """By child's number: the family's leads for as long as that child was helped."""
    return {
        child.number: tuple(
            within(lead, began=time.referred, ended=time.closed)
            for time in child.times_in_need
            if not time.no_further_action
            for lead in leads
            if lead.started < time.closed and lead.ended > time.referred
        )
        for child in family.children
    }


def within(lead: Lead, *, began: int, ended: int) -> Lead:
    if lead.started >= began and lead.ended <= ended:
        return lead
    return Lead(
        worker=lead.worker,
        started=max(lead.started, began),
        ended=min(lead.ended, ended),
        because=lead.because if lead.started >= began else "FCONTA",
    )


def leads_in_care(*, period: PeriodOfCare, leads: tuple[Lead, ...]) -> tuple[Lead, ...]:
    """The child's leads while in one period of care."""
    return tuple(
        within(lead, began=period.started, ended=period.ended)
        for lead in leads
        if lead.started < period.ended and lead.ended > period.started
    )
