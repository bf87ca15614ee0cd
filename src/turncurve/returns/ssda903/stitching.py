"""Many years of episodes made into one history: the newest return that reports an episode wins."""

from collections.abc import Collection
from functools import reduce
from operator import and_

import polars as pl

from turncurve.returns.arriving import Repair

WHAT_WAS_DONE = {
    "restated-by-a-newer-return": "An episode reported in several returns was taken from the newest.",
    "gave-way-to-one-that-lasted": (
        "An episode that ended the day it began gave way to the one that began the same day and lasted."
    ),
    "open-episode-replaced": (
        "An open episode was left out, because a newer return gives another start for it, or says that the child was "
        "elsewhere when it began."
    ),
    "open-episode-closed-by-the-next": "An episode left open was closed on the day the child's next one began.",
    "open-episode-closed-at-year-end": (
        "An episode left open, after which the child started again later or was never reported again, was closed the "
        "day after the last return that reports it (1 April, so that its 31 March counts), with no reason for ending."
    ),
    "open-episode-lost-in-a-missing-year": (
        "An episode open before a missing return and not reported after it was closed the day after the last return "
        "that reports it; it may have lasted into the missing year."
    ),
    "overlap-cut-at-the-next-start": "An episode that ran past the start of the child's next one was cut there.",
    "gap-closed-where-care-went-on": (
        "An episode that ended because the next began the same day (X1) was carried on to the start of the next, which "
        "does not say that the child started to be looked after again."
    ),
}
# What makes two tellings of an episode the same but for its start (the sector's published repair, rule 3).
_THE_SAME = ("reason_began", "legal_status", "placement_type", "placement_provider", "placement_postcode", "urn")


_CHILD = pl.col("person_id")
_NEXT_BEGAN, _NEXT_YEAR = pl.col("began").shift(-1), pl.col("year").shift(-1)
_FOLLOWED = (_CHILD.shift(-1) == _CHILD).fill_null(value=False)
_PRECEDED = (_CHILD.shift(1) == _CHILD).fill_null(value=False)
_OPEN = pl.col("ended").is_null()
# The first day no return speaks of: that after the 31 March of its year.
_LAST_SEEN = pl.max_horizontal(pl.date(pl.col("year"), 4, 1), pl.col("began"))


def stitch(episodes: pl.DataFrame, *, years: Collection[int]) -> tuple[pl.DataFrame, tuple[Repair, ...]]:
    """One row an episode from rows of all years, by child and start, with every repair counted.

    `years` are those with a return of episodes. Each episode has person_id, began, ended, reason_began, reason_ended
    and year, and may have the columns of `_THE_SAME`. An episode open in the newest year stays open. Source: the rules
    of a valid return (142, 148, 388, 433, 501) and the sector's published repairs (rules 1 to 5).
    """
    latest = max(years, default=0)
    newest, told_twice = _newest_of_each(episodes)
    current, replaced = _without_replaced(newest, latest=latest)
    joined, mended = _joined(current, years=years, latest=latest)
    done = told_twice | {"open-episode-replaced": replaced} | mended
    repairs = tuple(
        Repair(rule=rule, what_was_done=said, rows=done[rule]) for rule, said in WHAT_WAS_DONE.items() if done[rule]
    )
    return joined, repairs


def _newest_of_each(episodes: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, int]]:
    """The newest telling of each episode: those of one child that begin on one day are one."""
    # Of two that begin on one day the one that lasted wins: the other ended the day it began and was no placement.
    lasted = (pl.col("ended") != pl.col("began")).fill_null(value=True)
    in_order = episodes.sort(_CHILD, "began", "year", lasted, maintain_order=True)
    told_again = _FOLLOWED & (pl.col("began") == _NEXT_BEGAN)
    restated = told_again & (pl.col("year") != _NEXT_YEAR)
    counts = in_order.select(restated.sum().alias("restated"), told_again.sum().alias("again")).row(0)
    return in_order.filter(~told_again), {
        "restated-by-a-newer-return": counts[0],
        "gave-way-to-one-that-lasted": counts[1] - counts[0],
    }


def _without_replaced(newest: pl.DataFrame, *, latest: int) -> tuple[pl.DataFrame, int]:
    """The episodes without open ones of an older return that a newer return contradicts."""
    the_same = [pl.col(name).eq_missing(pl.col(name).shift(-1)) for name in _THE_SAME if name in newest.columns]
    # A newer return tells the same episode with a later start, in time for the older return.
    in_time = pl.date(pl.col("year"), 3, 31) >= _NEXT_BEGAN
    started_otherwise = reduce(and_, the_same, _FOLLOWED & (pl.col("year") < _NEXT_YEAR) & in_time)
    # A newer return says that the child was still in their earlier episode when this one began.
    before_ended = pl.col("ended").shift(1)
    was_elsewhere = (
        _PRECEDED
        & (pl.col("year").shift(1) > pl.col("year"))
        & (before_ended.is_null() | (before_ended > pl.col("began")))
    )
    contradicted = _OPEN & (pl.col("year") != latest) & (started_otherwise | was_elsewhere)
    kept = newest.filter(~contradicted.fill_null(value=False))
    return kept, newest.height - kept.height


def _joined(current: pl.DataFrame, *, years: Collection[int], latest: int) -> tuple[pl.DataFrame, dict[str, int]]:
    """The end of each episode mended against the start of the child's next."""
    starts_again = (pl.col("reason_began").shift(-1) == "S").fill_null(value=False)
    closed_where_last_seen = _OPEN & (
        (_FOLLOWED & starts_again & (_LAST_SEEN <= _NEXT_BEGAN)) | (~_FOLLOWED & (pl.col("year") != latest))
    )
    in_a_gap = ~(pl.col("year") + 1).is_in(list(years))
    done = {
        "open-episode-lost-in-a-missing-year": closed_where_last_seen & in_a_gap,
        "open-episode-closed-at-year-end": closed_where_last_seen & ~in_a_gap,
        "open-episode-closed-by-the-next": _OPEN & _FOLLOWED & ~closed_where_last_seen,
        "overlap-cut-at-the-next-start": _FOLLOWED & (pl.col("ended") > _NEXT_BEGAN),
        "gap-closed-where-care-went-on": (
            _FOLLOWED & (pl.col("ended") < _NEXT_BEGAN) & (pl.col("reason_ended") == "X1") & ~starts_again
        ),
    }
    found = current.select(mask.fill_null(value=False).alias(rule) for rule, mask in done.items())
    at_the_next = pl.any_horizontal(list(done)[2:])
    ended = (
        pl.when(pl.any_horizontal(list(done)[:2]))
        .then(_LAST_SEEN)
        .when(at_the_next)
        .then(_NEXT_BEGAN)
        .otherwise(pl.col("ended"))
    )
    mended = current.hstack(found).with_columns(ended.alias("ended")).drop(list(done))
    return mended, dict(zip(found.columns, found.sum().row(0), strict=True)) if found.height else dict.fromkeys(done, 0)
