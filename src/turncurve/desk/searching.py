"""What the asker may open, found by its words. Nothing about a child is looked through, and no figure is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from turncurve.definitions.checks import checks
from turncurve.definitions.measures import measures
from turncurve.definitions.synonyms import synonyms, with_synonyms
from turncurve.desk.asker import NOBODY, Asker, can
from turncurve.desk.links import Link, anchor_of
from turncurve.desk.ranking import Entry, Index, found, indexed, words_of
from turncurve.desk.workspace import Workspace
from turncurve.words.problems import Problem

LONGEST: Final = 200
_AT_MOST: Final = 10
MEASURE, LOCALITY, NOTE, WORD, HELP, CHECK, ACCOUNT = (
    "measure", "locality", "note", "word", "help", "check", "account",
)  # fmt: skip
# Each kind of thing that is found, and the question that lets it be; "" for everybody who may search.
KINDS: Final = {
    MEASURE: "see protected curves",
    LOCALITY: "see protected curves",
    NOTE: "read notes",
    WORD: "",
    HELP: "",
    CHECK: "see checks",
    ACCOUNT: "see accounts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that was found: its name, a line about it, and where it is."""

    title: str
    shows: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOfKind:
    """What was found of one kind, the closest first, and how many more there are than are shown."""

    kind: str
    shown: tuple[Found, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFound:
    """What was found, the kind with the closest match first; `kinds` are those that were looked through."""

    groups: tuple[FoundOfKind, ...]
    kinds: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many things."""
        return sum(len(one.shown) + one.more for one in self.groups)


def kinds_for(asker: Asker) -> tuple[str, ...]:
    """The kinds of thing that a search of the asker's looks through."""
    if asker.key == NOBODY:
        return ()
    return tuple(kind for kind, question in KINDS.items() if not question or can(asker, question))


def search(workspace: Workspace, asked: str, *, asker: Asker, as_at: date, manual: Index) -> SearchFound:
    """What matches the words asked for, among what the asker may open. Nowhere are these words written down.

    `manual` are the pages of the help and the words of the glossary. Raises Problem for a query that is too long.
    """
    if len(asked) > LONGEST:
        raise Problem(
            f"What you search for may have {LONGEST} letters; this has {len(asked)}.", to_fix="Use a few words."
        )
    kinds = kinds_for(asker)
    if not words_of(asked):
        return SearchFound(groups=(), kinds=kinds)
    own = indexed(_own(workspace, asker=asker, as_at=as_at, kinds=kinds))
    ranked = [one for index in (_definitions(), manual, own) for one in found(index, asked, kinds=kinds)]
    of_kind: dict[str, list[Found]] = {}
    for _, entry in sorted(ranked, key=lambda one: -one[0]):
        of_kind.setdefault(entry.kind, []).append(Found(title=entry.title, shows=entry.shows, link=entry.link))
    groups = (
        FoundOfKind(kind=kind, shown=tuple(every[:_AT_MOST]), more=max(0, len(every) - _AT_MOST))
        for kind, every in of_kind.items()
    )
    return SearchFound(groups=tuple(groups), kinds=kinds)


@cache
def _definitions() -> Index:
    """What every workspace knows: the measures and the checks."""
    return indexed((*_measures(), *_checks()))


def _measures() -> Iterator[Entry]:
    for one in measures().values():
        names = " ".join((one.title, one.short_title, one.question))
        row = f" row {one.row}" if one.row else ""
        yield Entry(
            kind=MEASURE,
            title=one.title,
            shows=one.question,
            also=f"{names} {one.id}{row} {with_synonyms(names, among=synonyms())}",
            text=f"{one.source.says} {one.unit} {one.group} {one.source.return_}",
            link=Link(page="curve", address=(one.id,)),
        )


def _checks() -> Iterator[Entry]:
    for one in checks().values():
        yield Entry(
            kind=CHECK,
            title=one.title,
            shows=one.why,
            also=f"{one.id} {one.dfe_rule} {one.field} {one.return_} {with_synonyms(one.title, among=synonyms())}",
            text=f"{one.why} {one.to_fix}",
            link=Link(page="help_page", address=("reference/checks",), part=anchor_of(one.title)),
        )


def _own(workspace: Workspace, *, asker: Asker, as_at: date, kinds: tuple[str, ...]) -> Iterator[Entry]:
    """What only this workspace has, as far as the asker may open it."""
    if LOCALITY in kinds:
        yield from _localities(workspace, asker=asker, as_at=as_at)
    if NOTE in kinds:
        yield from _notes(asker)
    if ACCOUNT in kinds:
        yield from _accounts()


def _localities(workspace: Workspace, *, asker: Asker, as_at: date) -> Iterator[Entry]:
    from turncurve.desk.questions import places

    try:
        there = places(workspace, asker=asker, as_at=as_at)
    except Problem:  # nothing is loaded yet
        return
    for one in there:
        yield Entry(kind=LOCALITY, title=one, also="locality place", link=Link(page="scorecard", query={"place": one}))


def _notes(asker: Asker) -> Iterator[Entry]:
    """The notes whose last version the asker wrote. Numbers are not looked through: one may be a child's."""
    from turncurve.records.notes import notes_by

    for about, text in notes_by(asker.key):
        measure, _, place = about.removeprefix("curve ").partition(", ")
        of = measures().get(measure)
        if of is None or (place and asker.localities and place not in asker.localities):
            continue
        yield Entry(
            kind=NOTE,
            title=f"Your note beside {of.title}" + (f", {place}" if place else ""),
            also="note notes",
            text=" ".join(word for word in words_of(text) if not any(letter.isdigit() for letter in word)),
            link=Link(page="curve", address=(measure,), query={"place": place} if place else {}, part="notes"),
        )


def _accounts() -> Iterator[Entry]:
    from turncurve.records.accounts import Account

    known = Account.objects.values_list("pk", "name", "email", "team__name", "is_active")
    for key, name, email, team, is_open in known:
        said = (email, team or "", "" if is_open else "closed")
        yield Entry(
            kind=ACCOUNT,
            title=name,
            shows=", ".join(part for part in said if part),
            also=f"{email} {email.partition('@')[0]} account",
            text=team or "",
            link=Link(page="account", address=(str(key),)),
        )
