"""Files whose time has come: taken away with all their rows, and the hash, the reason and who did it kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from turncurve.desk.asker import Asker, may
from turncurve.desk.loading import built_of, turn_to_load
from turncurve.desk.purposes import purpose_of
from turncurve.desk.workspace import Workspace
from turncurve.returns.arriving import Reading
from turncurve.store import Arrival, Retired, manifest, retired, write_retired
from turncurve.words.problems import Problem

_ENOUGH_OF_A_HASH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKept:
    """A file that is here: its name, the first 16 letters of its hash, its size in bytes and when it arrived."""

    name: str
    key: str
    size: int
    arrived_at: str


def files_kept(workspace: Workspace, *, asker: Asker, before: str = "") -> tuple[FileKept, ...]:
    """The files that are here, oldest first; only those that arrived before a day (YYYY-MM-DD) where one is said."""
    may(asker, "retire files")
    return tuple(
        FileKept(name=one.name, key=one.digest[:16], size=one.size, arrived_at=one.arrived_at)
        for one in manifest(workspace.returns)
        if not before or one.arrived_at[:10] < before
    )


def retire_files(
    workspace: Workspace,
    named: Sequence[str],
    *,
    asker: Asker,
    now: datetime,
    why: str,
    progress: Callable[[str], None],
) -> tuple[Retired, ...]:
    """Take files away, by name or by the start of their hash, and build the curves again without them.

    What was counted from them is gone from every table. An interruption leaves them as they were, or gone: never half.
    Raises Problem for a name no file here has, and without a reason.
    """
    may(asker, "retire files")
    reason = purpose_of(why)
    with turn_to_load(workspace):
        here = manifest(workspace.returns)
        going = {one.digest: one for name in named for one in _meant(name, here)}
        ended = tuple(
            Retired(
                digest=one.digest,
                name=one.name,
                size=one.size,
                at=now.isoformat(timespec="seconds"),
                by=asker.key,
                why=reason,
            )
            for one in going.values()
        )
        staying = [one for one in here if one.digest not in going]

        def end_them(_: Reading) -> None:
            _write_down(ended, asker=asker, now=now, why=reason)
            write_retired(workspace.returns, (*retired(workspace.returns), *ended))

        _ = built_of(workspace, staying, said=(), now=now, progress=progress, written_down=end_them)
    return ended


def _meant(name: str, here: Sequence[Arrival]) -> list[Arrival]:
    found = [
        one
        for one in here
        if one.name == name or (len(name) >= _ENOUGH_OF_A_HASH and one.digest.startswith(name.lower()))
    ]
    if not found:
        raise Problem(
            f"No file called '{name}' is here.",
            to_fix="See what is here with: turncurve retire --list. Give its whole name, or 8 letters of its hash.",
        )
    return found


def _write_down(ended: Sequence[Retired], *, asker: Asker, now: datetime, why: str) -> None:
    from turncurve.records.audit import write_down

    for one in ended:
        _ = write_down(at=now, who=asker.key, did="retired a file", about=f"file {one.digest[:16]}", why=why)
