"""Files on their way in from a browser, each in a folder of its own job, and what a job made to be fetched."""

import os
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

_BINARY: Final[int] = getattr(os, "O_BINARY", 0)
_DEEPEST: Final = 8
# In bytes: most disks hold names of up to 255.
_LONGEST: Final = 200
_SUFFIX: Final = 10
# What Windows takes for something else than a letter, and names it takes for devices.
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def safe_parts(said: str) -> tuple[str, ...]:
    """The folders and the name of a file as a browser says them, such that they lead nowhere but down.

    Only the last eight are kept; none at all where nothing is left of the name.
    """
    parts = [_safe(part) for part in re.split(r"[/\\]", said)]
    return tuple(part for part in parts if part)[-_DEEPEST:]


def _safe(part: str) -> str:
    plain = "".join(letter for letter in _NOT_IN_NAMES.sub("_", part) if letter.isprintable())
    # Windows would drop dots and spaces from the end, and ".." is made of them.
    plain = plain.strip().rstrip(". ")
    if _DEVICES.fullmatch(plain):
        plain = f"_{plain}"
    if len(plain.encode()) <= _LONGEST:
        return plain
    stem, dot, suffix = plain.rpartition(".")
    kept = f"{dot}{suffix}" if stem and len(suffix.encode()) < _SUFFIX else ""
    return plain.encode()[: _LONGEST - len(kept.encode())].decode(errors="ignore") + kept


def new_upload(folder: Path, parts: tuple[str, ...]) -> BinaryIO:
    """A new file below a folder, under these names, to write to; never over one that is there.

    Raises OSError where it cannot be written.
    """
    above = folder.joinpath(*parts[:-1])
    above.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem, dot, suffix = parts[-1].rpartition(".")
    name, again = parts[-1], 1
    while True:
        try:
            opened = os.open(above / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        except FileExistsError:
            again += 1
            name = f"{stem} ({again}){dot}{suffix}" if stem else f"{suffix} ({again})"
            continue
        return os.fdopen(opened, "wb")


def take_away_folder(folder: Path) -> None:
    """All of it is gone, as far as the system lets it."""
    shutil.rmtree(folder, ignore_errors=True)


def folders_in(folder: Path) -> tuple[Path, ...]:
    """Every folder in a folder; none where it is not there."""
    return tuple(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else ()


def changed_before(path: Path, moment: datetime) -> bool:
    """Whether a folder was last changed before a moment; one that is gone was."""
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return True
