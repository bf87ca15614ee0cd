"""Many damaged files read at once, and what broke a promise brought down to the one file that did."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tests.fuzzing import promises
from tests.fuzzing.mutating import damaged
from tests.fuzzing.readers import Reader

from turncurve.words.problems import Problem

# Files of one batch: more cost hardly less each, and one that breaks a promise is longer to find among them.
MOST = 128
_LENGTH = struct.Struct("<I")


def made(kept: Sequence[bytes], chance: Random, *, reader: Reader, most: int = MOST) -> list[bytes]:
    """Files damaged from those that are kept. The same chance gives the same."""
    return [damaged(chance.choice(kept), chance, others=reader.seeds)[: reader.longest] for _ in range(most)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Files that break a promise when read together, be it one; what was raised, and how they were read."""

    contents: Sequence[bytes]
    wrong: BaseException
    how: str


def faults_of(contents: Sequence[bytes], *, reader: Reader, chance: Random, twice: bool) -> Iterator[Fault]:
    """Read files together; where a promise is broken, the files that break one alone, else all of them together.

    One batch in eight arrives in a region's store, one in eight together with the reader's sound files.
    """
    in_region, with_beside = chance.randrange(8) == 0, chance.randrange(8) == 0
    how = f"{in_region=} {with_beside=} {twice=}"

    def wrong_with(some: Sequence[bytes]) -> BaseException | None:
        try:
            promises.check_together(some, reader=reader, twice=twice, in_region=in_region, with_beside=with_beside)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as wrong:  # noqa: BLE001 # whatever leaves a reader, a panic of a library among it
            return wrong
        return None

    if (together := wrong_with(contents)) is None:
        return
    found = [([content], wrong) for content in contents if (wrong := wrong_with([content])) is not None]
    # A Problem is what a reader may raise; that each file is then read alone is all that is asked.
    if not found and not isinstance(together, Problem):
        found = [(contents, together)]
    for some, wrong in found:
        yield Fault(contents=some, wrong=wrong, how=how)


def packed(contents: Sequence[bytes]) -> bytes:
    """Files as one: each behind its length."""
    return b"".join(_LENGTH.pack(len(content)) + content for content in contents)


def packed_if_many(contents: Sequence[bytes]) -> bytes:
    """One file as it is, several packed."""
    return contents[0] if len(contents) == 1 else packed(contents)


def unpacked(held: bytes) -> list[bytes]:
    """The files that were packed."""
    contents: list[bytes] = []
    at = 0
    while at < len(held):
        (length,) = _LENGTH.unpack_from(held, at)
        at += _LENGTH.size + length
        contents.append(held[at - length : at])
    return contents
