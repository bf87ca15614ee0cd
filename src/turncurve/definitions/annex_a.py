"""The lists of Ofsted's Annex A, their captions and the many ways their values are written: the schema and reader."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

from turncurve.definitions.code_lists import code_lists
from turncurve.definitions.reading import from_yaml

_LETTER = re.compile(r"^\s*[a-z]{1,2}\d?\)\s*(?=\S)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[\[(]\s*([A-Za-z0-9]{1,4})\s*[\])]")
_YES_NO_AT_END = re.compile(r"\(?\s*y\s*/\s*n\s*\)*\s*\??\s*$", re.IGNORECASE)
# A code that could not be a word of a sentence: a letter and a figure, or a two-letter code and a figure.
_PLAINLY_A_CODE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{2,3}|[A-Z]{4}")
_A_LETTER_ALONE = re.compile(r"\W*[A-Za-z][12]?\s*(?:[:)\]–-].*|)", re.DOTALL)


@lru_cache(maxsize=1 << 14)
def folded(text: str) -> str:
    """Text with case, spaces and punctuation made alike, so that captions and values can be compared.

    >>> folded("  Child’s Unique\\u00a0ID "), folded("q) 6: Police")
    ('childs unique id', 'q 6 police')
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("'", "")
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


@lru_cache(maxsize=1 << 12)
def folded_caption(text: str) -> str:
    """A caption folded, a "(Y/N)" at its end left out.

    >>> folded_caption("Unaccompanied Asylum Seeking Child (Y/N))")
    'unaccompanied asylum seeking child'
    """
    return folded(_YES_NO_AT_END.sub("", text))


@lru_cache(maxsize=1 << 12)
def _words_of(said: str) -> frozenset[str]:
    return frozenset(said.split())


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Said):
    """One column: its caption in Ofsted's template, others met, the trusted column it fills, and what it holds.

    `holds` is id, text, name, secret, date, birth, number, or the id of a list of values. `child` is True where it
    fills the table of children. `into` is "" for a column that is known and not kept.
    """

    heading: str
    into: str = ""
    holds: str
    child: bool = False
    also: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @cached_property
    def captions(self) -> frozenset[str]:
        """Every caption of the column, folded."""
        return frozenset(folded_caption(caption) for caption in (self.heading, *self.also))


class AnnexAList(_Said):
    """One list. A sheet is this list where it has a column of `known_by`; a row cannot be used without `needs`.

    `named_by` are the columns that say which row it is. `tells_the_day` are dates of what had happened when the
    list was made, the latest of which is the day it was made where nothing else says so.
    """

    number: int
    title: str
    table: str
    known_by: tuple[str, ...]
    needs: tuple[str, ...]
    named_by: tuple[str, ...]
    tells_the_day: tuple[str, ...] = ()
    columns: tuple[Column, ...]

    @cached_property
    def _captioned(self) -> Mapping[str, Column]:
        """The first column of each caption, folded."""
        return {caption: column for column in reversed(self.columns) for caption in column.captions}

    @cached_property
    def _begun_by(self) -> Mapping[str, Sequence[Column]]:
        """The columns that are known by `words`, by the first of them."""
        begun: dict[str, list[Column]] = {}
        for column in self.columns:
            if column.words:
                begun.setdefault(column.words[0], []).append(column)
        return begun

    def column_of(self, caption: str) -> Column | None:
        """The column a caption stands for: by its own words, else the only one all of whose `words` it holds."""
        said = folded_caption(caption)
        if (column := self._captioned.get(said)) is not None:
            return column
        spoken = _words_of(said)
        begun = (column for word in spoken for column in self._begun_by.get(word, ()))
        close = [column for column in begun if spoken.issuperset(column.words)]
        return close[0] if len(close) == 1 else None


class Values(_Said):
    """What the cells of a column may say: statutory codes, groups of them, and the spellings of each."""

    says: str
    codes_of: tuple[str, str] | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    groups: dict[str, str] = Field(default_factory=dict)
    spellings: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @cached_property
    def means(self) -> Mapping[str, str]:
        """Every value there is, and what it means: codes first."""
        listed = code_lists(self.codes_of[0])[self.codes_of[1]] if self.codes_of else {}
        return {code: said.means for code, said in listed.items()} | self.codes | self.groups

    @cached_property
    def _written(self) -> Mapping[str, str]:
        written = {folded(group): group for group in self.groups}
        return written | {spelling: value for value, every in self.spellings.items() for spelling in every}

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(self.means) - frozenset(self.groups)

    def value_of(self, cell: str) -> str | None:
        """The one value a cell says, by a spelling or by a code it holds; None where it says no known one."""
        without_letter = _LETTER.sub("", cell)
        written = self._written.get(folded(cell)) or self._written.get(folded(without_letter))
        return written or self._code_in(cell, without_letter)

    def _code_in(self, cell: str, without_letter: str) -> str | None:
        words = [word.upper() for word in folded(without_letter).split()]
        if not words:
            return None
        first = words[0]
        if first in self._codes and (len(first) > 1 or first.isdigit() or _A_LETTER_ALONE.fullmatch(without_letter)):
            return first
        # A care leaver's accommodation may carry its suitability behind it, as in B1.
        if len(first) == 2 and first[0] in self._codes and first[0].isalpha() and first[1] in "12" and len(words) == 1:
            return first[0]
        bracketed = {code for found in _IN_BRACKETS.findall(cell) if (code := found.upper()) in self._codes}
        within = bracketed or {word for word in words if word in self._codes and _PLAINLY_A_CODE.fullmatch(word)}
        return next(iter(within)) if len(within) == 1 else None


@cache
def annex_a_lists() -> tuple[AnnexAList, ...]:
    """The eleven lists, in order."""
    return tuple(AnnexAList.model_validate(one) for one in _yaml("lists.yaml")["lists"])


@lru_cache(maxsize=1 << 12)
def columns_called(caption: str) -> Mapping[int, Column]:
    """The column a caption stands for in each list, by the list's number."""
    return {one.number: column for one in annex_a_lists() if (column := one.column_of(caption)) is not None}


@cache
def annex_a_values() -> Mapping[str, Values]:
    """The lists of values, by the name a column `holds`."""
    return {name: Values.model_validate(one) for name, one in _yaml("values.yaml")["lists"].items()}


@cache
def annex_a_blanks() -> frozenset[str]:
    """What is written where there is nothing, folded; "" among them."""
    return frozenset(["", *_yaml("values.yaml")["blanks"]])


def _yaml(name: str) -> dict[str, dict[str, object]]:
    text = (resources.files("turncurve.definitions") / "annex_a" / name).read_text(encoding="utf-8")
    return from_yaml(text)
