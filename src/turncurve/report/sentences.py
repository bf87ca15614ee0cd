"""What is said of a curve: numbers always with how many they are of, and effects always with their interval."""

from collections.abc import Sequence

from turncurve.curves import Judgement, Verdict, benjamini_hochberg
from turncurve.definitions.sentences import verdict_sentences
from turncurve.disclosure import Point
from turncurve.report.shown import ShownCurve
from turncurve.words.periods import day_said, period_of

# Measured on real authorities: 32% show six or more of ten standard indicators better in one year (curves method, 0).
CHANCE_OF_SIX_IN_TEN = "about 1 year in 3"

CODES = {
    "c": "hidden, because the number is small",
    "z": "not applicable",
    "x": "not available",
    ":": "not available",
    "u": "of low reliability",
    "k": "rounds to zero",
    "low": "rounds to zero",
    "-": "not given",
    "nobody": "nobody to count",
    "no population": "no population loaded",
}


def figure(value: float, *, curve: ShownCurve) -> str:
    """A value in the curve's unit: 21.0%, or 61.2 per 10,000 children."""
    if curve.measure.kind == "percent":
        return f"{value:.1f}%"
    return f"{value:.1f} {curve.measure.unit}"


def known_points(curve: ShownCurve) -> list[Point]:
    """The points with a figure, oldest first."""
    return [point for point in curve.points.points if point.value is not None]


def out_of(point: Point, *, kind: str) -> str:
    """How many a figure is of: "344 of 1,402", or "mean of 283"; "" where the source gives no counts."""
    if point.numerator is None or point.denominator is None:
        return ""
    if kind == "mean":
        return f"mean of {point.denominator:,.0f}"
    return f"{point.numerator:,.0f} of {point.denominator:,.0f}"


def latest_sentence(curve: ShownCurve) -> str:
    """The latest figure with how many it is of, and its period."""
    known = known_points(curve)
    if not known:
        return "No figure can be shown."
    last = known[-1]
    said = period_of(last.ends, every=curve.every).said
    counted = out_of(last, kind=curve.measure.kind)
    return f"{figure(last.value or 0.0, curve=curve)}{f' ({counted})' if counted else ''}, {said}."


def moved_sentence(curve: ShownCurve) -> str:
    """The change over a year, with both counts, and the caution that it is no evidence by itself."""
    known = known_points(curve)
    if len(known) < 2:
        return latest_sentence(curve)
    last = known[-1]
    year_before = [
        point for point in known if (point.ends.year, point.ends.month) == (last.ends.year - 1, last.ends.month)
    ]
    first = year_before[-1] if year_before else known[-2]
    gap = (last.value or 0.0) - (first.value or 0.0)
    way = "Up" if gap > 0 else "Down" if gap < 0 else "The same,"
    was, now = (out_of(point, kind=curve.measure.kind) for point in (first, last))
    counts = f" ({was} to {now})" if was and now else ""
    when = f"{period_of(first.ends, every=curve.every).said} to {period_of(last.ends, every=curve.every).said}"
    return (
        f"{way} from {figure(first.value or 0.0, curve=curve)} to {figure(last.value or 0.0, curve=curve)}{counts}, "
        f"{when}. "
        "One change says little: most are within ordinary variation."
    )


def chart_sentence(curve: ShownCurve) -> str:
    """What the chart shows, for those who do not see it: first, last, highest and lowest."""
    known = known_points(curve)
    invented = "Invented figures. " if curve.invented else ""
    if not known:
        return f"{invented}{curve.measure.title}, {curve.place}: no figure can be shown."
    first, last = known[0], known[-1]
    top, bottom = max(known, key=lambda one: one.value or 0.0), min(known, key=lambda one: one.value or 0.0)

    def at(point: Point) -> str:
        return f"{figure(point.value or 0.0, curve=curve)} in {point.period}"

    return (
        f"{invented}{curve.measure.title}, {curve.place}: from {at(first)} to {at(last)}; "
        f"highest {at(top)}, lowest {at(bottom)}."
    )


def effect_said(judgement: Judgement, *, curve: ShownCurve) -> str:
    """How far from the forecast, with its 90% interval, in the curve's own units."""
    if judgement.effect is None or judgement.lo90 is None or judgement.hi90 is None:
        return "no different from the forecast that can be measured"
    unit = " points" if curve.measure.kind == "percent" else ""
    way = "lower" if judgement.effect < 0 else "higher"
    ends = sorted((judgement.lo90, judgement.hi90))
    interval = f"{ends[0]:+.1f} to {ends[1]:+.1f}{unit}"
    return f"about {abs(judgement.effect):.1f}{unit} {way} than forecast on {_day(judgement)} (90% interval {interval})"


def _day(judgement: Judgement) -> str:
    return day_said(judgement.turning_date) if judgement.turning_date else "the turning date"


def verdict_sentence(curve: ShownCurve) -> str:
    """The sentence of the curve's verdict, filled in, with whether it was looked back at."""
    judgement = curve.judgement
    if judgement is None:
        return curve.hidden_because or moved_sentence(curve)
    effect = effect_said(judgement, curve=curve)
    earliest_day = day_said(judgement.earliest) if judgement.earliest else "a later day"
    text = verdict_sentences()[judgement.verdict.value].format(
        moved=moved_sentence(curve),
        reason=judgement.reason,
        earliest=f" The earliest day on which it could be is {earliest_day}." if judgement.earliest else "",
        earliest_day=earliest_day,
        turning_date=_day(judgement),
        effect=effect,
        so_far=f"So far it is {effect}. " if judgement.effect is not None else "",
    )
    if judgement.looked_back and judgement.verdict != Verdict.NO_DATE:
        text += " " + looked_back_sentence()
    return text.strip()


def looked_back_sentence() -> str:
    """What marks a date declared after its figures existed."""
    return "Looked back: the turning date was declared after figures from after it existed, so this is weaker evidence."


def chance_sentence(judgements: Sequence[Judgement]) -> str:
    """How many of these would look better by chance alone, and how many claims stand when all are checked together."""
    said = (
        f"A random English authority shows six or more of ten such curves better in {CHANCE_OF_SIX_IN_TEN} with "
        "nothing changed, so moving the right way is not enough."
    )
    judged = [one for one in judgements if one.p is not None and one.looks]
    stand = benjamini_hochberg([one.p or 0.0 for one in judged])
    turned = [
        stands
        for one, stands in zip(judged, stand, strict=True)
        if one.verdict in (Verdict.TURNED, Verdict.TURNED_ALONE, Verdict.SUSTAINED)
    ]
    if turned:
        said += (
            f" Of the {len(turned)} said to have turned, {sum(turned) or 'none'} still stand when all {len(judged)} "
            "curves with a look are checked together; of those that stand, expect at most one in ten to be chance."
        )
    return said
