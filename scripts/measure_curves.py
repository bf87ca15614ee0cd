"""Measure the method of the curves, beside the rules people use today, and write docs/reference/curve-method.md.

`python -m scripts.measure_curves` in the checkout goes through simulated worlds 4,000 times each; `--worlds 1000` is
quicker and less sure. `--write` writes the page. The part on real authorities needs the published table that the tests
on them need, and is left out without it. The worlds, the rules and the marks are those of the tests (tests/curves), so
that what is printed is what is tested.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.curves import real_panel, test_many, test_worlds
from tests.curves.rules_of_today import RULES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "curve-method.md"
Floats = NDArray[np.float64]
# Series at a time, so that memory stays small and progress is seen.
AT_ONCE = 500
WORLDS = {
    "nothing changes": "N1",
    "it wanders from quarter to quarter": "N2",
    "a bad spell lasts (autocorrelated)": "N3",
    "it drifts (random walk)": "N4",
    "it was improving already": "N5",
}
CHOSEN = ("chosen as the worst of 20", "the same, and bad spells last", "published as a rolling year")


def main(said: Sequence[str]) -> int:
    """Measure, and print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    _ = parser.add_argument("--worlds", type=int, default=4000, help="how many of each simulated world (4,000)")
    _ = parser.add_argument("--write", action="store_true", help="write docs/reference/curve-method.md")
    asked = parser.parse_args(said)
    began = time.monotonic()
    parts = [*head(asked.worlds), *false_claims(asked.worlds), *power(asked.worlds), *ten_at_once()]
    there = real_panel.LAIT.is_file()
    parts += real_authorities() if there else ["(Real authorities were not measured: their table was not there.)"]
    text = "\n".join(parts) + "\n"
    print(text)
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    if asked.write:
        _ = PAGE.write_text(text, encoding="utf-8")
    return 0


def head(worlds: int) -> list[str]:
    """What the page is, and when and how it was made."""
    machine = f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"
    said = (
        f"Made by `.venv/bin/python -m scripts.measure_curves --worlds {worlds} --write` on "
        f"{datetime.now(tz=UTC):%-d %B %Y} ({machine}). The worlds, rules and marks are those of `tests/curves`, where "
        "a rate fails when its 95% Monte Carlo interval lies wholly beyond its mark. [What the method "
        "is](../explanation/verdicts.md), and [why it is needed](../explanation/by-chance.md)."
    )
    return [
        "# The method of the curves, measured",
        "",
        said,
        "",
    ]


def chunks(worlds: int, what: str) -> list[tuple[int, np.random.Generator]]:
    """How many series at a time, each with its own chance, the same on every machine."""
    return [
        (min(AT_ONCE, worlds - first), np.random.default_rng([2026, first, *what.encode()]))
        for first in range(0, worlds, AT_ONCE)
    ]


