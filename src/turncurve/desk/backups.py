"""A whole workspace in one file, while people work; that it was made is written down in the audit.

The analysis database goes with it although it could be built again: for ten years of one council that takes 21 seconds
and for a region many minutes, and copied it takes a second, adds 3 MB to 5 and gives the same curves to the last digit.
"""

import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Final

from turncurve.desk.asker import Asker, may
from turncurve.desk.purposes import purpose_of
from turncurve.desk.workspace import Workspace
from turncurve.store.packed import POSTGRESQL_RECORDS, SQLITE_RECORDS, Member, Told, file_member, pack
from turncurve.store.sealed import Sealing, new_lock
from turncurve.store.to_back_up import Overtaken, lists_of, members_of, no_longer_what_arrived
from turncurve.store.whole import NewFile, new_file
from turncurve.words.problems import Problem

_SHORTEST_PASSPHRASE: Final = 12
_TRIES: Final = 5
_COPIES: Final = ".backing-up-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that was made: its SHA-256, its size in bytes, how many files it holds, whether it is encrypted.

    `damaged` are files of the workspace that are missing or no longer what arrived, named as in the workspace.
    """

    digest: str
    size: int
    files: int
    encrypted: bool
    damaged: tuple[str, ...]


def make_backup(
    workspace: Workspace,
    file: Path,
    *,
    asker: Asker,
    now: datetime,
    passphrase: str,
    unencrypted: str,
    progress: Callable[[str], None],
) -> Made:
    """Back up a workspace whose records are open into one file, with a passphrase or a reason for none.

    Others go on working: all of it is as it was at one moment. Until the new backup is whole, an older one of that name
    stays as it is. Raises Problem.
    """
    may(asker, "make a backup")
    from django.db import transaction

    from turncurve.records.audit import write_down

    why = _reason(passphrase, unencrypted)
    with _written(workspace, file, now=now, passphrase=passphrase, progress=progress) as (made, unfinished):
        with transaction.atomic():
            _ = write_down(
                at=now,
                who=asker.key,
                did="made a backup",
                about=f"backup {made.digest}",
                why=why,
                details={"encrypted": made.encrypted, "files": made.files},
            )
            unfinished.put_in_place(file)
        return made


def _reason(passphrase: str, unencrypted: str) -> str:
    """Why it is not encrypted; "" where it is. Raises Problem where neither is said, or both."""
    if passphrase and unencrypted:
        raise Problem("A backup is either encrypted or not.", to_fix="Give a passphrase or a reason, and not both.")
    if unencrypted:
        return purpose_of(unencrypted)
    if len(passphrase) < _SHORTEST_PASSPHRASE:
        raise Problem(
            f"A backup needs a passphrase of at least {_SHORTEST_PASSPHRASE} letters.",
            to_fix='Use three or four words that do not belong together; or say why not, with --unencrypted "REASON".',
        )
    return ""


@contextmanager
def _written(
    workspace: Workspace, file: Path, *, now: datetime, passphrase: str, progress: Callable[[str], None]
) -> Generator[tuple[Made, NewFile]]:
    """The backup, whole, beside the file it will be. Begins again where somebody loads or retires meanwhile."""
    for _ in range(_TRIES):
        with ExitStack() as open_meanwhile:
            try:
                unfinished = open_meanwhile.enter_context(new_file(file))
                copies = open_meanwhile.enter_context(_copies(workspace.folder, now=now))
                progress("Copying the records")
                members, told, missing = _at_one_moment(
                    workspace, copies=copies, now=now, open_meanwhile=open_meanwhile
                )
                # A new key each time: no key ever seals two files.
                sealing = Sealing(unfinished, lock=new_lock(passphrase))
                digests = pack(members, told=told, into=sealing, packed=_by_tenths(members, progress=progress))
            except Overtaken:
                progress("Somebody loaded or retired returns meanwhile: beginning again")
                continue
            sealing.finish()
            yield (
                Made(
                    size=unfinished.finish(),
                    digest=unfinished.digest,
                    files=len(digests),
                    encrypted=bool(passphrase),
                    damaged=tuple(sorted([*missing, *no_longer_what_arrived(digests)])),
                ),
                unfinished,
            )
            return
    raise Problem(
        "Returns were loaded or retired again and again while the backup was made.",
        to_fix="Make it when nobody loads or retires returns.",
    )


@contextmanager
def _copies(folder: Path, *, now: datetime) -> Generator[Path]:
    """A folder for the copy of the records, within the workspace: nothing goes unencrypted to where backups are."""
    for left in folder.glob(f"{_COPIES}*"):
        # Of a backup that was ended by force; a younger one may still be at work.
        if left.stat().st_mtime < (now - timedelta(days=1)).timestamp():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_COPIES, dir=folder) as copies:
        yield Path(copies)


def _at_one_moment(
    workspace: Workspace, *, copies: Path, now: datetime, open_meanwhile: ExitStack
) -> tuple[list[Member], Told, list[str]]:
    """What goes into the backup, the records first; what it says of itself; and what should be there and is not.

    Raises Overtaken where a file arrived or left while the records were copied: what is in `returns` and what the audit
    says of it would not be of one moment.
    """
    from turncurve.records import copies as records
    from turncurve.records.audit import nothing_written

    with nothing_written():
        lists = lists_of(workspace.folder)
        members, missing = members_of(workspace.folder, lists=lists, open_meanwhile=open_meanwhile)
    copy = copies / (POSTGRESQL_RECORDS if records.kind() == records.POSTGRESQL else SQLITE_RECORDS)
    told = Told(
        release=version("turncurve"),
        made_at=now.isoformat(timespec="seconds"),
        records=records.kind(),
        migrations=tuple(records.migrations_applied()),
    )
    records.copy_to(copy)
    with nothing_written():
        if lists_of(workspace.folder) != lists:
            raise Overtaken
    return [file_member(copy, name=copy.name), *members], told, missing


def _by_tenths(members: list[Member], *, progress: Callable[[str], None]) -> Callable[[Member], None]:
    """Tell how far it has come, ten times at most."""
    whole, done, told = sum(one.size for one in members) or 1, 0, 0

    def packed(member: Member) -> None:
        nonlocal done, told
        done += member.size
        if (tenths := done * 10 // whole) > told:
            told = tenths
            progress(f"{tenths * 10}% of {whole / 1e6:,.0f} MB backed up")

    return packed
