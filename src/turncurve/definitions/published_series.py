"""Which published figures draw which curve: the schema and reader of `published/series.yaml`."""

from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from turncurve.definitions.measures import SplitValue

Population = Literal["population"]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Said):
    """How one measure's figure is found in a data set of Explore Education Statistics."""

    measure: str
    split: SplitValue
    where: dict[str, str] = Field(default_factory=dict)
    below_where: dict[str, str] = Field(default_factory=dict)
    above: tuple[str, ...]
    below: Population | tuple[str, ...] = ()
    value: str = ""


class DataSet(_Said):
    """A data set of Explore Education Statistics: how it is known, where a council downloads it, what it draws."""

    id: str
    title: str
    publication: str
    download: str
    columns: tuple[str, ...]
    has: dict[str, str] = Field(default_factory=dict)
    figures: tuple[Figure, ...]


class LaitFigure(_Said):
    """How one measure's figure is found in LAIT, by its short codes."""

    measure: str
    split: SplitValue
    value: str = ""
    above: str = ""
    less: str = ""
    below: str = ""


class PublishedSeries(_Said):
    """Everything `series.yaml` says. `not_published` gives the reason a measure has no published figure."""

    ees: tuple[DataSet, ...]
    lait: tuple[LaitFigure, ...]
    not_published: dict[str, str]


@cache
def published_series() -> PublishedSeries:
    """The definitions of published figures."""
    text = (resources.files("turncurve.definitions") / "published" / "series.yaml").read_text(encoding="utf-8")
    return PublishedSeries.model_validate(yaml.safe_load(text))
