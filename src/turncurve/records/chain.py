"""The chain that makes an audit tamper-evident: each entry's hash covers the entry before it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

# What the first entry follows.
BEGINNING: Final = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One entry as the chain sees it: its number from 1, what it says, and the hashes written beside it."""

    number: int
    says: Mapping[str, object]
    before: str
    own: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first entry at which a chain does not hold, and why."""

    number: int
    why: str


def hash_of(number: int, says: Mapping[str, object], *, before: str) -> str:
    """The SHA-256 of an entry and of the hash before it, as 64 hexadecimal digits.

    `says` is written as JSON with its names in order, so the same entry always gives the same hash.
    """
    written = json.dumps([number, before, says], sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def first_break(links: Iterable[Link], *, head: str = "", count: int | None = None) -> Break | None:
    """Where a chain first does not hold; None where it is whole. `links` are in the order of their numbers.

    `head` is the hash of an entry noted elsewhere and `count` its number: entries taken off the end are only seen so.
    """
    expected, before, noted = 1, BEGINNING, False
    for link in links:
        if link.number != expected:
            return Break(number=expected, why="the entry is not there")
        if link.before != before:
            return Break(number=link.number, why="it does not follow the entry before it")
        if link.own != hash_of(link.number, link.says, before=before):
            return Break(number=link.number, why="what it says is not what was written")
        if link.number == count:
            noted = True
            if head and link.own != head:
                return Break(number=link.number, why="it is not the entry that was noted elsewhere")
        expected, before = expected + 1, link.own
    if count and not noted:
        return Break(number=expected, why="entries have been taken off the end")
    return None
