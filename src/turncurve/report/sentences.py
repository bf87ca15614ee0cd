"""What is said of a curve: numbers always with how many they are of, and effects always with their interval."""

from collections.abc import Sequence

from turncurve.curves import Judgement, Verdict
from turncurve.definitions.measures import Measure
from turncurve.definitions.sentences import verdict_sentences
from turncurve.disclosure import Point
from turncurve.disclosure.publishable import HIDDEN
from turncurve.report.shown import ShownCurve
from turncurve.words.periods import Every, day_said, period_of

# Of what the 95% band should hold: with less than this share of a curve's own past in it, it is said to be too narrow.
_FEW_HELD = 0.85
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


def latest_point(curve: ShownCurve) -> Point | None:
    """The newest point that says anything: a figure, or why there is none."""
    said = [point for point in curve.points.points if point.value is not None or point.code]
    return said[-1] if said else None


def latest_is_hidden(curve: ShownCurve) -> bool:
    """Whether the newest period's figure is hidden, so that none can be given as the latest."""
    latest = latest_point(curve)
    return latest is not None and latest.code == HIDDEN


def a_year_before(point: Point, *, among: Sequence[Point]) -> Point | None:
    """The point of the same period a year earlier; None where there is none among these."""
    when = (point.ends.year - 1, point.ends.month)
    return next((one for one in among if (one.ends.year, one.ends.month) == when), None)


def latest_sentence(curve: ShownCurve) -> str:
    """The latest figure with how many it is of, and its period."""
    known = known_points(curve)
    if latest_is_hidden(curve):
        when = period_of(curve.points.points[-1].ends, every=curve.every).said
        return f"The latest figure ({when}) is hidden, because it or a number it would give away is small."
    if not known:
        return "No figure can be shown."
    last = known[-1]
    said = period_of(last.ends, every=curve.every).said
    counted = out_of(last, kind=curve.measure.kind)
    return f"{figure(last.value or 0.0, curve=curve)}{f' ({counted})' if counted else ''}, {said}."


def moved_sentence(curve: ShownCurve) -> str:
    """The change over a year, with both counts, and the caution that it is no evidence by itself."""
    known = known_points(curve)
    if len(known) < 2 or latest_is_hidden(curve):
        return latest_sentence(curve)
    last = known[-1]
    first = a_year_before(last, among=known) or known[-2]
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


def apart_sentence(parts: Sequence[ShownCurve]) -> str:
    """How unaccompanied children, all others and all together moved over a year, in children; "" for another split.

    Nothing is said where one of the three numbers is hidden or not known: the other two would give it away.
    """
    moved = {part.split_value: counts for part in parts if (counts := _counts_over_a_year(part)) is not None}
    if parts and parts[0].split == "unaccompanied" and {"all", "unaccompanied", "not unaccompanied"} <= moved.keys():
        was, now = moved["all"]
        until = period_of(parts[0].points.points[-1].ends, every=parts[0].every).said
        return (
            f"All children: {_more_or_fewer(was, now)} than a year before ({was:,.0f} to {now:,.0f}), {until}. Of them "
            f"unaccompanied children: {_more_or_fewer(*moved['unaccompanied'])}; all others: "
            f"{_more_or_fewer(*moved['not unaccompanied'])}."
        )
    return ""


def _counts_over_a_year(part: ShownCurve) -> tuple[float, float] | None:
    """The number of children in the newest period and a year before it; None where either is not known."""
    points = part.points.points
    if not points:
        return None
    last, before = points[-1], a_year_before(points[-1], among=points)
    if before is None or before.numerator is None or last.numerator is None or part.measure.kind != "rate":
        return None
    return before.numerator, last.numerator


def _more_or_fewer(was: float, now: float) -> str:
    gap = round(now - was)
    return f"{abs(gap):,} {'more' if gap > 0 else 'fewer'}" if gap else "as many"


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
    return (
        f"on average about {abs(judgement.effect):.1f}{unit} {way} than the forecast made on {_day(judgement)} "
        f"(90% interval {interval})"
    )


def _day(judgement: Judgement) -> str:
    return day_said(judgement.turning_date) if judgement.turning_date else "the turning date"


