"""Many years of episodes made into one history: the newest return that reports an episode wins."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from turncurve.returns.arriving import Repair
from turncurve.returns.ssda903.rows import Value

Episode = dict[str, Value]

WHAT_WAS_DONE = {
    "restated-by-a-newer-return": "An episode reported in several returns was taken from the newest.",
    "open-episode-closed-by-the-next": "An episode left open was closed on the day the child's next one began.",
    "open-episode-closed-at-year-end": (
        "An episode left open, after which the child started again later or was never reported again, was closed the "
        "day after the last return that reports it (1 April, so that its 31 March counts), with no reason for ending."
    ),
    "overlap-cut-at-the-next-start": "An episode that ran past the start of the child's next one was cut there.",
}


def stitch(episodes: Iterable[Episode], *, years: Sequence[int]) -> tuple[list[Episode], tuple[Repair, ...]]:
    """One row an episode from rows of all years, later returns after earlier ones, with every repair counted.

    Each episode has person_id, began, ended, reason_began, reason_ended and year. An episode open in the newest year
    stays open. Source: the rules of a valid return (148, 142, 388, 433, 501) and the sector's published repairs.
    """
    done: Counter[str] = Counter()
    newest: dict[tuple[str, date], Episode] = {}
    # Of two that begin on one day the one that lasted wins: the other ended the day it began and was no placement.
    for episode in sorted(episodes, key=lambda one: (int(str(one["year"])), one["ended"] != one["began"])):
        key = (str(episode["person_id"]), _day(episode["began"]))
        done["restated-by-a-newer-return"] += key in newest
        newest[key] = dict(episode)
    by_child: dict[str, list[Episode]] = {}
    for (child, _), episode in sorted(newest.items()):
        by_child.setdefault(child, []).append(episode)
    for of_child in by_child.values():
        for one, following in pairwise(of_child):
            done.update(_join(one, following))
        last = of_child[-1]
        if last["ended"] is None and last["year"] != max(years):
            last["ended"] = _year_end(last)
            done["open-episode-closed-at-year-end"] += 1
    repairs = tuple(
        Repair(rule=rule, what_was_done=said, rows=done[rule]) for rule, said in WHAT_WAS_DONE.items() if done[rule]
    )
    return [episode for of_child in by_child.values() for episode in of_child], repairs


def _join(one: Episode, following: Episode) -> tuple[str, ...]:
    """Mend the end of one episode against the start of the next; the rules used."""
    next_began = _day(following["began"])
    if one["ended"] is None:
        starts_again = following["reason_began"] == "S" and _year_end(one) <= next_began
        one["ended"] = _year_end(one) if starts_again else next_began
        return ("open-episode-closed-at-year-end" if starts_again else "open-episode-closed-by-the-next",)
    if _day(one["ended"]) > next_began:
        one["ended"] = next_began
        return ("overlap-cut-at-the-next-start",)
    return ()


def _year_end(episode: Episode) -> date:
    """The first day no return speaks of."""
    return max(date(int(str(episode["year"])), 4, 1), _day(episode["began"]))


def _day(value: Value) -> date:
    if not isinstance(value, date):
        raise TypeError("an episode's days are dates")
    return value
