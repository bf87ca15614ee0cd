"""Tell ten years of an invented council in memory, beside telling and writing the same years as files.

Run: .venv/bin/python benchmarks/invented_history.py [--seeds N] [--write]
What uses many seeds (a tolerance, a coverage) needs only the history; the peer is the whole invention, files and all,
of the same seeds in the same run. `--write` puts the table in docs/reference/benchmarks.md.
"""

import argparse
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks_page import write_section
from turncurve.made_up import invent, invent_history


def _written(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _ = invent(Path(folder) / "council", seed=seed, progress=lambda _: None)


def _processor_seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    _ = work()
    return time.process_time() - began


def main() -> None:
    """Measure, and print or write the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=5)
    asked.add_argument("--write", action="store_true")
    chosen = asked.parse_args()
    rounds: list[tuple[float, float]] = []
    for seed in range(1, chosen.seeds + 1):
        told = _processor_seconds(lambda seed=seed: invent_history(seed=seed))
        written = _processor_seconds(lambda seed=seed: _written(seed))
        rounds.append((told, written))
        print(f"seed {seed}: told in {told:.1f} s, told and written in {written:.1f} s")
    told, written = (statistics.median(one[i] for one in rounds) for i in (0, 1))
    share = statistics.median(one[0] / one[1] for one in rounds)
    lines = [
        "| Measured, in processor time | Result |",
        "| --- | --- |",
        f"| Ten years told in memory | {told:.1f} s; 200 seeds {200 * told / 60:.0f} minutes of one processor |",
        f"| Told, and written as every return | {written:.1f} s |",
        f"| The history alone, of that | {share:.0%} |",
    ]
    print("\n".join(lines))
    if chosen.write:
        write_section(
            "An invented history",
            said=(
                f"{datetime.now(tz=UTC):%-d %B %Y}, {os.cpu_count()} processors ({platform.machine()}), Python "
                f"{platform.python_version()}, the middle of {chosen.seeds} seeds, on a machine with a load of "
                f"{os.getloadavg()[0]:.0f}. To measure again: "
                "`.venv/bin/python benchmarks/invented_history.py --write`."
            ),
            table=lines,
        )


if __name__ == "__main__":
    main()
