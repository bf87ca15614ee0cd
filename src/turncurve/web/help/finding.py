"""The manual as what a search looks through: its pages, their sections, and the words of the glossary."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from turncurve.definitions.synonyms import synonyms, with_synonyms
from turncurve.desk.links import Link
from turncurve.desk.ranking import Entry, Index, indexed
from turncurve.desk.searching import HELP, WORD
from turncurve.web.help.reading import Section, pages_in, sections_of

_GLOSSARY: Final = "reference/glossary"
# What stands on these is found as a measure or a check, and here only by the page's own name.
_FOUND_OTHERWISE: Final = ("reference/measures", "reference/checks")


# A manual does not change while it is served; another folder is another manual.
@lru_cache(maxsize=4)
def manual_index(docs: Path) -> Index:
    """The manual in a folder, ready to be found."""
    return indexed(one for path, title in pages_in(docs) for one in _of_page(docs, path, title=title))


def _of_page(docs: Path, path: str, *, title: str) -> Iterator[Entry]:
    first, *others = _from_title(sections_of((docs / f"{path}.md").read_text(encoding="utf-8")))
    words = "" if path in _FOUND_OTHERWISE else " ".join(first.words)
    link = Link(page="help_page", address=(path,))
    yield Entry(kind=HELP, title=title, also=with_synonyms(title, among=synonyms()), text=words, link=link)
    if path == _GLOSSARY:
        yield from (_word(row, path=path, part=one.anchor) for one in others for row in one.rows if len(row) == 2)
    elif path not in _FOUND_OTHERWISE:
        yield from (_section(one, path=path, page=title) for one in others)


def _from_title(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections from the one that the page's title heads, where it has one."""
    return sections[1:] if len(sections) > 1 and not sections[0].words else sections


def _section(one: Section, *, path: str, page: str) -> Entry:
    return Entry(
        kind=HELP,
        title=f"{one.heading} ({page})",
        also=with_synonyms(one.heading, among=synonyms()),
        text=" ".join(one.words),
        # A table or a list of codes is sought less often than what explains it.
        worth=0.6 if path.startswith(("reference/", "decisions/")) else 1.0,
        link=Link(page="help_page", address=(path,), part=one.anchor),
    )


def _word(row: list[str], *, path: str, part: str) -> Entry:
    word, means = row
    return Entry(
        kind=WORD,
        title=word[:1].upper() + word[1:],
        shows=means,
        also=with_synonyms(word, among=synonyms()),
        text=means,
        link=Link(page="help_page", address=(path,), part=part),
    )
