"""Say what a load did, and where to read what was wrong."""

from collections.abc import Callable

from turncurve.desk.loaded_said import what_was_loaded
from turncurve.desk.loading import Loaded


def say_what_was_loaded(loaded: Loaded, *, say: Callable[[str], None]) -> None:
    """The load in a few lines, and what to read next."""
    for sentence in what_was_loaded(loaded):
        say(sentence)
    if loaded.problems:
        say("Run `turncurve checks --show problems` for each: file, row, field, what was found, what to do.")
    say("Run `turncurve checks` for whether what arrived should be believed, and what to fix first.")
