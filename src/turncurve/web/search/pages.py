"""What the template of a search may use."""

from dataclasses import dataclass
from typing import Final

from turncurve.desk.answers import Council
from turncurve.desk.searching import LONGEST, SearchFound
from turncurve.web.links import page_link

# Each kind as its heading says it, and as the hint says what can be found.
_HEADINGS: Final = {
    "measure": ("Measures", "measures"),
    "locality": ("Localities", "localities"),
    "note": ("Your notes", "the words of your notes"),
    "word": ("Words used here", "words used here"),
    "help": ("Help", "help"),
    "check": ("Checks", "checks of what arrived"),
    "account": ("Accounts", "accounts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was found."""

    title: str
    link: str
    shows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was found of one kind."""

    key: str
    name: str
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """Everything `search.html` may use, and nothing else."""

    council: Council
    asked: str
    groups: tuple[Group, ...]
    count: int
    can_find: str
    longest: int = LONGEST
    wrong: str = ""
    to_fix: str = ""
    title: str = "Search"
    here: str = "search"


def search_page(answer: SearchFound, *, council: Council, asked: str, wrong: str = "", to_fix: str = "") -> SearchPage:
    """The page of an answer. What was asked for is in the page and not in its title, which a browser keeps."""
    *others, last = (_HEADINGS[kind][1] for kind in answer.kinds)
    return SearchPage(
        council=council,
        asked=asked,
        groups=tuple(
            Group(
                key=f"found-{one.kind}",
                name=_HEADINGS[one.kind][0],
                lines=tuple(Line(title=it.title, link=page_link(it.link), shows=it.shows) for it in one.shown),
                more=one.more,
            )
            for one in answer.groups
        ),
        count=answer.count,
        can_find=f"{', '.join(others)} and {last}",
        wrong=wrong,
        to_fix=to_fix,
    )
