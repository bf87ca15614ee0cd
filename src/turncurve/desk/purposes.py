"""Why somebody does what must have a reason, in words."""

from collections.abc import Collection
from typing import Final

from turncurve.words.problems import Problem

_SHORTEST: Final = 5
_LONGEST: Final = 300


def purpose_of(said: str) -> str:
    """The purpose as it is written down. Raises Problem where none is given, or more than the audit can hold."""
    purpose = " ".join(said.split())
    if len(purpose) < _SHORTEST:
        raise Problem("This needs a reason, and it is written down.", to_fix="Say why, in a few words.")
    if len(purpose) > _LONGEST:
        raise Problem(
            f"The reason has {len(purpose)} letters; the audit holds {_LONGEST}.", to_fix="Say it more shortly."
        )
    return purpose


def names_no_child(purpose: str, *, children: Collection[str]) -> None:
    """Raises Problem where a purpose holds the number of one of these children: it is kept for ever."""
    words = {word.strip(".,;:()'\"").casefold() for word in purpose.split()}
    if words & {child.casefold() for child in children}:
        raise Problem(
            "The reason holds a child's number.",
            to_fix="Say why without the number: the reason is kept for ever.",
        )
