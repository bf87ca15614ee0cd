"""The rules people use today to say that a curve has turned, to measure how often they say it of one that has not.

Each takes series (S, T), of which lower is good, and how many of their periods lie before the date; `RULES` take them on
the scale of the model. It answers which of them it would call turned (S). The sources are those of the curves method, section 3.1.
"""

import numpy as np
from scipy.special import ndtr, stdtr

# Points in a row on one side, and in a row rising or falling, that the NHS's guide calls special (Making Data Count).
SHIFT, TREND = 7, 6
# A moving range's mean over the standard deviation of a normal process (d2 of two).
D2 = 1.128


def last_year_against_the_year_before(z, *, before):
    """The last four periods are better, on average, than the four before the date."""
    return z[:, -4:].mean(axis=1) < z[:, before - 4 : before].mean(axis=1)


def beyond_three_sigma(z, *, before):
    """An XmR chart, its limits fixed on the periods before: a later point lies below the lower one."""
    centre, sigma = _limits(z, before)
    return (z[:, before:] < centre - 3 * sigma).any(axis=1)


def xmr_chart(z, *, before):
    """The same with the NHS's four rules: a point beyond, a shift, a trend, two of three near the limit."""
    centre, sigma = _limits(z, before)
    near = z < centre - 2 * sigma
    falls = np.diff(z, axis=1, prepend=np.inf) < 0
    claimed = beyond_three_sigma(z, before=before)
    for end in range(before + 1, z.shape[1] + 1):
        claimed |= (z[:, end - SHIFT : end] < centre).all(axis=1)
        claimed |= falls[:, end - TREND + 1 : end].all(axis=1)
        claimed |= near[:, end - 3 : end].sum(axis=1) >= 2
    return claimed


def segmented_regression(z, *, before):
    """Level and slope before and after by least squares: the mean effect after, one-sided at 5%."""
    effect, variance, freedom = _segments(z, before, lags=0)
    return stdtr(freedom, effect / np.sqrt(variance)) < 0.05


def segmented_regression_newey_west(z, *, before):
    """The same with standard errors after Newey and West (1987), whose lags are 4 (n / 100) ^ (2 / 9)."""
    lags = int(4 * (z.shape[1] / 100) ** (2 / 9))
    effect, variance, _ = _segments(z, before, lags=lags)
    return ndtr(effect / np.sqrt(variance)) < 0.05


def _limits(z, before):
    history = z[:, :before]
    sigma = np.abs(np.diff(history, axis=1)).mean(axis=1, keepdims=True) / D2
    return history.mean(axis=1, keepdims=True), sigma


def _segments(z, before, *, lags):
    """The mean effect after the date (S), its variance, and the degrees of freedom."""
    periods = z.shape[1]
    t = np.arange(periods, dtype=float)
    after = t >= before
    x = np.stack([np.ones(periods), t, after * 1.0, after * (t - before)], axis=1)
    inverse = np.linalg.inv(x.T @ x)
    found = z @ x @ inverse
    left = z - found @ x.T
    wanted = np.array([0.0, 0.0, 1.0, (t[after] - before).mean()])
    freedom = periods - x.shape[1]
    if not lags:
        return found @ wanted, (left**2).sum(axis=1) / freedom * (wanted @ inverse @ wanted), freedom
    scores = left[:, :, None] * x
    middle = np.einsum("stk,stl->skl", scores, scores)
    for lag in range(1, lags + 1):
        both = np.einsum("stk,stl->skl", scores[:, lag:], scores[:, :-lag])
        middle += (1 - lag / (lags + 1)) * (both + both.swapaxes(1, 2))
    weight = inverse @ wanted
    return found @ wanted, np.einsum("k,skl,l->s", weight, middle, weight), freedom


def of_percentages(rule):
    """The rule asked of percentages, on which control charts are drawn."""
    return lambda z, *, before: rule(100 / (1 + np.exp(-z)), before=before)


RULES = {
    "the last year is better than the year before the date": last_year_against_the_year_before,
    "XmR chart, the NHS's four rules": of_percentages(xmr_chart),
    "XmR chart, a point beyond three sigma": of_percentages(beyond_three_sigma),
    "segmented regression (interrupted time series), least squares": segmented_regression,
    "segmented regression with Newey and West's errors": segmented_regression_newey_west,
}
