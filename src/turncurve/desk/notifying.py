"""Telling people of what others did that is theirs to know: each kind with its sentence and its link, in one table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from turncurve.definitions.measures import measures
from turncurve.desk.asker import NOBODY, WHO_MAY, Asker, can
from turncurve.desk.links import Link
from turncurve.words.problems import Problem

if TYPE_CHECKING:
    from turncurve.records.notifications import Notification

_A_PAGE: Final = 100
_LONGEST_KEY: Final = 200
NO_MORE: Final = "Something happened on a page that you may no longer open."


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of notification: what it says of its keys, where it leads, and who may open that.

    `page` is a page's name; its address takes the keys named in `in_address`, then those in `in_query`; those in
    `told` are for the sentence alone. `may` is a question of the table of permission, "" for everybody who signs in. A
    key called `place` is a locality, and only those are told more who may see it.
    """

    says: Callable[[Mapping[str, str]], str]
    page: str
    in_address: tuple[str, ...] = ()
    in_query: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    part: str = ""
    may: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """The keys it needs, and no others."""
        return frozenset((*self.in_address, *self.in_query, *self.told))


def _of_a_note(keys: Mapping[str, str]) -> str:
    of = measures().get(keys["measure"])
    return "Somebody wrote after you beside a curve: " + ", ".join(
        part for part in (of.title if of else keys["measure"], keys["place"]) if part
    )


_OF_JOBS: Final = {
    "load": "The load of returns that you asked for",
    "paper": "The board paper that you asked for",
}
_ENDS: Final = {
    "done": "is done",
    "failed": "could not be done",
    "stopped": "was stopped before it was finished",
    "cancelled": "was cancelled by an administrator",
}


def _of_a_job(keys: Mapping[str, str]) -> str:
    what = _OF_JOBS.get(keys["kind"], "The work that you asked for")
    return f"{what} {_ENDS.get(keys['state'], 'has ended')}"


# A new kind is a line here. Its sentence is made when it is read, so that none is ever stored.
KINDS: Final[Mapping[str, Kind]] = {
    "note written after yours": Kind(
        says=_of_a_note, page="curve", in_address=("measure",), in_query=("place",), part="notes", may="read notes"
    ),
    "account changed": Kind(
        says=lambda _: "An administrator changed your roles, or the localities you are kept to", page="your_account"
    ),
    "job ended": Kind(
        says=_of_a_job, page="job", in_address=("job",), told=("kind", "state"), may="see one's own jobs"
    ),
    "returns loaded": Kind(says=lambda _: "New returns were loaded", page="checks", may="see checks"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One notification as its reader sees it. `link` is None where they may no longer open what it is about."""

    says: str
    at: datetime
    seen: bool
    link: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EverythingTold:
    """A person's notifications, the newest first, and how many they have not seen."""

    told: tuple[Told, ...]
    unseen: int


def notify(*, to: str, kind: str, keys: Mapping[str, str], now: datetime) -> None:
    """Tell one person, by the key of their account, of one thing. Call it in the transaction of what it tells of.

    What is told already and not seen yet is told once. KeyError for a kind that is not in the table; ValueError for
    keys that are not its own, or are too long to be keys.
    """
    from turncurve.records.notifications import prune

    _add([to], kind=kind, keys=keys, now=now)
    prune(at=now)


def notify_all_who_may(question: str, *, but: Asker, kind: str, keys: Mapping[str, str], now: datetime) -> None:
    """Tell everybody with an open account whose roles let them ask a question, but not the one who did it."""
    from turncurve.records.accounts import Account
    from turncurve.records.notifications import prune

    held = Account.objects.filter(is_active=True, held_roles__role__in=WHO_MAY[question]).distinct()
    everybody = [str(key) for key in held.values_list("pk", flat=True)]
    _add([key for key in everybody if key != but.key], kind=kind, keys=keys, now=now)
    prune(at=now)


def _add(to: Sequence[str], *, kind: str, keys: Mapping[str, str], now: datetime) -> None:
    known = KINDS[kind]
    if frozenset(keys) != known.keys or any(len(value) > _LONGEST_KEY for value in keys.values()):
        raise ValueError(f"'{kind}' is told with the keys {sorted(known.keys)}, and with keys only.")
    from turncurve.records.notifications import add_notification

    about = ", ".join(keys[name] for name in sorted(keys) if keys[name])
    for one in to:
        add_notification(to=one, kind=kind, about=about[:_LONGEST_KEY], keys=keys, at=now)


def notifications(*, asker: Asker) -> EverythingTold:
    """What the asker is told of, the newest first; nobody else's."""
    from turncurve.records.notifications import newest_of

    found = newest_of(asker.key, at_most=_A_PAGE) if _is_somebody(asker) else ()
    return EverythingTold(told=tuple(_told(one, asker=asker) for one in found), unseen=unseen(asker=asker))


def unseen(*, asker: Asker) -> int:
    """How many notifications the asker has not seen."""
    from turncurve.records.notifications import unseen_of

    return unseen_of(asker.key) if _is_somebody(asker) else 0


def mark_seen(*, asker: Asker, now: datetime, until: str) -> None:
    """The asker has seen what they were told of until a moment, as the page that showed it says it. Raises Problem."""
    try:
        told_until = datetime.fromisoformat(until)
    except ValueError:
        told_until = None
    if told_until is None or told_until.tzinfo is None:
        raise Problem(
            "It cannot be told which notifications you have seen.", to_fix="Load the page again and mark them there."
        )
    from turncurve.records.notifications import prune, see_all

    see_all(asker.key, told_until=told_until, at=now)
    prune(at=now)


def seen_there(name: str, value: str, *, asker: Asker, now: datetime) -> None:
    """The asker has seen, on its own page, what they were told of with this value under one of its keys."""
    from turncurve.records.notifications import see_about

    if _is_somebody(asker):
        see_about(asker.key, name=name, value=value, at=now)


def _is_somebody(asker: Asker) -> bool:
    return asker.key != NOBODY


def _told(one: "Notification", *, asker: Asker) -> Told:
    kind = KINDS.get(one.kind)
    opens = kind is not None and _may_open(kind, one.keys, asker=asker)
    if kind is None or not opens:
        return Told(says=NO_MORE, at=one.at, seen=one.seen_at is not None, link=None)
    keys: Mapping[str, str] = one.keys
    link = Link(
        page=kind.page,
        address=tuple(keys[name] for name in kind.in_address),
        query={name: keys[name] for name in kind.in_query if keys[name]},
        part=kind.part,
    )
    return Told(says=kind.says(keys), at=one.at, seen=one.seen_at is not None, link=link)


def _may_open(kind: Kind, keys: Mapping[str, str], *, asker: Asker) -> bool:
    if frozenset(keys) != kind.keys or (kind.may and not can(asker, kind.may)):
        return False
    place = keys.get("place", "")
    return not place or not asker.localities or place in asker.localities
