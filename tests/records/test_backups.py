"""A workspace and its records in one file, made while people work."""

import gzip
import hashlib
import io
import sqlite3
import threading
import time
import zlib
from datetime import timedelta

import pytest
from django.db import connections
from tests.records.conftest import NOW, silently
from tests.support.backups import PASSPHRASE, WHY, backed_up
from tests.support.marked_child import BORN, CHILD, EPISODES, HEADING, HOME, NAME, NEVER, UPN

from turncurve.desk import backups
from turncurve.desk.asker import LOCAL_USER, Asker, NotAllowed
from turncurve.desk.retiring import retire_files
from turncurve.records import audit, copies
from turncurve.records.audit import AuditEntry, broken_at, write_down
from turncurve.records.notes import NoteVersion, save_note
from turncurve.store import Arrival, Retired, manifest, retired, to_back_up, write_manifest, write_retired
from turncurve.store.sealed import Unsealing, head_of, lock_of
from turncurve.words.problems import Problem

GZIPPED = b"\x1f\x8b"
WRITERS = ("first", "second")


def entries(did):
    return list(AuditEntry.objects.filter(did=did).values("who", "about", "why", "details"))


def retire_one(workspace):
    (ended,) = retire_files(
        workspace, ["returns/2022-23/episodes.csv"], asker=LOCAL_USER, now=NOW, why="its time has come",
        progress=silently,
    )  # fmt: skip
    return ended


def took_away(workspace):
    """What a retirement does to the lists, quickly."""
    gone, *staying = manifest(workspace.returns)
    write_manifest(workspace.returns, staying)
    write_retired(workspace.returns, [
        Retired(digest=gone.digest, name=gone.name, size=gone.size, at=NOW.isoformat(), by="local user", why="in time"),
    ])  # fmt: skip
    (workspace.returns / gone.digest).unlink()


def put_in_marked_child(workspace):
    """In a return, in what is declared and in a note."""
    said = "\n".join([HEADING, *EPISODES]).encode()
    digest = hashlib.sha256(said).hexdigest()
    _ = (workspace.returns / digest).write_bytes(said)
    arrival = Arrival(name="marked/episodes.csv", digest=digest, size=len(said), arrived_at=NOW.isoformat())
    write_manifest(workspace.returns, [*manifest(workspace.returns), arrival])
    _ = (workspace.folder / "obsessions.yaml").write_text(f"# {NAME}, {HOME}\n[]\n")
    _ = save_note("curve care_rate", text=f"{NAME} {CHILD} {HOME}", seen=0, by="key", at=NOW)


def inside(file):
    """All that is in a backup that is not encrypted."""
    with file.open("rb") as backup:
        whole = io.BufferedReader(Unsealing(backup, lock=lock_of(head_of(backup), "")))
        return gzip.decompress(whole.read())


def test_an_encrypted_backup_holds_nothing_of_a_child_in_plain_sight(workspace, tmp_path):
    put_in_marked_child(workspace)
    there = tmp_path / "there"
    there.mkdir()
    file, open_to_all, seen = there / "encrypted.backup", tmp_path / "open.backup", set()

    def watch(_said):
        """Where backups are, nothing lies open while one is made."""
        for one in there.iterdir():
            seen.add(one.name.split("-")[0])
            assert one.stat().st_mode & 0o077 == 0
            assert one.read_bytes()[34:36] != GZIPPED

    made = backed_up(workspace, file, now=NOW, passphrase=PASSPHRASE, progress=watch)
    assert made.encrypted
    assert not made.damaged
    assert seen == {".encrypted.backup"}
    _ = backed_up(workspace, open_to_all, now=NOW)
    # The same, not encrypted, tells all of it: so it is the encryption that keeps it.
    assert [mark for mark in (CHILD, UPN, NAME, BORN, HOME) if mark.encode() not in inside(open_to_all)] == []
    assert open_to_all.read_bytes()[34:36] == GZIPPED
    locked = file.read_bytes()
    assert [mark for mark in ("council.yaml", "arrivals.json", *NEVER) if mark.encode() in locked] == []
    # Chance itself does not shrink.
    assert len(zlib.compress(locked, 9)) >= len(locked)
    assert locked[34:36] != GZIPPED
    assert file.stat().st_mode & 0o077 == 0
    assert entries("made a backup")[0] == {
        "who": "local user", "about": f"backup {made.digest}", "why": "",
        "details": {"encrypted": True, "files": made.files},
    }  # fmt: skip
    assert hashlib.sha256(locked).hexdigest() == made.digest
    # Nothing is left where it was made.
    assert [path.name for folder in (workspace.folder, tmp_path, there) for path in folder.glob(".*")] == []


