"""Which published figures draw which curve: the schema and reader of `published/series.yaml`."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from turncurve.definitions.measures import SplitValue
from turncurve.definitions.reading import from_yaml
from turncurve.words.measuring import GoodIs

Population = Literal["population"]
# One spelling, or several that releases have used for the same thing.
Spelled = str | tuple[str, ...]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Figure(_Said):
    """How one measure's figure is found in a data set of Explore Education Statistics."""

    measure: str
    split: SplitValue
    where: dict[str, Spelled] = Field(default_factory=dict)
    below_where: dict[str, Spelled] = Field(default_factory=dict)
    above: tuple[str, ...]
    below: Population | tuple[str, ...] = ()
    value: str = ""


class DataSet(_Said):
    """A data set of Explore Education Statistics: how it is known, where a council downloads it, what it draws.

    `columns` and everything else name columns as the newest release does; `also` gives the names that older releases
    used for them. `has` are values that must all be there, by which data sets of the same columns are told apart.
    """

    id: str
    title: str
    publication: str
    download: str
    columns: tuple[str, ...]
    also: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    has: dict[str, tuple[str, ...]] = Field(default_factory=dict)
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
    """Everything `series.yaml` says. `not_published` gives the reason a measure has no published figure.

    `lait_names` are LAIT's long names by its short codes, for its downloads that have only the names.
    """

    ees: tuple[DataSet, ...]
    lait: tuple[LaitFigure, ...]
    lait_names: dict[str, str]
    not_published: dict[str, str]


@cache
def published_series() -> PublishedSeries:
    """The definitions of published figures."""
    text = (resources.files("turncurve.definitions") / "published" / "series.yaml").read_text(encoding="utf-8")
    return PublishedSeries.model_validate(from_yaml(text))


@cache
def curves_by_chance() -> Mapping[str, GoodIs]:
    """LAIT's short codes of the usual curves a random authority's ten are drawn from, and which way each is good."""
    text = (resources.files("turncurve.definitions") / "published" / "by_chance.yaml").read_text(encoding="utf-8")
    said: dict[GoodIs, list[str]] = from_yaml(text)
    return {code: good_is for good_is, codes in said.items() for code in codes}