def verdict_sentence(curve: ShownCurve) -> str:
    """The sentence of the curve's verdict, filled in, with whether it was looked back at."""
    judgement = curve.judgement
    if judgement is None:
        return curve.hidden_because or moved_sentence(curve)
    effect = effect_said(judgement, curve=curve)
    earliest_day = day_said(judgement.earliest) if judgement.earliest else "a later day"
    # Once figures have come after a date, no more will come before it.
    anew = ", with a new turning date," if judgement.n_after else ""
    text = verdict_sentences()[judgement.verdict.value].format(
        moved=moved_sentence(curve),
        reason=judgement.reason,
        earliest=f" The earliest day on which it could be{anew} is {earliest_day}." if judgement.earliest else "",
        earliest_day=earliest_day,
        turning_date=_day(judgement),
        effect=effect,
        so_far=f"So far it is {effect}. " if judgement.effect is not None else "",
        because=f" {judgement.reason[:1].upper()}{judgement.reason[1:]}." if judgement.reason else "",
        rank=_rank_said(judgement),
    )
    if judgement.looked_back and judgement.verdict != Verdict.NO_DATE:
        text += " " + looked_back_sentence()
    return text.strip()


def looked_back_sentence() -> str:
    """What marks a date declared after its figures existed."""
    return "Looked back: the turning date was declared after figures from after it existed, so this is weaker evidence."


def _rank_said(judgement: Judgement) -> str:
    """Where the curve stands among places where nothing was declared."""
    if judgement.rank is None:
        return ""
    return f" (rank {judgement.rank.place} of {judgement.rank.of} by how surely each moved that way)"


def rebound_sentence(judgement: Judgement | None, *, measure: Measure) -> str:
    """How far a curve chosen at its worst was expected to move back by itself; "" for any other."""
    if judgement is None or judgement.rebound is None:
        return ""
    way = "down" if judgement.rebound < 0 else "up"
    return (
        "Chosen because it was bad, so some return was likely with nothing changed: about "
        f"{_amount(judgement.rebound, measure=measure)} {way} from the year before the turning date. To turn, it must "
        "also pass with that year left out."
    )


def detectable_sentence(judgement: Judgement | None, *, measure: Measure) -> str:
    """The smallest change that could be seen at all; "" where nothing can be judged."""
    if judgement is None or judgement.forecast is None:
        return ""
    if judgement.detectable is None:
        return "No change, however large, would be seen four times in five at the last look."
    return (
        f"A change of {_amount(judgement.detectable, measure=measure)} would be seen four times in five at the last "
        "look; a smaller one would more often be missed."
    )


def record_sentence(judgement: Judgement | None, *, measure: Measure, every: Every) -> str:
    """How forecasts like the one made did on the curve's own past; "" where none was made."""
    if judgement is None or judgement.forecast is None:
        return ""
    record = judgement.back_test
    if record is None:
        return "Its past is too short to try such forecasts on, so how far to trust this one is not known."
    ahead = f"{record.furthest} {every}s" if record.furthest > 1 else f"a {every}"
    said = (
        f"On this curve's own past, {record.forecasts} such forecasts of up to {ahead} ahead, each made from what was "
        "known at its time, were off by "
        f"{_amount(record.error, measure=measure)} on average. Saying that nothing would change was off by "
        f"{_amount(record.no_change, measure=measure)}, a straight line by "
        f"{_amount(record.straight_line, measure=measure)}. The 95% band held {record.in95} of the "
        f"{record.forecasts}, the 80% band {record.in80}."
    )
    if record.no_change < record.error:
        said += " Saying that nothing would change did better here."
    if record.in95 < _FEW_HELD * record.forecasts:
        said += " The bands were too narrow on this past: take them to be wider than they are drawn."
    return said


def record_in_short(judgement: Judgement | None) -> str:
    """The same in a line that fits below a small chart."""
    if judgement is None or judgement.forecast is None:
        return ""
    record = judgement.back_test
    if record is None:
        return "How far to trust its forecast is not known: its past is too short to try."
    return (
        f"Its forecasts on its own past: off by {record.error:.1f} (no change {record.no_change:.1f}, straight line "
        f"{record.straight_line:.1f}); the 95% band held {record.in95} of {record.forecasts}."
    )


def _amount(value: float, *, measure: Measure) -> str:
    return f"{abs(value):.1f} {'points' if measure.kind == 'percent' else measure.unit}"
