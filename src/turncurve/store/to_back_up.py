"""What of a workspace's folder goes into a backup, as it is at one moment."""

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final

from turncurve.store.analysis import POINTER, current
from turncurve.store.arrivals import manifest
from turncurve.store.packed import Member, held_member

_DECLARED: Final = ("council.yaml", "obsessions.yaml", "signing-key")
_LISTS: Final = ("returns/arrivals.json", "returns/retired.json")


class Overtaken(Exception):
    """Somebody loaded or retired returns meanwhile: what was listed is no longer there."""


def lists_of(folder: Path) -> Mapping[str, bytes]:
    """The lists of what has arrived and of what has been retired, as they are now."""
    return {name: (folder / name).read_bytes() for name in _LISTS if (folder / name).exists()}


def members_of(
    folder: Path, *, lists: Mapping[str, bytes], open_meanwhile: ExitStack
) -> tuple[list[Member], list[str]]:
    """What goes into the backup of a folder with these lists, and the names of listed files that are not there.

    A file that arrived never changes, so it is opened only when its turn comes; where it has gone by then, that raises
    Overtaken.
    """
    members = [held_member((folder / name).read_bytes(), name=name) for name in _DECLARED if (folder / name).exists()]
    members += _analysis(folder / "analysis", open_meanwhile=open_meanwhile)
    members += [held_member(content, name=name) for name, content in lists.items()]
    missing: list[str] = []
    for digest in dict.fromkeys(one.digest for one in manifest(folder / "returns")):
        path, name = folder / "returns" / digest, f"returns/{digest}"
        if path.is_file():
            members.append(Member(name=name, size=path.stat().st_size, open=_opener(path)))
        else:
            missing.append(name)
    return members, missing


def no_longer_what_arrived(digests: Mapping[str, str]) -> list[str]:
    """Of files that were packed, by name, with their SHA-256: returns that are not what their name says."""
    return [
        name
        for name, digest in digests.items()
        if name.startswith("returns/") and not name.endswith(".json") and name != f"returns/{digest}"
    ]


def _opener(path: Path) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        try:
            return path.open("rb")
        except FileNotFoundError:
            raise Overtaken from None

    return opened


def _analysis(folder: Path, *, open_meanwhile: ExitStack) -> list[Member]:
    """The database in use, opened now: a load meanwhile may take its name away, but not what is open."""
    while (analysis := current(folder)) is not None:
        try:
            open_file = open_meanwhile.enter_context(analysis.path.open("rb"))
        except FileNotFoundError:
            continue
        size = os.fstat(open_file.fileno()).st_size
        return [
            Member(name=f"analysis/{analysis.path.name}", size=size, open=lambda file=open_file: file),
            held_member(f"{analysis.path.name}\n".encode(), name=f"analysis/{POINTER}"),
        ]
    return []
