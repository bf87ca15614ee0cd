"""Plain entries found by plain words: forgiving of spelling and of word endings, the closest first. Knows no asker."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log
from typing import Final

from turncurve.desk.links import Link

# How alike two words must be, and how long, for one to be taken for the other; what that, or its beginning, is worth.
_ALIKE: Final = 0.9
_LONG_ENOUGH: Final = 5
_BEGINS: Final = 4
_WORTH_BEGUN: Final = 0.9
_WORTH_ALIKE: Final = 0.8
# What a word is worth in an entry's title, among its other names and in its text; and a whole query in a title.
_TITLE, _ALSO, _TEXT = 4.0, 3.0, 1.0
_WHOLE: Final = 6.0
_MOST_WORDS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that may be found. `also` are other names of it and `text` more words of it, neither of them shown.

    `worth` under 1 puts it behind others that match as well.
    """

    kind: str
    title: str
    shows: str = ""
    also: str = ""
    text: str = ""
    worth: float = 1.0
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Entries, and where each word stands in them: a word, and for each entry that holds it what it is worth there."""

    entries: tuple[Entry, ...]
    stands: Mapping[str, Mapping[int, float]]


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without accents."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold().replace("'", "")
    return re.findall(r"[^\W_]+", "".join(one for one in plain if not unicodedata.combining(one)))


# Words that say nothing of what is sought.
_SAY_NOTHING: Final = frozenset(
    words_of(
        "a an and are as at be by can do does for from has have how i if in into is it its me my of on or our should"
        " that the their them they this to was we were what when where which who why will with you your"
    )
)


def indexed(entries: Iterable[Entry]) -> Index:
    """Entries made ready to be found."""
    kept = tuple(entries)
    stands: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for number, entry in enumerate(kept):
        for text, worth in ((entry.text, _TEXT), (entry.also, _ALSO), (entry.title, _TITLE)):
            for word in words_of(text):
                stands[word][number] = worth
    return Index(entries=kept, stands=stands)


def found(index: Index, asked: str, *, kinds: Collection[str]) -> list[tuple[float, Entry]]:
    """The entries of these kinds that match every word asked for, the best first, each with how well it does.

    Where none matches every word, those that match most, if that is half of them or more. Of two that match alike the
    one that stands first in the index comes first.
    """
    words = list(dict.fromkeys(words_of(asked)))
    words = [word for word in words if word not in _SAY_NOTHING][:_MOST_WORDS] or words[:_MOST_WORDS]
    if not words:
        return []
    where = {word: _where(index, word, kinds=kinds) for word in words}
    # Who asks for a number wants that number: what has the other words alone is something else.
    numbers = [set(there) for word, there in where.items() if _is_number(word)]
    among = set[int]().union(*where.values()).intersection(*numbers)
    matched = {entry: sum(entry in there for there in where.values()) for entry in among}
    enough = max(matched.values(), default=0)
    if enough < ceil(len(words) / 2):
        return []
    whole = " ".join(words_of(asked))

    def score(number: int) -> float:
        entry = index.entries[number]
        of_words = sum(there.get(number, 0.0) for there in where.values())
        return entry.worth * (of_words + _of_title(entry.title, whole))

    ranked = ((score(number), number) for number in among if matched[number] == enough)
    return [(one, index.entries[number]) for one, number in sorted(ranked, key=lambda it: (-it[0], it[1]))]


def _where(index: Index, word: str, *, kinds: Collection[str]) -> Mapping[int, float]:
    """The entries that hold a word, or one much like it, and what that is worth; a rare word is worth more."""
    best: dict[int, float] = {}
    for known, alike in _alike(word, index.stands).items():
        for number, worth in index.stands[known].items():
            best[number] = max(best.get(number, 0.0), worth * alike)
    rare = log(1 + len(index.entries) / len(best)) if best else 0.0
    return {number: worth * rare for number, worth in best.items() if index.entries[number].kind in kinds}


def _is_number(word: str) -> bool:
    return any(one.isdigit() for one in word)


def _alike(word: str, known: Mapping[str, object]) -> Mapping[str, float]:
    like: dict[str, float] = {}
    # A number is itself or nothing: one digit more or less is another number.
    if not _is_number(word):
        if len(word) >= _LONG_ENOUGH:
            from rapidfuzz import process
            from rapidfuzz.distance import JaroWinkler

            near: Sequence[tuple[str, float, object]] = process.extract(
                word, list(known), scorer=JaroWinkler.similarity, score_cutoff=_ALIKE, limit=None
            )
            like = {one: _WORTH_ALIKE * score for one, score, _ in near}
        if len(word) >= _BEGINS:
            like |= {one: _WORTH_BEGUN for one in known if one.startswith(word)}
    if word in known:
        like[word] = 1.0
    return like


def _of_title(title: str, whole: str) -> float:
    named = " ".join(words_of(title))
    if named == whole:
        return 2 * _WHOLE
    if f"{named} ".startswith(f"{whole} "):
        return 1.5 * _WHOLE
    return _WHOLE if f" {whole} " in f" {named} " else 0.0
