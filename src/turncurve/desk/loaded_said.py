"""What a load did, in a few sentences: the same for the command line and for the page of a job."""

from collections import Counter
from typing import Final

from turncurve.desk.loading import Loaded

_MOST_RULES_SAID: Final = 12


def what_was_loaded(loaded: Loaded) -> tuple[str, ...]:
    """Files, rows in and out, what was repaired, and which rules were broken how often. Nothing of any row."""
    rows_in = sum(file.rows_in for file in loaded.files)
    used = sum(file.rows_used for file in loaded.files)
    rules = Counter(problem.rule for problem in loaded.problems)
    return (
        f"{len(loaded.new_files)} new files; {len(loaded.already_here)} had arrived before and changed nothing.",
        f"{rows_in:,} rows in = {used:,} used + {loaded.rows_set_aside:,} set aside.",
        *(f"Repaired {repair.rows:,}: {repair.what_was_done}" for repair in loaded.repairs),
        *(f"To read: {rule} ({times:,})" for rule, times in rules.most_common(_MOST_RULES_SAID)),
    )
