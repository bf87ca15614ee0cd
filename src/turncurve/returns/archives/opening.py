"""Open what arrives: a zip file by file, a workbook or a gzip as the one file it is, anything else as it lies."""

import gzip
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from turncurve.returns.archives.limits import LIMITS, Budget, Limits, TooMuch
from turncurve.returns.archives.members import (
    is_document,
    is_encrypted,
    is_folder,
    is_hidden,
    is_link,
    is_read_here,
    listing_of,
    place_of,
)
from turncurve.returns.archives.said import (
    damaged,
    empty,
    encrypted,
    hidden,
    link,
    other_compression,
    too_deep,
    too_many,
    too_much,
    unsafe_name,
)
from turncurve.returns.archives.unpacked import unpacked
from turncurve.returns.arriving import ArrivedFile
from turncurve.words.problems import RowProblem

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)
Found = ArrivedFile | RowProblem


def opened(file: ArrivedFile, *, within: Path, limits: Limits = LIMITS) -> Iterator[Found]:
    """The files that lie in a file, each named `archive.zip/place`, in the archive's order, or the file itself.

    A zip inside a zip is opened once more. What cannot or may not be opened comes as a problem, and the rest still
    comes, except that nothing more comes from an archive once it has passed its limits. A file from an archive can be
    opened only until the next is asked for. `within` is an existing folder for what does not fit in memory.
    """
    yield from _Opening(within=within, limits=limits, budget=Budget(left=limits.most(file.size))).found(file, depth=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opening:
    within: Path
    limits: Limits
    budget: Budget

    def found(self, file: ArrivedFile, *, depth: int) -> Iterator[Found]:
        with file.open() as stream:
            start = stream.read(4)
        if start.startswith(_GZIP):
            yield self._gzipped(file)
        elif start in _ZIP:
            yield from self._archive(file, depth=depth)
        else:
            yield file

    def _gzipped(self, file: ArrivedFile) -> Found:
        """A gzip read through once, because only its end says how long it is and whether it is whole."""
        budget = Budget(left=self.limits.most(file.size))
        try:
            with file.open() as stream, gzip.GzipFile(fileobj=stream) as inside:
                for _ in budget.pieces(cast("BinaryIO", inside)):
                    pass
        except TooMuch:
            return too_much(file.name, limits=self.limits)
        except _FAULTS:
            return damaged(file.name)
        return file

    def _archive(self, file: ArrivedFile, *, depth: int) -> Iterator[Found]:
        with ExitStack() as closing:
            try:
                stream = closing.enter_context(file.open())
                listing = listing_of(stream)
                if listing.size > self.limits.listing:
                    yield too_many(file.name, limits=self.limits)
                    return
                archive = closing.enter_context(zipfile.ZipFile(stream))
                inside = archive.infolist()
                if len(inside) != listing.files:
                    raise zipfile.BadZipFile("files are missing from the list")
            except _FAULTS:
                yield damaged(file.name)
                return
            refused = self._refused(file, inside, depth=depth)
            if refused:
                yield refused
            elif is_document(inside):
                yield self._document(file, archive)
            else:
                yield from self._members(file, archive, depth=depth)

    def _refused(self, file: ArrivedFile, inside: list[zipfile.ZipInfo], *, depth: int) -> RowProblem | None:
        """Why nothing of an archive is opened, from what it says of itself; what it does not say is met on the way."""
        if all(is_folder(one) for one in inside):
            return empty(file.name)
        if len(inside) > self.limits.files:
            return too_many(file.name, limits=self.limits)
        if sum(one.file_size for one in inside) > min(self.limits.most(file.size), self.budget.left):
            return too_much(file.name, limits=self.limits)
        return too_deep(file.name) if depth > self.limits.depth and not is_document(inside) else None

    def _document(self, file: ArrivedFile, archive: zipfile.ZipFile) -> Found:
        """A workbook read through once, so that whoever opens it whole later cannot be flooded."""
        budget = Budget(left=self.limits.most(file.size))
        try:
            for one in archive.infolist():
                with archive.open(one) as stream:
                    for _ in budget.pieces(cast("BinaryIO", stream)):
                        pass
        except TooMuch:
            return too_much(file.name, limits=self.limits)
        except (*_FAULTS, RuntimeError):  # RuntimeError: a password is asked for
            return damaged(file.name)
        return file

    def _members(self, file: ArrivedFile, archive: zipfile.ZipFile, *, depth: int) -> Iterator[Found]:
        passed_over: list[str] = []
        named: Counter[str] = Counter()
        for one in archive.infolist():
            if is_folder(one):
                continue
            place = place_of(one)
            if place is None:
                yield unsafe_name(file.name, called=one.orig_filename)
                continue
            if is_hidden(place):
                passed_over.append(place)
                continue
            named[place] += 1
            name = f"{file.name}/{place}" + (f" ({named[place]})" if named[place] > 1 else "")
            if (wrong := _cannot_be_opened(one, name=name)) is not None:
                yield wrong
                continue
            with ExitStack() as closing:
                try:
                    stream = cast("BinaryIO", closing.enter_context(archive.open(one)))
                    member = closing.enter_context(unpacked(stream, name=name, within=self.within, budget=self.budget))
                except TooMuch:
                    yield too_much(file.name, limits=self.limits)
                    return
                except _FAULTS:
                    yield damaged(name)
                    continue
                yield from self.found(member, depth=depth + 1)
        if passed_over:
            yield hidden(file.name, places=passed_over)


def _cannot_be_opened(one: zipfile.ZipInfo, *, name: str) -> RowProblem | None:
    if is_link(one):
        return link(name)
    if is_encrypted(one):
        return encrypted(name)
    return None if is_read_here(one) else other_compression(name)