def series_of(world: str, many: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Series of a world with nothing turned, and their variances."""
    if world == CHOSEN[0]:
        return test_worlds.chosen_as_the_worst_of_twenty(test_worlds.over_dispersed, chance, many)
    if world == CHOSEN[1]:
        return test_worlds.chosen_as_the_worst_of_twenty(test_worlds.autoregressive, chance, many)
    if world == CHOSEN[2]:
        return test_worlds.rolling_four_quarters(chance, many)
    make: Callable[..., Floats] = test_worlds.WORLDS[WORLDS[world]]
    return test_worlds.observed(make(chance, many, test_worlds.BEFORE + test_worlds.AFTER), chance)


OURS = "**Turncurve**, at the eighth quarter"
TWO_LOOKS = "**Turncurve**, both looks (p < .015 at the fourth, .04 at the eighth)"
GUARDED = "**Turncurve**, told that the curve was chosen for being bad"


def claims(z: Floats, v: Floats) -> dict[str, NDArray[Any]]:
    """Which series each rule, and ours, would call turned."""
    said = {name: rule(z, before=test_worlds.BEFORE) for name, rule in RULES.items()}
    last, first = test_worlds.found(z, v).p, test_worlds.found(z, v, after_n=4).p
    said[OURS] = last < 0.05
    said[TWO_LOOKS] = (first < 0.015) | (last < 0.04)
    said[GUARDED] = test_worlds.found(z, v, drop=4).p < 0.05
    return said


def rates(worlds: int, names: Sequence[str], *, fall: float = 0.0) -> dict[str, list[float]]:
    """Of each rule, the share of series it would call turned, by world; with `fall`, after such a step."""
    found: dict[str, list[float]] = {}
    for name in names:
        counts: dict[str, int] = {}
        for many, chance in chunks(worlds, name):
            z, v = fallen(name, many, chance, fall=fall) if fall else series_of(name, many, chance)
            for rule, claimed in claims(z, v).items():
                counts[rule] = counts.get(rule, 0) + int(claimed.sum())
        for rule, count in counts.items():
            found.setdefault(rule, []).append(count / worlds)
        print(f"{name}: done", file=sys.stderr)
    return found


def fallen(world: str, many: int, chance: np.random.Generator, *, fall: float) -> tuple[Floats, Floats]:
    """Series that fell by so much, on the logit, at the date."""
    make: Callable[..., Floats] = test_worlds.WORLDS[WORLDS[world]]
    level = make(chance, many, test_worlds.BEFORE + test_worlds.AFTER)
    level[:, test_worlds.BEFORE :] -= fall
    return test_worlds.observed(level, chance)


def table(found: dict[str, list[float]], names: Sequence[str]) -> list[str]:
    """Rules down, worlds across, per cent."""
    lines = ["| Rule | " + " | ".join(names) + " |", "| --- |" + " ---: |" * len(names)]
    return [
        *lines,
        *(f"| {rule} | " + " | ".join(f"{100 * one:.1f}" for one in row) + " |" for rule, row in found.items()),
    ]


def false_claims(worlds: int) -> list[str]:
    """How often it is said to have turned where nothing did."""
    names = [*WORLDS, *CHOSEN]
    said = (
        "Of 100 curves in which nothing turned, how many would be said to have turned? Twenty quarters before the date "
        "and eight after, of 60 children a quarter, about 25% of them counted, and fewer is better. Every rule is "
        f"one-sided, at 5% where it has such a thing. {worlds:,} curves of each kind: a rate of 5% is sure to within "
        f"{196 * np.sqrt(0.05 * 0.95 / worlds):.1f} points."
    )
    marks = (
        "Marks: ours 6.5 or less at the eighth quarter and 5.5 over both looks in the first five columns; 4 or less in "
        "the last three when told that the curve was chosen for being bad, as every obsession is taken to be unless "
        "its declaration says otherwise. Rolling figures are refused outright; the last column shows why."
    )
    return [
        "## Where nothing turned",
        "",
        said,
        "",
        *table(rates(worlds, names), names),
        "",
        marks,
        "",
    ]


def power(worlds: int) -> list[str]:
    """How often a turn is seen."""
    names = list(WORLDS)[:4]
    lines = ["## Where it did turn", ""]
    for fall, says in ((0.6, "from 25% to 15.5%"), (1.0, "from 25% to 11%")):
        found = rates(worlds // 2, names, fall=fall)
        lines += [
            f"A step at the date {says}. Of 100 such curves, how many are seen? ({worlds // 2:,} of each kind.)",
            "",
        ]
        lines += [*table(found, names), ""]
    marks = (
        "Marks: ours at the eighth quarter 79 in the first column and 58 in the others for the smaller step, 90 for "
        "the larger. A rule that claims a great deal where nothing turned also sees a great deal here: read the two "
        "together."
    )
    return [*lines, marks, ""]


def ten_at_once() -> list[str]:
    """Ten curves of one authority, checked together."""
    authorities = 300
    said = (
        f"{authorities} authorities with ten curves each, of mixed kinds and on shocks they share; some truly turned. "
        "What stands is what passes Benjamini and Hochberg's rule at 10%."
    )
    lines = [
        "## Ten curves at once",
        "",
        said,
        "",
        "| Truly turned | Said to have turned | Of these, wrong | Authorities with any wrong | Turned and seen |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    for turned in (0, 2, 4, 6):
        claimed, truly = test_many.claims(np.random.default_rng([42, turned]), authorities, turned=turned)
        wrong = claimed & ~truly
        share = (wrong.sum(axis=1) / np.maximum(claimed.sum(axis=1), 1)).mean()
        seen = f"{100 * (claimed & truly).sum() / truly.sum():.0f}%" if turned else "none to see"
        lines.append(
            f"| {turned} | {claimed.sum(axis=1).mean():.2f} | {100 * share:.1f}% | "
            f"{100 * wrong.any(axis=1).mean():.1f}% | {seen} |"
        )
    return [*lines, "", "Marks: any claim where none turned in 6% or less; wrong ones 10% or less of what is said.", ""]


def real_authorities() -> list[str]:
    """Placebo dates, and forecasts, on published curves."""
    ps = real_panel.placebo()
    rows = real_panel.coverage()
    inside80, inside95, score, error, no_change = rows.mean(axis=0)
    places = max(one.z.shape[0] for one in real_panel.panel().values())
    shares = "; ".join(f"p < {level} in {100 * (ps < level).mean():.1f}%" for level in (0.05, 0.10, 0.25))
    held = f"80% holds {100 * inside80:.1f}%, 95% holds {100 * inside95:.1f}%"
    return [
        "## On real authorities",
        "",
        f"Nineteen indicators of up to {places} authorities as the Department publishes them (LAIT, April 2026).",
        "",
        "| What | Measured | Mark |",
        "| --- | --- | --- |",
        f"| {ps.size:,} arbitrary dates, relative to the median authority | {shares} | 3.5 to 6.5; 8 to 12; 22 to 28 |",
        f"| {len(rows):,} forecasts, 1 to 3 years ahead: the bands | {held} | 78 to 86; 93 to 97 |",
        f"| the same: error, against the mean change in a year | {error:.3f} (no change: {no_change:.3f}) | .98 |",
        f"| the same: interval score | {score:.2f} | 7.1 |",
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
