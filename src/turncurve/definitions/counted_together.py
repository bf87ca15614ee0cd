"""Which measures are counted from the same rows, so that what changes one changes them all."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from turncurve.definitions.measures import measures
from turncurve.definitions.reading import from_yaml


@cache
def counted_together() -> Mapping[str, tuple[str, ...]]:
    """The measures counted from the same rows as each that is named. KeyError for one there is not."""
    text = (resources.files("turncurve.definitions") / "counted_together.yaml").read_text(encoding="utf-8")
    said: dict[str, list[str]] = from_yaml(text)
    return {measures()[first].id: tuple(measures()[one].id for one in others) for first, others in said.items()}


def with_those_counted_together(named: Iterable[str]) -> tuple[str, ...]:
    """The measures named and those counted from the same rows, in the order of the scorecard."""
    every = {other for one in named for other in (one, *counted_together().get(one, ()))}
    return tuple(one for one in measures() if one in every)
