"""The small closed language in which a measure is written (decision 0001), and its reader."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from turncurve.definitions.reading import from_yaml
from turncurve.words.measuring import GoodIs
from turncurve.words.periods import Every
from turncurve.words.problems import Problem

Split = Literal["locality", "age_band", "unaccompanied"]
Group = Literal["help and protection", "care", "leaving care", "workers"]
SplitValue = Literal["all", "unaccompanied", "not unaccompanied"]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Condition(_Said):
    """A test of one column of the journey: exactly one of the comparisons."""

    column: str
    is_: bool | str | int | None = Field(default=None, alias="is")
    at_least: int | date | None = None
    at_most: int | date | None = None
    one_of: tuple[str, ...] | None = None
    none_of: tuple[str, ...] | None = None
    known: bool | None = None

    @model_validator(mode="after")
    def _one_comparison(self) -> Self:
        given = [self.is_, self.at_least, self.at_most, self.one_of, self.none_of, self.known]
        if sum(value is not None for value in given) != 1:
            raise ValueError(f"the condition on '{self.column}' needs exactly one comparison")
        return self


class OnADate(_Said):
    """A row counts in the period that holds this date column."""

    date: str


class WhileBetween(_Said):
    """A row counts in each period on whose last day it lasts: began on or before it, and not ended by it."""

    began: str
    ended: str


class OnTheLastDay(_Said):
    """A row is about the last day of a period, which this column holds; it counts in the periods that end then."""

    last_day: str


class Source(_Said):
    """Where the definition comes from. `module` is the part of the return that must be loaded, where one part is enough
    to be without: a year whose social workers were never sent has no figure, and not a figure of nought. `or_list` is
    a list of the council's own that will do instead, for the years it speaks of; with no module it is needed."""

    return_: Literal["SSDA903", "CIN census"] = Field(alias="return")
    module: str = ""
    or_list: Literal["", "lead workers"] = ""
    says: str
    guide: str


class Measure(_Said):
    """One measure: which rows of which journey count, above and below the line, when, and what is good.

    A `percent` counts rows below the line by `where`, and of those above the line by `above`. A `rate` counts rows
    by `where` above the line, and the children aged 0 to 17 living in the place below it, per `per` children. A `mean`
    adds up the whole numbers of one column (`average`) over rows by `where`, and divides by how many there are; a row
    where the column is blank is in neither.

    `row` is the measure's number in the register of indicators it was taken from, None where no register has it.
    `starter` marks the ten that a scorecard shows until the council declares its own. `differs` says how the count
    differs from the published figure of the same name.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    row: Annotated[int, Field(ge=1, le=57)] | None = None
    group: Group
    starter: bool = False
    title: str
    short_title: str
    question: str
    unit: str
    kind: Literal["percent", "rate", "mean"]
    per: int = 100
    journey: str
    counts: OnADate | WhileBetween | OnTheLastDay
    where: tuple[Condition, ...] = ()
    above: tuple[Condition, ...] = ()
    average: str = ""
    each: Literal["row", "child"] = "row"
    headline: SplitValue = "all"
    every: tuple[Every, ...]
    usual: Every
    needs_months_before: int = 0
    needs_months_after: int = 0
    splits: tuple[Split, ...]
    good_is: GoodIs | None
    good_is_source: str
    design_effect: float = 1.0
    design_effect_source: str = ""
    seasonal: bool = False
    accountability: Literal["population", "how much", "how well", "better off"]
    balance: tuple[str, ...] = ()
    disclosure: Literal["small numbers"] = "small numbers"
    source: Source
    watch_for: str
    differs: str = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.usual not in self.every:
            raise ValueError("the usual period must be one of `every`")
        if (self.kind == "percent") != bool(self.above):
            raise ValueError("a percent says what counts above the line; a rate and a mean do not")
        if self.kind == "percent" and self.per != 100:
            raise ValueError("a percent is per 100")
        if (self.kind == "mean") != bool(self.average):
            raise ValueError("a mean says which column it averages; a percent and a rate do not")
        if self.kind == "mean" and (self.per != 1 or self.each != "row"):
            raise ValueError("a mean is per 1 and of rows: the journey has one row for each thing averaged")
        return self

    @property
    def snapshot(self) -> bool:
        """True for a count on a day (the period's last), False for a count of what happened in the period."""
        return not isinstance(self.counts, OnADate)


def read_measure(text: str, *, name: str) -> Measure:
    """The measure a YAML text says. Raises Problem that names the file and what is wrong."""
    try:
        return Measure.model_validate(from_yaml(text))
    except (ValueError, yaml.YAMLError) as wrong:
        raise Problem(
            f"The measure definition {name} cannot be used: {wrong}",
            to_fix="Compare it with docs/decisions/0001-the-language-of-measures.md and the other measures beside it.",
        ) from wrong


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure that ships with Turncurve, by id: the starter ten first, in the order a scorecard shows them."""
    folder = resources.files("turncurve.definitions") / "measures"
    found = [
        read_measure(file.read_text(encoding="utf-8"), name=file.name)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    ]
    return {measure.id: measure for measure in found}


def starters() -> tuple[Measure, ...]:
    """The ten that a scorecard shows until the council declares its own."""
    return tuple(one for one in measures().values() if one.starter)


def measure(identity: str) -> Measure:
    """The measure of that id. Raises Problem that lists the ids there are."""
    try:
        return measures()[identity]
    except KeyError:
        raise Problem(
            f"There is no measure called '{identity}'.", to_fix=f"Use one of: {', '.join(measures())}."
        ) from None
