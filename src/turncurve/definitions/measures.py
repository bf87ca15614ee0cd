"""The small closed language in which a measure is written (decision 0001), and its reader."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from turncurve.words.periods import Every
from turncurve.words.problems import Problem

Split = Literal["locality", "age_band", "unaccompanied"]
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


class Source(_Said):
    """Where the definition comes from."""

    return_: Literal["SSDA903", "CIN census"] = Field(alias="return")
    says: str
    guide: str


class Measure(_Said):
    """One measure: which rows of which journey count, above and below the line, when, and what is good.

    A `percent` counts rows below the line by `where`, and of those above the line by `above`. A `rate` counts rows
    by `where` above the line, and the children aged 0 to 17 living in the place below it, per `per` children.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    title: str
    short_title: str
    question: str
    unit: str
    kind: Literal["percent", "rate"]
    per: int = 100
    journey: str
    counts: OnADate | WhileBetween
    where: tuple[Condition, ...] = ()
    above: tuple[Condition, ...] = ()
    each: Literal["row", "child"] = "row"
    headline: SplitValue = "all"
    every: tuple[Every, ...]
    usual: Every
    needs_months_before: int = 0
    needs_months_after: int = 0
    splits: tuple[Split, ...]
    good_is: Literal["lower", "higher"] | None
    good_is_source: str
    design_effect: float = 1.0
    design_effect_source: str = ""
    seasonal: bool = False
    accountability: Literal["population", "how much", "how well", "better off"]
    balance: tuple[str, ...] = ()
    disclosure: Literal["small numbers"] = "small numbers"
    source: Source
    watch_for: str

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.usual not in self.every:
            raise ValueError("the usual period must be one of `every`")
        if (self.kind == "percent") != bool(self.above):
            raise ValueError("a percent says what counts above the line; a rate does not")
        if self.kind == "percent" and self.per != 100:
            raise ValueError("a percent is per 100")
        return self

    @property
    def snapshot(self) -> bool:
        """True for a count on a day (the period's last), False for a count of what happened in the period."""
        return isinstance(self.counts, WhileBetween)


def read_measure(text: str, *, name: str) -> Measure:
    """The measure a YAML text says. Raises Problem that names the file and what is wrong."""
    try:
        return Measure.model_validate(yaml.safe_load(text))
    except (ValueError, yaml.YAMLError) as wrong:
        raise Problem(
            f"The measure definition {name} cannot be used: {wrong}",
            to_fix="Compare it with docs/decisions/0001-the-language-of-measures.md and the other measures beside it.",
        ) from wrong


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure that ships with Turncurve, by id, in the order the scorecard shows them."""
    folder = resources.files("turncurve.definitions") / "measures"
    found = [
        read_measure(file.read_text(encoding="utf-8"), name=file.name)
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    ]
    return {measure.id: measure for measure in found}


def measure(identity: str) -> Measure:
    """The measure of that id. Raises Problem that lists the ids there are."""
    try:
        return measures()[identity]
    except KeyError:
        raise Problem(
            f"There is no measure called '{identity}'.", to_fix=f"Use one of: {', '.join(measures())}."
        ) from None
