"""Every file as it arrived, named by its hash, with a list of what arrived and when."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from turncurve.returns.arriving import ArrivedFile
from turncurve.words.problems import Problem

_PIECE = 1 << 20


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
    unfinished = returns / f".arriving-{os.getpid()}"
    try:
        with file.open() as arriving, unfinished.open("wb") as kept:
            while piece := arriving.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                _ = kept.write(piece)
        _ = unfinished.replace(returns / digest.hexdigest())
    finally:
        unfinished.unlink(missing_ok=True)
    return Arrival(name=file.name, digest=digest.hexdigest(), size=size, arrived_at=arrived_at)


def before_arrival(path: Path, *, name: str) -> ArrivedFile:
    """A file where it lies, so that what it is can be seen before it is copied. Its digest is not worked out."""
    return ArrivedFile(name=name, digest="", size=path.stat().st_size, open=lambda: path.open("rb"))


def manifest(returns: Path) -> tuple[Arrival, ...]:
    """What has arrived so far, oldest first. Raises Problem when the list cannot be read."""
    listed = returns / "arrivals.json"
    if not listed.exists():
        return ()
    try:
        return tuple(Arrival(**row) for row in json.loads(listed.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as wrong:
        raise Problem(
            f"The list of files that have arrived cannot be read: {listed.name} ({wrong}).",
            to_fix="Restore arrivals.json from a backup, or load the returns again into a new workspace.",
        ) from wrong


def write_manifest(returns: Path, arrivals: Iterable[Arrival]) -> None:
    """Write the list in one step, so that an interruption leaves the old one."""
    returns.mkdir(parents=True, exist_ok=True)
    unfinished = returns / ".arrivals.json"
    _ = unfinished.write_text(json.dumps([asdict(one) for one in arrivals], indent=1), encoding="utf-8")
    _ = unfinished.replace(returns / "arrivals.json")


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
    listed = returns / "retired.json"
    if not listed.exists():
        return ()
    try:
        return tuple(Retired(**row) for row in json.loads(listed.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as wrong:
        raise Problem(
            f"The list of files that have been retired cannot be read: {listed.name} ({wrong}).",
            to_fix="Restore retired.json from a backup.",
        ) from wrong


def write_retired(returns: Path, files: Iterable[Retired]) -> None:
    """Write the list in one step, so that an interruption leaves the old one."""
    unfinished = returns / ".retired.json"
    _ = unfinished.write_text(json.dumps([asdict(one) for one in files], indent=1), encoding="utf-8")
    _ = unfinished.replace(returns / "retired.json")


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