def test_a_backup_that_is_not_encrypted_needs_words_and_they_are_kept(workspace, tmp_path):
    file = tmp_path / "open.backup"
    for passphrase, unencrypted, said in (
        ("", "", "needs a passphrase"), ("too short", "", "at least 12"), ("", "x", "needs a reason"),
        ("", "y" * 301, "the audit holds"), (PASSPHRASE, WHY, "either encrypted or not"),
    ):  # fmt: skip
        with pytest.raises(Problem, match=said):
            _ = backups.make_backup(
                workspace, file, asker=LOCAL_USER, now=NOW, passphrase=passphrase, unencrypted=unencrypted,
                progress=silently,
            )  # fmt: skip
    assert not file.exists()
    assert entries("made a backup") == []
    made = backed_up(workspace, file, now=NOW, unencrypted=WHY)
    assert not made.encrypted
    (entry,) = entries("made a backup")
    assert (entry["why"], entry["details"]["encrypted"]) == (WHY, False)


def test_a_backup_made_while_people_write_is_of_one_moment(workspace, elsewhere, tmp_path):
    file, done, wrong = tmp_path / "open.backup", threading.Event(), []

    def write(who):
        try:
            for number in range(10_000):
                if done.is_set():
                    break
                saved = save_note(f"curve {who}", text=f"{number}", seen=number, by=who, at=NOW)
                assert saved.taken
                _ = write_down(at=NOW + timedelta(seconds=number), who=who, did="wrote a note", about=f"curve {who}")
                time.sleep(0.002)
        except Exception as happened:  # noqa: BLE001 # said in the test's own thread
            wrong.append(happened)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(who,)) for who in WRITERS]
    for one in writers:
        one.start()
    # Both are at work before it begins: SQLite lets writers wait for each other in no order.
    while not wrong and min(AuditEntry.objects.filter(did="wrote a note", who=who).count() for who in WRITERS) < 5:
        time.sleep(0.01)
    _ = backed_up(workspace, file, now=NOW)
    at_the_end_of_the_backup = AuditEntry.objects.count()
    time.sleep(0.2)
    done.set()
    for one in writers:
        one.join()
    assert not wrong
    assert broken_at() is None
    assert AuditEntry.objects.count() > at_the_end_of_the_backup
    made = elsewhere.restored(file, tmp_path / "again", now=NOW)
    assert made.broken == ""
    assert broken_at() is None
    for who in WRITERS:
        written, said = (
            NoteVersion.objects.filter(note__about=f"curve {who}").count(),
            AuditEntry.objects.filter(did="wrote a note", who=who).count(),
        )
        # A note and its entry here are written one after the other: at one moment at most one of them is ahead.
        assert written - said in (0, 1)
        assert written >= 5


def test_a_load_or_a_retirement_meanwhile_begins_the_backup_again(workspace, tmp_path, monkeypatch):
    copied, times = copies.copy_to, []

    def while_somebody_retires(path):
        copied(path)
        times.append(path)
        if len(times) == 1:
            _ = retire_one(workspace)

    monkeypatch.setattr(copies, "copy_to", while_somebody_retires)
    said = []
    made = backed_up(workspace, tmp_path / "open.backup", now=NOW, progress=said.append)
    assert len(times) == 2
    assert [line for line in said if "beginning again" in line] != []
    assert not made.damaged


def test_a_file_that_is_retired_before_its_turn_begins_the_backup_again(workspace, tmp_path, monkeypatch):
    opener, times = to_back_up._opener, []

    def opened_late(path):
        def opened():
            times.append(path)
            if len(times) == 1:
                took_away(workspace)
            return opener(path)()

        return opened

    monkeypatch.setattr(to_back_up, "_opener", opened_late)
    made = backed_up(workspace, tmp_path / "open.backup", now=NOW)
    assert not made.damaged
    # The retired file's turn came first, and again only the other's.
    assert len({path.name for path in times} - {one.digest for one in retired(workspace.returns)}) == 1


