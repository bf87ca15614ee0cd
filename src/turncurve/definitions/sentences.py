"""The sentences the product may print."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from turncurve.definitions.reading import from_yaml


@cache
def verdict_sentences() -> Mapping[str, str]:
    """The sentence of each verdict, with the slots it fills in braces."""
    text = (resources.files("turncurve.definitions") / "sentences" / "verdicts.yaml").read_text(encoding="utf-8")
    return from_yaml(text)
