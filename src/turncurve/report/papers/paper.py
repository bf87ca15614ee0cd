"""What a board paper says, before it is set in Word or PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from turncurve.report.charts import curve_chart, png
from turncurve.report.sentences import (
    chart_sentence,
    figure,
    known_points,
    latest_is_hidden,
    moved_sentence,
    out_of,
    record_sentence,
    verdict_sentence,
)
from turncurve.report.shown import ShownCurve
from turncurve.words.periods import day_said


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One curve's part of the paper. `balance` is what must not get worse, each with its own sentence."""

    title: str
    question: str
    sentence: str
    moved: str
    why: str
    balance: tuple[str, ...]
    picture: bytes
    picture_says: str
    know: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A board paper. `table` is rows of heading, latest, how many, good is, verdict."""

    title: str
    council: str
    invented: bool
    as_at: str
    summary: str
    chance: str
    table: tuple[tuple[str, str, str, str, str], ...]
    sections: tuple[Section, ...]
    questions: tuple[str, ...]
    marking: str


TABLE_HEADINGS = ("Curve", "Latest", "How many", "Good is", "Verdict")
RECOMMENDATION = (
    "The board is asked to consider the verdicts, the safety balances beside them, and the questions at the end."
)
_QUESTIONS = (
    "For each curve that has turned: what did families tell us, and does the safety balance hold?",
    "For each curve that has not: is the story behind it still the one we believed, and what do we not know?",
    "For each curve that cannot be judged yet: when can it be, and who will bring it back?",
)


def board_paper(
    curves: Sequence[ShownCurve],
    *,
    beside: Sequence[ShownCurve] = (),
    council: str,
    invented: bool,
    as_at: date,
    summary: str,
    chance: str,
    marking: str,
) -> Paper:
    """The paper on a council's curves, with those that stand beside them as safety balance.

    Their points were protected under the policy that `marking` describes.
    """
    by_id = {curve.measure.id: curve for curve in (*beside, *curves)}
    return Paper(
        title="Are we making a difference? The curves we chose to turn",
        council=council,
        invented=invented,
        as_at=day_said(as_at),
        summary=summary,
        chance=chance,
        table=tuple(_row(curve) for curve in curves),
        sections=tuple(_section(curve, by_id) for curve in curves),
        questions=_QUESTIONS,
        marking=marking,
    )


def _row(curve: ShownCurve) -> tuple[str, str, str, str, str]:
    known = known_points(curve)
    # An older figure is never given as the latest.
    hidden = latest_is_hidden(curve) or not known
    latest = "hidden" if hidden else f"{figure(known[-1].value or 0.0, curve=curve)}, {known[-1].period}"
    counted = "hidden" if hidden else out_of(known[-1], kind=curve.measure.kind)
    good = curve.obsession.good_is if curve.obsession else curve.measure.good_is or "not said"
    verdict = curve.judgement.verdict.value if curve.judgement else "hidden"
    return curve.measure.short_title, latest, counted or "not published", good, verdict


def _section(curve: ShownCurve, by_id: dict[str, ShownCurve]) -> Section:
    balance = curve.obsession.balance if curve.obsession else curve.measure.balance
    record = record_sentence(curve.judgement, measure=curve.measure, every=curve.every) if curve.forecast else ""
    return Section(
        title=curve.measure.title,
        question=curve.measure.question,
        sentence=verdict_sentence(curve),
        moved=moved_sentence(curve),
        why=f"Chosen because: {curve.obsession.why}" if curve.obsession else "",
        balance=tuple(
            f"{by_id[name].measure.short_title}: {verdict_sentence(by_id[name])}" for name in balance if name in by_id
        ),
        picture=png(curve_chart(curve, width="wide")),
        picture_says=chart_sentence(curve),
        know=(*curve.provenance, *([("How its forecasts have done", record)] if record else [])),
    )
