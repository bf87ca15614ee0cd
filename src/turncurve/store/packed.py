"""The inside of a backup: a gzipped tar of files, the last of which says what the others were."""

import gzip
import io
import json
import re
import tarfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Final

from turncurve.store.whole import Hashing
from turncurve.words.problems import Problem

# Returns and databases shrink to an eighth at the quickest level, and to little less at the slowest.
_LEVEL: Final = 1
_STEP: Final = 1 << 20
_MANIFEST: Final = "manifest.json"
SQLITE_RECORDS: Final = "records.sqlite3"
POSTGRESQL_RECORDS: Final = "records.dump"
# What a backup may hold; nothing else in one is ever written to the disk.
_MAY_HOLD: Final = re.compile(
    r"council\.yaml|obsessions\.yaml|signing-key|records\.sqlite3|records\.dump|manifest\.json"
    r"|returns/(?:arrivals|retired)\.json|returns/[0-9a-f]{64}|analysis/current\.txt|analysis/[0-9A-Za-z_-][0-9A-Za-z_.-]*\.duckdb"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of a backup: its name there, its size, and how to open it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a backup says of itself: by which release and when it was made (ISO 8601), the kind of database its records
    were in, and the steps by which their tables had come to be as they were.
    """

    release: str
    made_at: str
    records: str
    migrations: tuple[str, ...]


def file_member(path: Path, *, name: str) -> Member:
    """A file that nobody changes while it is packed."""
    return Member(name=name, size=path.stat().st_size, open=lambda: path.open("rb"))


def held_member(content: bytes, *, name: str) -> Member:
    """A file that was read whole."""
    return Member(name=name, size=len(content), open=lambda: io.BytesIO(content))


def pack(
    members: Iterable[Member], *, told: Told, into: io.RawIOBase, packed: Callable[[Member], None]
) -> Mapping[str, str]:
    """Write the members and, last, the manifest: what is `told` and each member's SHA-256, which are given back."""
    digests: dict[str, str] = {}
    with (
        gzip.GzipFile(fileobj=into, mode="wb", compresslevel=_LEVEL, mtime=0) as smaller,
        tarfile.open(fileobj=smaller, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        for member in members:
            with member.open() as file:
                hashing = Hashing(file)
                tar.addfile(_entry(member.name, size=member.size), hashing)
                digests[member.name] = hashing.digest
            packed(member)
        manifest = json.dumps({**asdict(told), "members": digests}, indent=1, sort_keys=True).encode()
        tar.addfile(_entry(_MANIFEST, size=len(manifest)), io.BytesIO(manifest))
    return digests


def _entry(name: str, *, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def unpack(packed: io.RawIOBase, folder: Path, *, progress: Callable[[], None]) -> tuple[Told, int]:
    """Write every member into an empty folder and check each; what the backup says of itself, and how many there are.

    Raises Problem for what is damaged or holds what no backup does; the folder is then not to be used.
    """
    digests: dict[str, str] = {}
    try:
        with (
            io.BufferedReader(packed, _STEP) as whole,
            gzip.GzipFile(fileobj=whole, mode="rb") as larger,
            tarfile.open(fileobj=larger, mode="r|") as tar,
        ):
            for entry in tar:
                digests[entry.name] = _written(tar, entry, folder)
                progress()
            # To the very end, so that a file cut short is known for one.
            while larger.read(_STEP):
                continue
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        expected = manifest.pop("members")
        told = Told(
            release=str(manifest["release"]),
            made_at=str(manifest["made_at"]),
            records=str(manifest["records"]),
            migrations=tuple(manifest["migrations"]),
        )
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, FileExistsError) as wrong:
        raise _not_whole("it cannot be unpacked") from wrong
    except (FileNotFoundError, KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise _not_whole("its list of files is missing or cannot be read") from wrong
    del digests[_MANIFEST]
    if digests != expected:
        raise _not_whole("a file in it is not what it was")
    (folder / _MANIFEST).unlink()
    return told, len(digests)


def _written(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> str:
    content = tar.extractfile(entry) if entry.isreg() else None
    if content is None or not _MAY_HOLD.fullmatch(entry.name):
        raise _not_whole("it holds something no backup holds")
    path = folder / entry.name
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as file:
        hashing = Hashing(file)
        while piece := content.read(_STEP):
            _ = hashing.write(piece)
    path.chmod(0o600)
    return hashing.digest


def _not_whole(why: str) -> Problem:
    return Problem(f"The backup cannot be used: {why}.", to_fix="Use another backup.")
