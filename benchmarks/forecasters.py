"""Forecast real authorities' published curves one to three years on, beside the libraries people would use.

Run: .tools/bin/uv run --with statsforecast==2.1.1 benchmarks/forecasters.py [--write]
The curves are the nineteen indicators of `tests/curves/test_real_panel.py`, and need its published table; origins are
after seven and nine years, and ours has the prior that one half of the authorities teach, tried on the other half.
All forecast the same figures in one run: the error is in natural units
against the mean change in a year, the interval score is on the logit or log scale against the same, and the time is of
one processor, a series. `--write` puts the table in docs/reference/benchmarks.md.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from statsforecast.models import (
    AutoARIMA,
    AutoETS,
    AutoTheta,
    DynamicOptimizedTheta,
    SimpleExponentialSmoothingOptimized,
)

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.curves import test_real_panel as real  # noqa: E402 # the checkout's own panel

from benchmarks_page import write_section  # noqa: E402
from turncurve.curves.filtering import log_weights, run_filter  # noqa: E402
from turncurve.curves.mixtures import normalised, quantiles  # noqa: E402

CHANCES = (0.025, 0.1, 0.5, 0.9, 0.975)
# Marks (chances, N, horizon) of N histories (N, T).
Marks = np.ndarray
Forecaster = Callable[[np.ndarray, int], Marks]


def ours(one: Any, chosen: np.ndarray, *, history: int, ahead: int) -> Marks:
    """The product's forecast of every chosen place, in the order of the places."""
    z, v = one.z[chosen, : history + ahead].copy(), one.v[chosen, : history + ahead].copy()
    z[:, history:] = v[:, history:] = np.nan
    marks = np.empty((len(CHANCES), len(z), ahead))
    for own, grid in enumerate(real.learned_from_the_others(one, chosen, history=history)):
        filtered = run_filter(z[own::2, :, None], v[own::2], grid=grid)
        weight = normalised(log_weights(filtered, grid=grid, before=np.arange(history + ahead) < history))
        noise = grid.s2 + v[own::2][:, history - 1][:, None]
        for step in range(ahead):
            spread = np.sqrt(filtered.predicted_variance[:, :, history + step] + noise)
            for n, chance in enumerate(CHANCES):
                mean = filtered.predicted[:, :, history + step]
                marks[n, own::2, step] = quantiles(chance, weight=weight, mean=mean, spread=spread)
    return marks


def no_change(z: np.ndarray, ahead: int) -> Marks:
    """The last figure carried on, with no interval."""
    marks = np.full((len(CHANCES), len(z), ahead), np.nan)
    marks[2] = z[:, -1:]
    return marks


def library(model: Callable[[], Any]) -> Forecaster:
    """A library's model, fitted to each history by itself."""

    def forecast(z: np.ndarray, ahead: int) -> Marks:
        marks = np.full((len(CHANCES), len(z), ahead), np.nan)
        for n, series in enumerate(z):
            said = model().forecast(y=series, h=ahead, level=[80, 95])
            marks[:, n] = [said[name] for name in ("lo-95", "lo-80", "mean", "hi-80", "hi-95")]
        return marks

    return forecast


def simple(z: np.ndarray, ahead: int) -> Marks:
    """Simple exponential smoothing, with no interval of its own."""
    marks = np.full((len(CHANCES), len(z), ahead), np.nan)
    for n, series in enumerate(z):
        marks[2, n] = SimpleExponentialSmoothingOptimized().forecast(y=series, h=ahead)["mean"]
    return marks


LIBRARIES: dict[str, Forecaster] = {
    "no change": no_change,
    "simple exponential smoothing (statsforecast)": simple,
    "AutoETS (statsforecast)": library(lambda: AutoETS(season_length=1)),
    "AutoTheta (statsforecast)": library(lambda: AutoTheta(season_length=1)),
    "DynamicOptimizedTheta (statsforecast)": library(lambda: DynamicOptimizedTheta(season_length=1)),
    "AutoARIMA (statsforecast)": library(lambda: AutoARIMA(season_length=1)),
}
OURS = "**Turncurve**, prior learned from the other half"


def held(lo: np.ndarray, y: np.ndarray, hi: np.ndarray) -> np.ndarray:
    """1 where the interval held what came, 0 where not, NaN where there is none."""
    return np.where(np.isnan(lo), np.nan, (lo <= y) & (y <= hi))


def measured() -> dict[str, list[float]]:
    """By forecaster: error, coverage at 80% and 95%, interval score, and milliseconds a series."""
    rows: dict[str, list[np.ndarray]] = {}
    spent: dict[str, list[float]] = {}
    for code, one in real.panel().items():
        back = (lambda z: 100 / (1 + np.exp(-z))) if one.percent else np.exp
        change_z = np.nanmean(np.abs(np.diff(one.z, axis=1)))
        change = np.nanmean(np.abs(np.diff(back(one.z), axis=1)))
        for history in (7, 9):
            ahead = min(3, one.z.shape[1] - history)
            if ahead <= 0:
                continue
            chosen = ~np.isnan(one.z[:, :history]).any(axis=1)
            came = one.z[chosen, history : history + ahead]
            known = ~np.isnan(came)
            for name in (OURS, *LIBRARIES):
                began = time.process_time()
                if name == OURS:
                    marks = ours(one, chosen, history=history, ahead=ahead)
                else:
                    marks = LIBRARIES[name](one.z[chosen, :history], ahead)
                spent.setdefault(name, []).append((time.process_time() - began) / len(came))
                lo95, lo80, middle, hi80, hi95 = (mark[known] for mark in marks)
                y = came[known]
                score = (hi95 - lo95 + 40 * (np.maximum(lo95 - y, 0) + np.maximum(y - hi95, 0))) / change_z
                held = [
                    np.where(np.isnan(lo), np.nan, (lo <= y) & (y <= hi)) for lo, hi in ((lo80, hi80), (lo95, hi95))
                ]
                rows.setdefault(name, []).append(
                    np.stack([np.abs(back(middle) - back(y)) / change, *held, score], axis=1)
                )
        print(code, file=sys.stderr, flush=True)
    found = {
        name: [*np.concatenate(parts).mean(axis=0).tolist(), 1000 * float(np.mean(spent[name]))]
        for name, parts in rows.items()
    }
    return {**found, "forecasts": [float(len(np.concatenate(rows[OURS])))]}


def main() -> None:
    """Measure, and print or write the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="put the figures into the manual")
    chosen = asked.parse_args()
    found = measured()
    (many,) = found.pop("forecasts")
    lines = [
        "| Forecaster | Error | 80% holds | 95% holds | Interval score | Milliseconds a series |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, (error, held80, held95, score, took) in found.items():
        bands = [f"{100 * one:.0f}%" if np.isfinite(one) else "none" for one in (held80, held95)]
        scored = f"{score:.1f}" if np.isfinite(score) else "none"
        lines.append(f"| {name} | {error:.3f} | {bands[0]} | {bands[1]} | {scored} | {took:.1f} |")
    print("\n".join(lines))
    if chosen.write:
        write_section(
            "Forecasts of real authorities, beside libraries",
            said=(
                f"{datetime.now(tz=UTC):%-d %B %Y}, {os.cpu_count()} processors ({platform.machine()}), Python "
                f"{platform.python_version()}, statsforecast 2.1.1. {many:,.0f} forecasts of nineteen published "
                "indicators, one to three years on; error against the mean change in a year, in natural units; the "
                "interval score against the same, on the model's scale. To measure again: `benchmarks/forecasters.py`."
            ),
            table=lines,
        )


if __name__ == "__main__":
    main()
