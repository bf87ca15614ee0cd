"""What else people call a thing, for those who search."""

from collections.abc import Sequence
from functools import cache
from importlib import resources

import yaml
from pydantic import TypeAdapter, ValidationError

from turncurve.definitions.reading import from_yaml
from turncurve.words.problems import Problem


@cache
def synonyms() -> tuple[tuple[str, ...], ...]:
    """Phrases that mean the same, a tuple for each thing: the word that pages use, then the others. Raises Problem."""
    text = (resources.files("turncurve.definitions") / "synonyms.yaml").read_text(encoding="utf-8")
    return read_synonyms(text)


def read_synonyms(text: str) -> tuple[tuple[str, ...], ...]:
    """The synonyms a YAML text says. Raises Problem that says what is wrong."""
    try:
        return TypeAdapter(tuple[tuple[str, ...], ...]).validate_python(from_yaml(text))
    except (ValidationError, yaml.YAMLError) as wrong:
        raise Problem(
            f"The list of synonyms cannot be used: {wrong}", to_fix="Write a list of lists of words, as YAML."
        ) from wrong


def with_synonyms(text: str, *, among: Sequence[Sequence[str]]) -> str:
    """What else a text's things are called: every phrase of each thing that it names by one of them."""
    said = f" {text.casefold()}"
    return " ".join(phrase for one in among if any(f" {known}" in said for known in one) for phrase in one)
