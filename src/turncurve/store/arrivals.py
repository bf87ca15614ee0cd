"""Every file as it arrived, named by its hash, with a list of what arrived and when."""

import hashlib
import json
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

from turncurve.returns.arriving import ArrivedFile
from turncurve.words.problems import Problem

_PIECE = 1 << 20
_ARRIVING = ".arriving-"
# The hashes of files that are being taken in and are not in the list yet.
_TAKING_IN = ".taking-in"


_Kept = TypeVar("_Kept", "Arrival", "Retired")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One file that arrived: its name as given, SHA-256, size in bytes, and the day and time (ISO 8601)."""

    name: str
    digest: str
    size: int
    arrived_at: str


def keep(file: ArrivedFile, *, returns: Path, arrived_at: str) -> Arrival:
    """Copy a file into the workspace's returns under its hash. An interrupted copy leaves nothing under that name."""
    returns.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    unfinished = returns / f"{_ARRIVING}{os.getpid()}"
    try:
        with file.open() as arriving, unfinished.open("wb") as kept:
            while piece := arriving.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                _ = kept.write(piece)
        with (returns / _TAKING_IN).open("a", encoding="ascii") as noted:
            _ = noted.write(f"{digest.hexdigest()}\n")
        _ = unfinished.replace(returns / digest.hexdigest())
    finally:
        unfinished.unlink(missing_ok=True)
    return Arrival(name=file.name, digest=digest.hexdigest(), size=size, arrived_at=arrived_at)


@contextmanager
def taking_in(returns: Path) -> Generator[None]:
    """Files are kept while the block lasts; those that are not in the list at its end are taken away again.

    So are those of a block that was killed. Only for whoever holds the workspace's turn to load.
    """
    _forget_unlisted(returns)
    try:
        yield
    finally:
        _forget_unlisted(returns)


def _forget_unlisted(returns: Path) -> None:
    noted = returns / _TAKING_IN
    if noted.exists():
        listed = {one.digest for one in manifest(returns)}
        for digest in set(noted.read_text(encoding="ascii").split()) - listed:
            if len(digest) == hashlib.sha256().digest_size * 2:
                (returns / digest).unlink(missing_ok=True)
        noted.unlink()
    for unfinished in returns.glob(f"{_ARRIVING}*"):
        unfinished.unlink(missing_ok=True)


def before_arrival(path: Path, *, name: str) -> ArrivedFile:
    """A file where it lies, so that what it is can be seen before it is copied. Its digest is not worked out."""
    return ArrivedFile(name=name, digest="", size=path.stat().st_size, open=lambda: path.open("rb"))


def manifest(returns: Path) -> tuple[Arrival, ...]:
    """What has arrived so far, oldest first. Raises Problem when the list cannot be read."""
    return _listed(
        returns / "arrivals.json",
        of=Arrival,
        files="files that have arrived",
        to_fix="Restore arrivals.json from a backup, or load the returns again into a new workspace.",
    )


def write_manifest(returns: Path, arrivals: Iterable[Arrival]) -> None:
    """Write the list in one step, so that an interruption leaves the old one."""
    _write_list(returns / "arrivals.json", arrivals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """What is kept of a file that has been taken away: its hash, name and size, when (ISO 8601), who did it and why."""

    digest: str
    name: str
    size: int
    at: str
    by: str
    why: str


def retired(returns: Path) -> tuple[Retired, ...]:
    """Every file that has been retired, oldest first. Raises Problem when the list cannot be read."""
    return _listed(
        returns / "retired.json",
        of=Retired,
        files="files that have been retired",
        to_fix="Restore retired.json from a backup.",
    )


def write_retired(returns: Path, files: Iterable[Retired]) -> None:
    """Write the list in one step, so that an interruption leaves the old one."""
    _write_list(returns / "retired.json", files)


def _listed(file: Path, *, of: type[_Kept], files: str, to_fix: str) -> tuple[_Kept, ...]:
    if not file.exists():
        return ()
    try:
        return tuple(of(**row) for row in json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as wrong:
        raise Problem(f"The list of {files} cannot be read: {file.name} ({wrong}).", to_fix=to_fix) from wrong


def _write_list(file: Path, rows: Iterable[Arrival | Retired]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}")
    _ = unfinished.write_text(json.dumps([asdict(one) for one in rows], indent=1), encoding="utf-8")
    _ = unfinished.replace(file)


def take_away(returns: Path) -> None:
    """Delete every retired file that is still there."""
    for one in retired(returns):
        (returns / one.digest).unlink(missing_ok=True)


def arrived_files(returns: Path, arrivals: Iterable[Arrival]) -> list[ArrivedFile]:
    """The kept files as readers take them, in order of arrival."""

    def opener(digest: str):  # a closure over one file
        def opened() -> BinaryIO:
            return (returns / digest).open("rb")

        return opened

    return [ArrivedFile(name=one.name, digest=one.digest, size=one.size, open=opener(one.digest)) for one in arrivals]
