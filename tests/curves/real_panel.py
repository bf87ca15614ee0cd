"""Real authorities' published curves, arbitrary dates in them and forecasts of them.

The settings are those of section 8 of the curves method, on the 108 authorities there are figures for, with the prior
that half of the authorities teach tried on the other half.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import polars as pl
from tests.support.shared import SHARED

from turncurve.curves import departures, grid_for, learned_prior
from turncurve.curves.filtering import log_weights, run_filter
from turncurve.curves.mixtures import normalised, quantiles

# Short code: (its denominator or count, whether low is good). None: 300 below a percentage, 1/400 for a rate.
PERCENT = {
    "CareLeaverAcc": ("NoCareLeavers", False), "CareLeaverEET": ("NoCareLeavers", False),
    "LACStable_2016on": ("LACnum", True), "LACDistance": ("LACnum", True), "PrevRegCPR": ("CPP_Abuse", True),
    "ReReferral": ("CPP_Total_NumRef", True), "CP_conf_15days": ("CPP_Abuse", False),
    "Continue_Assess_Comp": ("CPP_Total_NumRef", False), "LAC_LongStable%": ("LAC_LongStableNum", False),
    "SEN_EHC_Excpt_20wks": (None, False), "TotPerAbNew": (None, True), "LAC_Pers_Abs": (None, True),
    "Work_Force_Agecy_Rate": (None, True),
}  # fmt: skip
RATE = {
    "LAC": ("LACnum", True), "CPP_rate": ("CPP_Num", True), "LAC_Start_Rate": ("LACnum_Start", True),
    "CIN": (None, True), "CPP_Total_Rateper10,000": ("CPP_Total_NumRef", True), "FirstYJS": (None, True),
}  # fmt: skip
YEARS = range(2016, 2026)
LAIT = SHARED / "data/lait/lait_2026-04-08.parquet"
# What a forecast says: its 95% and 80% intervals and its median.
CHANCES = (0.025, 0.1, 0.5, 0.9, 0.975)


@dataclass(frozen=True)
class Indicator:
    """One indicator on the scale of the model: figures and variances (authorities, years), packed to the left."""

    z: np.ndarray
    v: np.ndarray
    relative: np.ndarray
    percent: bool
    low_is_good: bool


@cache
def panel():
    table = pl.read_parquet(LAIT).filter(pl.col("LA Number") < 970)
    table = table.with_columns(
        x=pl.col("Values").cast(pl.Float64, strict=False),
        year=pl.col("Years").str.slice(0, 4).cast(pl.Int64, strict=False),
    ).filter(pl.col("year").is_in(list(YEARS)))
    places = sorted(table["LA and Regions"].unique())

    def wide(code):
        rows = table.filter(pl.col("Short Desc") == code).select("LA and Regions", "year", "x").iter_rows()
        known = {(place, year): x for place, year, x in rows if x is not None}
        return np.array([[known.get((place, year), np.nan) for year in YEARS] for place in places])

    return {code: indicator(wide, code) for code in (*PERCENT, *RATE)}


def indicator(wide, code):
    percent = code in PERCENT
    beside, low_is_good = (PERCENT if percent else RATE)[code]
    x = wide(code)
    n = wide(beside) if beside else np.full_like(x, np.nan)
    if percent:
        n = np.where(n > 0, n, 300.0)
        p = (x / 100 * n + 0.5) / (n + 1)
        z, v = np.log(p / (1 - p)), 1 / ((n + 1) * p * (1 - p))
    else:
        z = np.log(np.where(x > 0, x, np.nan))
        v = np.where(n > 0, 1 / np.where(n > 0, n, 1), 1 / 400)
    z = z[(~np.isnan(x)).sum(axis=1) >= 7]
    v = v[(~np.isnan(x)).sum(axis=1) >= 7]
    seen = ~np.isnan(z).all(axis=0)
    z, v = z[:, seen], v[:, seen]
    relative = z - np.nanmedian(z, axis=0)
    order = np.argsort(np.isnan(z), axis=1, kind="stable")
    return Indicator(
        z=np.take_along_axis(z, order, 1), v=np.take_along_axis(np.where(np.isnan(z), np.nan, v), order, 1),
        relative=np.take_along_axis(relative, order, 1), percent=percent, low_is_good=low_is_good,
    )  # fmt: skip


def learned_from_the_others(one, chosen, *, history):
    """Grids for the places of even and of odd number (two), each with the prior its others teach up to `history`."""
    z, v = one.relative[chosen, :history], one.v[chosen, :history]
    grid = grid_for("year")
    return [
        replace(grid, log_prior=np.log(learned_prior(z[not_own::2], v[not_own::2], grid=grid))) for not_own in (1, 0)
    ]


def placebo():
    """The p values of arbitrary dates on real curves, relative to the median authority."""
    ps = []
    for one in panel().values():
        for before in (6, 7):
            z, v = one.relative[:, : before + 3], one.v[:, : before + 3]
            if z.shape[1] < before + 3:
                continue
            whole = ~np.isnan(z).any(axis=1)
            for own, grid in enumerate(learned_from_the_others(one, whole, history=before)):
                found = departures(
                    z[whole][own::2], v[whole][own::2], after=np.arange(before + 3) >= before,
                    good_is="lower" if one.low_is_good else "higher", grid=grid, ramp_over=1,
                )  # fmt: skip
                ps.append(found.p_own)
    return np.concatenate(ps)


@dataclass(frozen=True)
class Trial:
    """Forecasts to make of one indicator from one origin: places chosen (of all), years before it and ahead of it, and
    what came (chosen, ahead), NaN where nothing did."""

    one: Indicator
    chosen: np.ndarray
    history: int
    came: np.ndarray

    @property
    def ahead(self):
        return self.came.shape[1]


def trials():
    """Every indicator from origins after seven and nine years, up to three years ahead."""
    for one in panel().values():
        for history in (7, 9):
            ahead = min(3, one.z.shape[1] - history)
            if ahead > 0:
                chosen = ~np.isnan(one.z[:, :history]).any(axis=1)
                yield Trial(one=one, chosen=chosen, history=history, came=one.z[chosen, history : history + ahead])


def foretold(trial):
    """Our forecasts: the values at `CHANCES` (chances, chosen, ahead), each with the prior the other half teach."""
    last = trial.history + trial.ahead
    z, v = trial.one.z[trial.chosen, :last].copy(), trial.one.v[trial.chosen, :last].copy()
    z[:, trial.history :] = v[:, trial.history :] = np.nan
    marks = np.empty((len(CHANCES), *trial.came.shape))
    for own, grid in enumerate(learned_from_the_others(trial.one, trial.chosen, history=trial.history)):
        filtered = run_filter(z[own::2, :, None], v[own::2], grid=grid)
        weight = normalised(log_weights(filtered, grid=grid, before=np.arange(last) < trial.history))[:, None]
        mean = filtered.predicted[:, :, trial.history :].swapaxes(1, 2)
        variance = filtered.predicted_variance[:, :, trial.history :].swapaxes(1, 2)
        spread = np.sqrt(variance + grid.s2 + v[own::2, trial.history - 1][:, None, None])
        for n, chance in enumerate(CHANCES):
            marks[n, own::2] = quantiles(chance, weight=weight, mean=mean, spread=spread)
    return marks


def scored(trial, marks):
    """Of each figure that came: inside the 80% and the 95% interval (NaN where there is none), interval score, error."""
    one = trial.one
    back = (lambda z: 100 / (1 + np.exp(-z))) if one.percent else np.exp
    change_z = np.nanmean(np.abs(np.diff(one.z, axis=1)))
    change = np.nanmean(np.abs(np.diff(back(one.z), axis=1)))
    known = ~np.isnan(trial.came)
    y = trial.came[known]
    lo95, lo80, middle, hi80, hi95 = (mark[known] for mark in marks)
    held = [np.where(np.isnan(lo), np.nan, (lo <= y) & (y <= hi)) for lo, hi in ((lo80, hi80), (lo95, hi95))]
    score = (hi95 - lo95 + 40 * (np.maximum(lo95 - y, 0) + np.maximum(y - hi95, 0))) / change_z
    return np.stack([*held, score, np.abs(back(middle) - back(y)) / change], axis=1)


def no_change(trial):
    """The last figure carried on, with no interval."""
    marks = np.full((len(CHANCES), *trial.came.shape), np.nan)
    marks[CHANCES.index(0.5)] = trial.one.z[trial.chosen, trial.history - 1][:, None]
    return marks


def coverage():
    """Of every forecast: inside its 80% and 95% interval, interval score, error, and the error of no change."""
    rows = [np.column_stack([scored(one, foretold(one)), scored(one, no_change(one))[:, -1]]) for one in trials()]
    return np.concatenate(rows)