def test_where_it_never_rests_that_is_said(workspace, tmp_path, monkeypatch):
    lists, count = backups.lists_of, iter(range(100))
    monkeypatch.setattr(backups, "lists_of", lambda folder: {**lists(folder), "x": b"%d" % next(count)})
    with pytest.raises(Problem, match="again and again"):
        _ = backed_up(workspace, tmp_path / "open.backup", now=NOW)
    assert list(tmp_path.glob("*backup*")) == []


@pytest.mark.parametrize("stops", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interruption_leaves_the_older_backup(workspace, tmp_path, monkeypatch, stops):
    file = tmp_path / "open.backup"
    _ = backed_up(workspace, file, now=NOW)
    before = file.read_bytes()

    def stopped(_size):
        raise stops

    with pytest.raises((KeyboardInterrupt, Problem)):
        _ = backed_up(workspace, file, now=NOW, progress=lambda said: stopped(said) if "%" in said else None)
    assert file.read_bytes() == before
    assert len(entries("made a backup")) == 1
    assert [path.name for path in tmp_path.glob(".*")] == []
    assert [path.name for path in workspace.folder.glob(".*")] == []


def test_a_backup_that_cannot_be_written_down_is_not_made(workspace, tmp_path, monkeypatch):
    def refused(**_):
        raise RuntimeError

    monkeypatch.setattr(audit, "write_down", refused)
    with pytest.raises(RuntimeError):
        _ = backed_up(workspace, tmp_path / "open.backup", now=NOW)
    assert list(tmp_path.glob("*open.backup*")) == []


def test_nowhere_to_write_is_said(workspace, tmp_path):
    with pytest.raises(Problem, match="could not be written"):
        _ = backed_up(workspace, tmp_path / "no" / "such.backup", now=NOW)


def test_files_that_are_missing_or_changed_are_told_and_the_rest_is_backed_up(workspace, tmp_path):
    first, second = (workspace.returns / one.digest for one in manifest(workspace.returns))
    first.unlink()
    _ = second.write_bytes(b"changed")
    made = backed_up(workspace, tmp_path / "open.backup", now=NOW)
    assert set(made.damaged) == {f"returns/{first.name}", f"returns/{second.name}"}


def test_what_a_stopped_backup_left_is_swept_away(workspace, tmp_path):
    left = workspace.folder / ".backing-up-left"
    left.mkdir()
    _ = backed_up(workspace, tmp_path / "open.backup", now=NOW - timedelta(days=3000))
    assert left.exists()
    _ = backed_up(workspace, tmp_path / "open.backup", now=NOW + timedelta(days=3000))
    assert not left.exists()


@pytest.mark.parametrize("role", ["analyst", "director", "information governance lead"])
def test_others_may_not(workspace, elsewhere, tmp_path, role):
    asker = Asker(key="key", roles=frozenset({role}))
    with pytest.raises(NotAllowed):
        _ = backed_up(workspace, tmp_path / "open.backup", now=NOW, asker=asker)
    with pytest.raises(NotAllowed):
        _ = elsewhere.restored(tmp_path / "open.backup", tmp_path / "again", now=NOW, asker=asker)
    administrator = Asker(key="key", roles=frozenset({"administrator"}))
    assert backed_up(workspace, tmp_path / "open.backup", now=NOW, asker=administrator).files


def test_the_copy_of_the_records_is_whole_in_itself(records, tmp_path):
    _ = write_down(at=NOW, who="key", did="did something")
    copies.copy_to(tmp_path / "copy")
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy"]
    if records == "postgresql":
        assert (tmp_path / "copy").read_bytes().startswith(b"PGDMP")
        return
    with sqlite3.connect(tmp_path / "copy") as copy:
        assert copy.execute("pragma integrity_check").fetchone() == ("ok",)
        assert copy.execute("select count(*) from records_auditentry").fetchone() == (1,)
    copy.close()
