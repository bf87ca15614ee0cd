"""A workspace made again from a backup, in a new folder; that it was is written down in the audit that came with it."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from turncurve.desk.asker import Asker, may
from turncurve.store.packed import POSTGRESQL_RECORDS, Told, unpack
from turncurve.store.sealed import Unsealing, head_of, lock_of, needs_passphrase
from turncurve.store.whole import Hashing, new_folder, opened_file, put_folder_in_place, refuse_unless_free
from turncurve.words.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A workspace made again: when its backup was made, by which release, and how many files it held.

    `broken` says where its audit does not hold; "" where it does.
    """

    made_at: str
    release: str
    files: int
    encrypted: bool
    broken: str


def is_encrypted(file: Path) -> bool:
    """Whether a backup needs its passphrase. Raises Problem for a file that is not there or no backup."""
    with opened_file(file) as backup:
        return needs_passphrase(head_of(backup))


def restore_backup(
    file: Path,
    folder: Path,
    *,
    asker: Asker,
    now: datetime,
    passphrase: str,
    open_records: Callable[[Path], None],
    progress: Callable[[str], None],
) -> Restored:
    """Make a workspace again in a folder that is empty or not there; nothing of it is there until all of it is.

    `open_records` is given the folder in which the records will be, before they are there, and says where Django finds
    them. Records go back into the kind of database they came from. Raises Problem, and leaves nothing behind.
    """
    may(asker, "restore a backup")
    from turncurve.records import copies as records

    with opened_file(file) as opened:
        backup = Hashing(opened)
        head = head_of(backup)
        refuse_unless_free(folder)
        encrypted = needs_passphrase(head)
        if encrypted:
            progress("Trying the passphrase")
        with new_folder(folder) as making:
            open_records(making)
            records.refuse_unless_empty(making)
            with _emptied_again():
                unsealing = Unsealing(backup, lock=lock_of(head, passphrase))
                told, files = unpack(unsealing, making, progress=_every_hundred(progress))
                progress("Bringing the records up to date")
                _put_back(making, told=told)
                broken = _written_down(
                    asker=asker,
                    now=now,
                    digest=backup.digest,
                    details={"encrypted": encrypted, "files": files, "made": told.made_at},
                )
                records.let_go()
                put_folder_in_place(making, folder)
    return Restored(made_at=told.made_at, release=told.release, files=files, encrypted=encrypted, broken=broken)


def _every_hundred(progress: Callable[[str], None]) -> Callable[[], None]:
    count = 0

    def unpacked() -> None:
        nonlocal count
        count += 1
        if count % 100 == 0:
            progress(f"{count} files restored")

    return unpacked


@contextmanager
def _emptied_again() -> Generator[None]:
    """What has been put into a PostgreSQL that was found empty goes again when something fails."""
    from turncurve.records import copies as records

    try:
        yield
    except BaseException:
        if records.kind() == records.POSTGRESQL:
            records.empty()
        raise
    finally:
        records.let_go()


def _put_back(folder: Path, *, told: Told) -> None:
    """Put the records that were unpacked where they belong, and bring them up to date. Raises Problem."""
    from turncurve.records import copies as records

    goes_to = records.kind()
    if told.records != goes_to:
        raise Problem(
            f"The records of this backup were in {records.NAMES.get(told.records, 'another database')}, and would go "
            f"into {records.NAMES[goes_to]}.",
            to_fix="Name a new, empty PostgreSQL in DATABASE_URL."
            if told.records == records.POSTGRESQL
            else "Take DATABASE_URL away, so that the records are kept in the workspace.",
        )
    if records.migrations_not_known(told.migrations):
        raise Problem(
            f"This backup was made by a newer release ({told.release}) than this one.",
            to_fix="Install that release, or the newest, and restore with it.",
        )
    if goes_to == records.POSTGRESQL:
        dump = folder / POSTGRESQL_RECORDS
        records.put_back(dump)
        dump.unlink()
    records.bring_up_to_date()
    records.end_sessions()


def _written_down(*, asker: Asker, now: datetime, digest: str, details: dict[str, object]) -> str:
    """Write the restoring down in the records that were restored; where their audit does not hold, "" where it does."""
    from turncurve.records.audit import broken_at, write_down

    broken = broken_at()
    _ = write_down(at=now, who=asker.key, did="restored a backup", about=f"backup {digest}", details=details)
    return f"At entry {broken.number}: {broken.why}." if broken else ""
