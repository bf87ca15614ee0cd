"""One curve made ready to show: protected, judged, compared, and with how we know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

import polars as pl

from turncurve.curves import Judgement, Series, Verdict, judge
from turncurve.definitions.measures import Measure
from turncurve.definitions.obsessions import Declared
from turncurve.definitions.policies import Policy
from turncurve.desk.answers import Council
from turncurve.desk.lines import Asked, chosen, compared, neighbour_codes, neighbour_lines, own_lines
from turncurve.disclosure import Publishable, protect, rests_on_hidden
from turncurve.disclosure.publishable import COLUMNS
from turncurve.report.shown import Comparison, Obsession, ShownCurve
from turncurve.store import Analysis
from turncurve.words.periods import Every, day_said

_SOURCES = {"SSDA903": "SSDA903 returns", "CIN census": "CIN census returns"}
_NO_SPREAD = "too few are counted, or it was published without them, so nobody can say how far a mean moves by chance"
_HIDDEN = "The verdict is hidden, because it rests on a number that is too small to show."


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawer:
    """Everything needed to draw any curve of one council on one day under one policy."""

    analysis: Analysis
    council: Council
    stored: pl.DataFrame
    declared: dict[str, Declared]
    policy: Policy
    as_at: date

    def usual(self, measure: Measure) -> Every:
        """The period the measure is judged by: its usual one from returns, the year from published figures."""
        lines = own_lines(self.stored, council=self.council, measure=measure.id)
        return measure.usual if measure.usual in set(lines.get_column("every").to_list()) else "year"

    def protected(self, measure: Measure) -> Publishable:
        """All the council's own lines of a measure, protected together."""
        lines = own_lines(self.stored, council=self.council, measure=measure.id)
        return protect(lines.select(COLUMNS), policy=self.policy)

    def draw(
        self, measure: Measure, *, place: str = "", split: str = "", every: Every | None = None
    ) -> tuple[ShownCurve, ...]:
        """The curves asked for: one for the whole or a place, one a part for a split; none where nothing is known."""
        asked = Asked(measure=measure, place=place, split=split, every=every or self.usual(measure), as_at=self.as_at)
        lines = chosen(own_lines(self.stored, council=self.council, measure=measure.id), asked)
        protected = self.protected(measure)
        parts = lines.get_column("split_value").unique(maintain_order=True).to_list()
        return tuple(self._one(asked, lines.filter(pl.col("split_value") == part), part, protected) for part in parts)

    def _one(self, asked: Asked, line: pl.DataFrame, part: str, protected: Publishable) -> ShownCurve:
        measure = asked.measure
        line = line.sort("ends")
        kept_split = str(line.item(0, "split"))
        points = protected.only(split=kept_split, split_value=part, every=asked.every)
        declared = self.declared.get(measure.id)
        headline = asked.split == ""
        judgement = self._judged(asked, line, declared) if headline else None
        hidden_because = ""
        if judgement is not None and rests_on_hidden(points, up_to=None):
            judgement, hidden_because = None, _HIDDEN
        on_usual = asked.every == self.usual(measure)
        return ShownCurve(
            measure=measure,
            place=asked.place or self.council.name,
            invented=self.council.invented,
            split=asked.split,
            split_value="all" if asked.place else part,
            every=asked.every,
            points=points,
            comparisons=self._comparisons(asked) if headline and not asked.place else (),
            obsession=_obsession(declared),
            forecast=judgement.forecast if judgement is not None and on_usual else None,
            judgement=judgement,
            hidden_because=hidden_because,
            source=self._source(measure, line),
            notes=self._notes(measure, line),
            provenance=self._provenance(measure, line),
            as_at=self.as_at,
        )

    def _judged(self, asked: Asked, line: pl.DataFrame, declared: Declared | None) -> Judgement:
        """The verdict, always on the usual period, so that looking at another period is not another test."""
        if declared is None:
            return Judgement(verdict=Verdict.NO_DATE)
        usual = self.usual(asked.measure)
        if asked.every != usual:
            again = Asked(measure=asked.measure, place=asked.place, split="", every=usual, as_at=asked.as_at)
            line = chosen(own_lines(self.stored, council=self.council, measure=asked.measure.id), again).sort("ends")
        if asked.measure.kind == "mean" and spread_of(line) is None:
            return Judgement(verdict=Verdict.CANNOT, turning_date=declared.turning_date, reason=_NO_SPREAD)
        others: Sequence[Series] = ()
        # Others' means are published without their spread, and cannot be set against ours.
        if usual == "year" and not asked.place and asked.measure.kind != "mean":
            codes = neighbour_codes(self.analysis, council=self.council)
            theirs = neighbour_lines(self.stored, measure=asked.measure.id, codes=codes)
            others = [as_series(one, measure=asked.measure, every="year") for one in theirs]
        return judge(
            as_series(line, measure=asked.measure, every=usual),
            turning_date=declared.turning_date,
            declared_on=declared.declared_on,
            good_is=declared.good_is,
            chosen_because_bad=declared.chosen_because_bad,
            as_at=asked.as_at,
            comparators=others,
        )

    def _comparisons(self, asked: Asked) -> tuple[Comparison, ...]:
        """England, region and neighbours: yearly figures, which a quarter's flow cannot stand beside."""
        flow_rate = asked.measure.kind == "rate" and not asked.measure.snapshot
        if asked.every != "year" and flow_rate:
            return ()
        lines = compared(self.stored, analysis=self.analysis, council=self.council, measure=asked.measure.id)
        return tuple(
            Comparison(name=name, points=protect(line.select(COLUMNS), policy=self.policy)) for name, line in lines
        )

    def _source(self, measure: Measure, line: pl.DataFrame) -> str:
        if line.item(0, "source") == "returns":
            return _SOURCES[measure.source.return_]
        return "; ".join(dict.fromkeys(note for note in line.get_column("note").to_list() if note))

    def _notes(self, measure: Measure, line: pl.DataFrame) -> tuple[str, ...]:
        notes = [measure.watch_for]
        if line.item(0, "source") == "published":
            sources = dict.fromkeys(str(note).split(",")[0] for note in line.get_column("note").to_list())
            if len(sources) > 1:
                notes.append(
                    "Where Explore Education Statistics and LAIT both publish a year, Explore Education Statistics is "
                    "shown; of two releases, the newer."
                )
        return tuple(notes)

    def _provenance(self, measure: Measure, line: pl.DataFrame) -> tuple[tuple[str, str], ...]:
        files = self.analysis.table("files")
        built = self.analysis.table("built").item(0, "at")
        good = f"{measure.good_is} is good" if measure.good_is else "no direction"
        said = [
            ("What is counted", measure.source.says),
            ("Source", f"{self._source(measure, line)} ({measure.source.guide})"),
            ("Good direction", f"{good}: {measure.good_is_source}"),
            ("Loaded", f"{files.height} files, last built on {str(built)[:10]} at {str(built)[11:16]}"),
            ("Definition", f"{measure.id}, definitions/measures"),
        ]
        if measure.design_effect != 1:
            said.append(("Counted together", f"Variance times {measure.design_effect}: {measure.design_effect_source}"))
        return tuple(said)


