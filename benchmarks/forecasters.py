"""Forecast real authorities' published curves one to three years on, beside the libraries people would use.

Run: .tools/bin/uv run --with statsforecast==2.1.1 python -m benchmarks.forecasters [--write]
The forecasts are those of `tests/curves/real_panel.py`, and need its published table. All forecast the same figures in
one run: the error is in natural units against the mean change in a year, the interval score is on the logit or log
scale against the same, and the time is of one processor, a series. `--write` puts the table in
docs/reference/benchmarks.md.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np
from benchmarks.benchmarks_page import write_section
from statsforecast.models import (
    AutoARIMA,
    AutoETS,
    AutoTheta,
    DynamicOptimizedTheta,
    SimpleExponentialSmoothingOptimized,
)
from tests.curves.real_panel import CHANCES, Trial, foretold, no_change, scored, trials

Forecaster = Callable[[Trial], np.ndarray]


def library(model: Callable[[], Any], *, intervals: bool = True) -> Forecaster:
    """A library's model, fitted to each history by itself."""
    names = ("lo-95", "lo-80", "mean", "hi-80", "hi-95")

    def forecast(trial: Trial) -> np.ndarray:
        marks = np.full((len(CHANCES), *trial.came.shape), np.nan)
        for n, series in enumerate(trial.one.z[trial.chosen, : trial.history]):
            said = model().forecast(y=series, h=trial.ahead, level=[80, 95] if intervals else None)
            marks[:, n] = [said.get(name, np.nan) * np.ones(trial.ahead) for name in names]
        return marks

    return forecast


FORECASTERS: dict[str, Forecaster] = {
    "**Turncurve**, prior learned from the other half": foretold,
    "no change": no_change,
    "simple exponential smoothing (statsforecast)": library(SimpleExponentialSmoothingOptimized, intervals=False),
    "AutoETS (statsforecast)": library(lambda: AutoETS(season_length=1)),
    "AutoTheta (statsforecast)": library(lambda: AutoTheta(season_length=1)),
    "DynamicOptimizedTheta (statsforecast)": library(lambda: DynamicOptimizedTheta(season_length=1)),
    "AutoARIMA (statsforecast)": library(lambda: AutoARIMA(season_length=1)),
}


def measured() -> dict[str, tuple[np.ndarray, float]]:
    """By forecaster: of every forecast what `scored` says, and milliseconds a series."""
    found: dict[str, tuple[np.ndarray, float]] = {}
    tried = list(trials())
    for name, forecast in FORECASTERS.items():
        rows, spent = [], 0.0
        for trial in tried:
            began = time.process_time()
            marks = forecast(trial)
            spent += time.process_time() - began
            rows.append(scored(trial, marks))
        found[name] = np.concatenate(rows), 1000 * spent / sum(len(one.came) for one in tried)
        print(name, file=sys.stderr, flush=True)
    return found


def main() -> None:
    """Measure, and print or write the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="put the figures into the manual")
    chosen = asked.parse_args()
    found = measured()
    many = len(next(iter(found.values()))[0])
    lines = [
        "| Forecaster | Error | 80% holds | 95% holds | Interval score | Milliseconds a series |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, (rows, took) in found.items():
        held80, held95, score, error = rows.mean(axis=0)
        bands = [f"{100 * one:.0f}%" if np.isfinite(one) else "none" for one in (held80, held95)]
        scored = f"{score:.1f}" if np.isfinite(score) else "none"
        lines.append(f"| {name} | {error:.3f} | {bands[0]} | {bands[1]} | {scored} | {took:.1f} |")
    print("\n".join(lines))
    if chosen.write:
        write_section(
            "Forecasts of real authorities, beside libraries",
            said=(
                f"{datetime.now(tz=UTC):%-d %B %Y}, {os.cpu_count()} processors ({platform.machine()}), Python "
                f"{platform.python_version()}, statsforecast 2.1.1. {many:,} forecasts of nineteen published "
                "indicators, one to three years on; error against the mean change in a year, in natural units; the "
                "interval score against the same, on the model's scale. To measure again: `benchmarks/forecasters.py`."
            ),
            table=lines,
        )


if __name__ == "__main__":
    main()
