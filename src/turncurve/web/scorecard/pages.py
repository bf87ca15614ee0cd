"""What the scorecard's template may use."""

from collections.abc import Mapping
from dataclasses import dataclass

from turncurve.curves import Verdict
from turncurve.desk.answers import Council, Scorecard
from turncurve.report.sentences import chart_sentence, latest_point, record_in_short, verdict_sentence
from turncurve.report.shown import ShownCurve
from turncurve.web.figures import numbers_said, value_said, when_said
from turncurve.web.links import chart_link, curve_link
from turncurve.words.periods import day_said


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The other side of a curve: whether children are safe meanwhile."""

    title: str
    link: str
    value: str
    when: str
    tag: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One curve on the scorecard. `tag` is the verdict's few words, `tag_is` its look."""

    title: str
    link: str
    chart: str
    chart_says: str
    value: str
    numbers: str
    when: str
    tag: str
    tag_is: str
    verdict: str
    record: str
    balance: tuple[Balance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardPage:
    """Everything `scorecard.html` may use, and nothing else."""

    council: Council
    as_at: str
    place: str
    places: tuple[str, ...]
    summary: str
    cards: tuple[Card, ...]
    not_yet: tuple[tuple[str, str], ...]
    without_figures: tuple[tuple[str, str], ...]
    chance: str
    notes: tuple[str, ...]
    title: str = "Scorecard"
    here: str = "scorecard"


# Words carry the verdict; the look only groups them. No red and green, which some readers cannot tell apart.
_LOOKS: Mapping[Verdict, str] = {
    Verdict.TURNED: "good",
    Verdict.TURNED_ALONE: "good",
    Verdict.SUSTAINED: "good",
    Verdict.EARLY_SIGN: "plain",
    Verdict.WORSE: "worse",
    Verdict.SLIPPED_BACK: "worse",
}


def tag_of(curve: ShownCurve) -> tuple[str, str]:
    """The verdict's few words and its look: good, worse, plain or waiting."""
    if curve.judgement is None:
        return ("verdict hidden", "waiting") if curve.hidden_because else ("not judged", "waiting")
    return curve.judgement.verdict.value, _LOOKS.get(curve.judgement.verdict, "waiting")


def scorecard_page(answer: Scorecard, *, place: str, places: tuple[str, ...]) -> ScorecardPage:
    """The page of an answer."""
    shown = {curve.measure.id: curve for curve in (*answer.beside, *answer.curves)}
    return ScorecardPage(
        council=answer.council,
        as_at=day_said(answer.as_at),
        place=place,
        places=places,
        summary=answer.summary,
        cards=tuple(_card(curve, shown=shown, place=place) for curve in answer.curves),
        not_yet=tuple(_not_yet(curve) for curve in answer.curves if _waits(curve)),
        without_figures=answer.without_figures,
        chance=answer.chance,
        notes=answer.notes,
    )


def _waits(curve: ShownCurve) -> bool:
    return curve.judgement is not None and (
        curve.judgement.verdict is Verdict.CANNOT or curve.judgement.earliest is not None
    )


def _not_yet(curve: ShownCurve) -> tuple[str, str]:
    judgement = curve.judgement
    if judgement is None:
        return curve.measure.title, curve.hidden_because
    when = f"Not before {day_said(judgement.earliest)}" if judgement.earliest else "No date can be given yet"
    return curve.measure.title, f"{when}: {judgement.reason or judgement.verdict.value}."


def _card(curve: ShownCurve, *, shown: Mapping[str, ShownCurve], place: str) -> Card:
    measure, point = curve.measure, latest_point(curve)
    tag, look = tag_of(curve)
    beside = curve.obsession.balance if curve.obsession else measure.balance
    return Card(
        title=measure.title,
        link=curve_link(measure.id, place=place),
        chart=chart_link(measure.id, width="small", place=place),
        chart_says=chart_sentence(curve),
        value=value_said(point.value if point else None, measure=measure),
        numbers=numbers_said(point, measure=measure) if point else "",
        when=when_said(point.ends, measure=measure, every=curve.every) if point else "",
        tag=tag[:1].upper() + tag[1:],
        tag_is=look,
        verdict=verdict_sentence(curve),
        record=record_in_short(curve.judgement) if curve.forecast else "",
        balance=tuple(balance_of(shown[name], place=place) for name in beside if name in shown),
    )


def balance_of(curve: ShownCurve, *, place: str) -> Balance:
    """A curve as the safety balance of another."""
    point = latest_point(curve)
    return Balance(
        title=curve.measure.short_title,
        link=curve_link(curve.measure.id, place=place),
        value=value_said(point.value if point else None, measure=curve.measure),
        when=when_said(point.ends, measure=curve.measure, every=curve.every) if point else "",
        tag=tag_of(curve)[0],
        verdict=verdict_sentence(curve),
    )
