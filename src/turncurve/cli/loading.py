"""Say what a load did, and list what was wrong."""

from collections import Counter
from collections.abc import Callable

from turncurve.desk.loading import Loaded

_MOST_RULES_SAID = 12


def say_what_was_loaded(loaded: Loaded, *, say: Callable[[str], None]) -> None:
    """The load in a few lines: files, rows in and out, what was repaired, what to read next."""
    say(f"{len(loaded.new_files)} new files; {len(loaded.already_here)} had arrived before and changed nothing.")
    rows_in = sum(file.rows_in for file in loaded.files)
    used = sum(file.rows_used for file in loaded.files)
    say(f"{rows_in:,} rows in = {used:,} used + {loaded.rows_set_aside:,} set aside.")
    for repair in loaded.repairs:
        say(f"Repaired {repair.rows:,}: {repair.what_was_done}")
    rules = Counter(problem.rule for problem in loaded.problems)
    for rule, times in rules.most_common(_MOST_RULES_SAID):
        say(f"To read: {rule} ({times:,})")
    if rules:
        say("Run `turncurve checks --show problems` for each: file, row, field, what was found, what to do.")
    say("Run `turncurve checks` for whether what arrived should be believed, and what to fix first.")