def _obsession(declared: Declared | None) -> Obsession | None:
    if declared is None:
        return None
    return Obsession(
        measure=declared.measure,
        turning_date=declared.turning_date,
        declared_on=declared.declared_on,
        by=declared.by,
        why=declared.why,
        good_is=declared.good_is,
        good_is_because=declared.good_is_because,
        balance=declared.balance,
        chosen_because_bad=declared.chosen_because_bad,
    )


def as_series(line: pl.DataFrame, *, measure: Measure, every: Every) -> Series:
    """A stored line, oldest point first, as a series of true numbers for the room that judges."""
    return Series(
        kind=measure.kind,
        every=every,
        ends=tuple(line.get_column("ends").to_list()),
        value=tuple(line.get_column("value").to_list()),
        numerator=tuple(line.get_column("numerator").to_list()),
        denominator=tuple(line.get_column("denominator").to_list()),
        per=float(measure.per),
        spread=spread_of(line) if measure.kind == "mean" else None,
        design_effect=measure.design_effect,
        seasonal=measure.seasonal,
    )


def spread_of(line: pl.DataFrame) -> float | None:
    """The standard deviation of one of what a mean averages, within periods and over all of them.

    None where the line has too few to say, or was published without them.
    """
    known = line.filter(pl.col("squares").is_not_null() & (pl.col("denominator") > 0))
    within = known.select(
        squares=pl.col("squares") - pl.col("numerator") ** 2 / pl.col("denominator"), over=pl.col("denominator") - 1
    ).sum()
    squares, over = float(within.item(0, "squares") or 0.0), float(within.item(0, "over") or 0.0)
    return sqrt(squares / over) if over > 0 and squares > 0 else None


def without_figures_because(measure: Measure, *, not_published: dict[str, str]) -> str:
    """Why a measure has no curve yet."""
    return not_published.get(measure.id, f"Load the {measure.source.return_} returns to see it.")


def looked_at(as_at: date) -> str:
    """The day the figures are as at, said."""
    return f"As at {day_said(as_at)}"
