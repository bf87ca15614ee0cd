"""One curve made ready to show: protected, judged, compared, and with how we know."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from math import sqrt
from threading import RLock

import polars as pl

from turncurve.curves import Judgement, Series, Verdict, grid_for, judge, prior_of
from turncurve.definitions.measures import Measure
from turncurve.definitions.obsessions import Declared
from turncurve.definitions.policies import Policy
from turncurve.definitions.pooled_priors import pooled_priors
from turncurve.definitions.reference_lists import made_of
from turncurve.desk.answers import Council
from turncurve.desk.lines import Asked, chosen, compared, neighbour_codes, neighbour_lines, own_lines
from turncurve.disclosure import Publishable, protect, rests_on_hidden
from turncurve.disclosure.publishable import COLUMNS
from turncurve.report.charts import curve_chart, svg
from turncurve.report.sentences import detectable_sentence, rebound_sentence
from turncurve.report.shown import Comparison, Obsession, ShownCurve
from turncurve.store import Analysis
from turncurve.words.periods import Every, day_said

_SOURCES = {"SSDA903": "SSDA903 returns", "CIN census": "CIN census returns"}
_Drawn = dict[tuple[str, str, str, Every | None], tuple[ShownCurve, ...]]
_NO_SPREAD = "too few are counted, or it was published without them, so nobody can say how far a mean moves by chance"
_HIDDEN = (
    "The verdict is hidden here, because it rests on a number that is too small to show, or from which one could be "
    "worked out."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawer:
    """Everything needed to draw any curve of one council on one day under one policy.

    All it holds is fixed, so a curve once drawn is kept. Readers who come at once wait for one drawing and share it.
    """

    analysis: Analysis
    council: Council
    stored: pl.DataFrame
    declared: dict[str, Declared]
    policy: Policy
    as_at: date
    _drawn: _Drawn = field(default_factory=dict)
    _protected: dict[str, Publishable] = field(default_factory=dict)
    _pictures: dict[tuple[int, str], bytes] = field(default_factory=dict)
    _drawing: RLock = field(default_factory=RLock)

    def usual(self, measure: Measure) -> Every:
        """The period the measure is judged by: its usual one from returns, the year from published figures."""
        lines = own_lines(self.stored, council=self.council, measure=measure.id)
        return measure.usual if measure.usual in set(lines.get_column("every").to_list()) else "year"

    def protected(self, measure: Measure) -> Publishable:
        """All the council's own lines of a measure, protected together."""
        if measure.id not in self._protected:
            lines = own_lines(self.stored, council=self.council, measure=measure.id)
            self._protected[measure.id] = protect(lines.select(COLUMNS), policy=self.policy)
        return self._protected[measure.id]

    def draw(
        self, measure: Measure, *, place: str = "", split: str = "", every: Every | None = None
    ) -> tuple[ShownCurve, ...]:
        """The curves asked for: one for the whole or a place, one a part for a split; none where nothing is known."""
        key = (measure.id, place, split, every)
        with self._drawing:
            if key not in self._drawn:
                self._drawn[key] = self._draw(measure, place=place, split=split, every=every)
            return self._drawn[key]

    def picture(self, curve: ShownCurve, *, width: str) -> bytes:
        """The chart of a curve this drawer drew, as SVG."""
        key = (id(curve), width)  # it is kept for as long as the drawer, so its id is its own
        with self._drawing:
            if key not in self._pictures:
                self._pictures[key] = svg(curve_chart(curve, width=width)).encode("utf-8")
            return self._pictures[key]

    def _draw(self, measure: Measure, *, place: str, split: str, every: Every | None) -> tuple[ShownCurve, ...]:
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
            notes=self._notes(measure, line, judgement),
            provenance=self._provenance(measure, line, judgement),
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
        neighbours: Sequence[Series] = ()
        everywhere: Sequence[Series] = ()
        # Others' means are published without their spread, and cannot be set against ours.
        if usual == "year" and not asked.place and asked.measure.kind != "mean":
            codes = neighbour_codes(self.analysis, council=self.council)
            neighbours = self._elsewhere(asked.measure, codes)
            everywhere = self._elsewhere(asked.measure, self._other_authorities(asked.measure))
        return judge(
            replace(
                as_series(line, measure=asked.measure, every=usual),
                breaks=self._breaks(),
                prior=_yearly_prior(asked.measure.id) if usual == "year" else (),
            ),
            turning_date=declared.turning_date,
            declared_on=declared.declared_on,
            good_is=declared.good_is,
            chosen_because_bad=declared.chosen_because_bad,
            as_at=asked.as_at,
            comparators=neighbours,
            everywhere=everywhere,
        )

    def _other_authorities(self, measure: Measure) -> list[str]:
        """ONS codes of every other authority with published figures of the measure."""
        theirs = self.stored.filter(
            (pl.col("measure") == measure.id)
            & (pl.col("source") == "published")
            & (pl.col("place_level") == "authority")
            & (pl.col("place_code") != self.council.ons_code)
        )
        return theirs.get_column("place_code").unique().sort().to_list()

    def _elsewhere(self, measure: Measure, codes: list[str]) -> list[Series]:
        lines = neighbour_lines(self.stored, measure=measure.id, codes=codes)
        return [as_series(one, measure=measure, every="year") for one in lines]

    def _breaks(self) -> tuple[date, ...]:
        """The days on which the council's boundaries changed, so that figures on either side are of other places."""
        return tuple(sorted({date(one.last_year, 4, 1) for one in made_of(self.council.ons_code) if one.last_year}))

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

    def _notes(self, measure: Measure, line: pl.DataFrame, judgement: Judgement | None) -> tuple[str, ...]:
        notes = [measure.watch_for]
        if rebound := rebound_sentence(judgement, measure=measure):
            notes.append(rebound)
        before = ", ".join(one.name for one in made_of(self.council.ons_code))
        notes += [
            f"{self.council.name} was made on {day_said(day)} out of {before} as it then was. Figures from before are "
            "of other boundaries and are not joined on: that day is a break in the curve and not a trend."
            for day in self._breaks()
        ]
        if line.item(0, "source") == "published":
            sources = dict.fromkeys(str(note).split(",")[0] for note in line.get_column("note").to_list())
            if len(sources) > 1:
                notes.append(
                    "Where Explore Education Statistics and LAIT both publish a year, Explore Education Statistics is "
                    "shown; of two releases, the newer."
                )
        return tuple(notes)

    def _provenance(
        self, measure: Measure, line: pl.DataFrame, judgement: Judgement | None
    ) -> tuple[tuple[str, str], ...]:
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
        if detectable := detectable_sentence(judgement, measure=measure):
            said.append(("What could be seen at all", detectable))
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


@cache
def _yearly_prior(measure_id: str) -> tuple[float, ...]:
    """What other authorities' curves of the measure teach about a yearly one; nothing where there are none."""
    learned = pooled_priors().get(measure_id)
    return prior_of(learned, grid=grid_for("year")) if learned else ()


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
