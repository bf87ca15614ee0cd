"""How the quality of data is counted, and when it is called poor."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal, Self, TypeVar

from pydantic import Field, model_validator

from turncurve.definitions.conditions import Condition, Said
from turncurve.definitions.counted_together import with_those_counted_together
from turncurve.definitions.measures import measures
from turncurve.definitions.reading import from_yaml

Dimension = Literal["completeness", "timeliness", "consistency"]


class Cell(Said):
    """A cell that some measures need, in the rows of a reported table that pass `where`."""

    table: str
    column: str
    where: tuple[Condition, ...] = ()
    needed_by: tuple[str, ...] = Field(min_length=1)


class Timely(Said):
    """A kind of row that should be in the return of the year in which it `happened`, known by `named_by`."""

    table: str
    named_by: tuple[str, ...]
    happened: str
    needed_by: tuple[str, ...] = Field(min_length=1)


class DataQuality(Said):
    """Everything `data_quality.yaml` says."""

    poor_below: Mapping[Dimension, float]
    source: str
    cells: tuple[Cell, ...]
    timely: tuple[Timely, ...]

    @model_validator(mode="after")
    def _known_measures(self) -> Self:
        named = {one for part in (*self.cells, *self.timely) for one in part.needed_by}
        if named - set(measures()):
            raise ValueError(f"there is no measure called {', '.join(sorted(named - set(measures())))}")
        return self


@cache
def data_quality() -> DataQuality:
    """The definition that ships with Turncurve."""
    text = (resources.files("turncurve.definitions") / "data_quality.yaml").read_text(encoding="utf-8")
    said = DataQuality.model_validate(from_yaml(text))
    return said.model_copy(
        update={
            "cells": tuple(_in_full(one) for one in said.cells),
            "timely": tuple(_in_full(one) for one in said.timely),
        }
    )


_Part = TypeVar("_Part", Cell, Timely)


def _in_full(part: _Part) -> _Part:
    """The part with every measure that is counted from the same rows as those it names."""
    return part.model_copy(update={"needed_by": with_those_counted_together(part.needed_by)})
