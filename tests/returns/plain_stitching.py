"""Many years of episodes made into one history, plainly: a loop over dicts, by which the columns are judged."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from itertools import pairwise

from turncurve.returns.years import first_day, last_day

Episode = dict[str, object]

# What makes two tellings of an episode the same but for its start (the sector's published repair, rule 3).
_THE_SAME = ("reason_began", "legal_status", "placement_type", "placement_provider", "placement_postcode", "urn")


def stitch(episodes: Iterable[Episode], *, years: Collection[int]) -> tuple[list[Episode], dict[str, int]]:
    """One row an episode from rows of all years, and how often each rule was used."""
    done: Counter[str] = Counter()
    newest: dict[tuple[str, date], Episode] = {}
    # Of two that begin on one day the one that lasted wins: the other ended the day it began and was no placement.
    for episode in sorted(episodes, key=lambda one: (_year(one), one["ended"] != one["began"])):
        key = (str(episode["person_id"]), _day(episode["began"]))
        if (older := newest.get(key)) is not None:
            restated = _year(older) != _year(episode)
            done["restated-by-a-newer-return" if restated else "gave-way-to-one-that-lasted"] += 1
        newest[key] = dict(episode)
    by_child: dict[str, list[Episode]] = {}
    for (child, _), episode in sorted(newest.items()):
        by_child.setdefault(child, []).append(episode)
    latest = max(years, default=0)
    stitched: list[Episode] = []
    for of_child in by_child.values():
        kept = _without_replaced(of_child, latest=latest, done=done)
        for one, following in pairwise(kept):
            _join(one, following, years=years, done=done)
        last = kept[-1]
        if last["ended"] is None and _year(last) != latest:
            _close_where_last_seen(last, years=years, done=done)
        stitched += kept
    return stitched, {rule: times for rule, times in done.items() if times}


def _without_replaced(of_child: list[Episode], *, latest: int, done: Counter[str]) -> list[Episode]:
    """The child's episodes without open ones of an older return that a newer return contradicts."""
    kept = [
        one
        for at, one in enumerate(of_child)
        if one["ended"] is not None
        or _year(one) == latest
        or not (_started_otherwise(one, of_child[at + 1 : at + 2]) or _was_elsewhere(one, of_child[:at][-1:]))
    ]
    done["open-episode-replaced"] += len(of_child) - len(kept)
    return kept


def _started_otherwise(one: Episode, following: list[Episode]) -> bool:
    """Whether a newer return tells the same episode with a later start, in time for the older return."""
    return any(
        _year(other) > _year(one)
        and _day(other["began"]) <= last_day(_year(one))
        and all(one.get(name) == other.get(name) for name in _THE_SAME)
        for other in following
    )


def _was_elsewhere(one: Episode, before: list[Episode]) -> bool:
    """Whether a newer return says that the child was still in their earlier episode when this one began."""
    return any(
        _year(other) > _year(one) and (other["ended"] is None or _day(other["ended"]) > _day(one["began"]))
        for other in before
    )


def _join(one: Episode, following: Episode, *, years: Collection[int], done: Counter[str]) -> None:
    """Mend the end of one episode against the start of the next."""
    next_began = _day(following["began"])
    starts_again = following["reason_began"] == "S"
    if one["ended"] is None:
        if starts_again and _last_seen(one) <= next_began:
            _close_where_last_seen(one, years=years, done=done)
            return
        one["ended"] = next_began
        done["open-episode-closed-by-the-next"] += 1
    elif _day(one["ended"]) > next_began:
        one["ended"] = next_began
        done["overlap-cut-at-the-next-start"] += 1
    elif _day(one["ended"]) < next_began and one["reason_ended"] == "X1" and not starts_again:
        one["ended"] = next_began
        done["gap-closed-where-care-went-on"] += 1


def _close_where_last_seen(one: Episode, *, years: Collection[int], done: Counter[str]) -> None:
    one["ended"] = _last_seen(one)
    in_a_gap = _year(one) + 1 not in years
    done["open-episode-lost-in-a-missing-year" if in_a_gap else "open-episode-closed-at-year-end"] += 1


def _last_seen(episode: Episode) -> date:
    """The first day no return speaks of."""
    return max(first_day(_year(episode) + 1), _day(episode["began"]))


def _year(episode: Episode) -> int:
    return int(str(episode["year"]))


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError("an episode's days are dates")
    return value
