"""A workspace and its records made again from a backup, when the original is gone."""

import io
import json
import os
import subprocess
import sys
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from tests.records.conftest import NOW
from tests.support.backups import PASSPHRASE, backed_up
from tests.support.records import database_in_use, put_back, sqlite_at, use_database

from turncurve.desk.lines import analysis_of
from turncurve.desk.loading import needs_building
from turncurve.desk.restoring import is_encrypted
from turncurve.desk.workspace import open_workspace, secret_of
from turncurve.records import copies
from turncurve.records.accounts import Account, HeldRole
from turncurve.records.audit import AuditEntry, broken_at, links, write_down
from turncurve.records.notes import NoteVersion, note_about, save_note
from turncurve.store import Retired, manifest, packed, retired, write_retired
from turncurve.store.sealed import Sealing, new_lock
from turncurve.words.problems import Problem

LATER = NOW + timedelta(days=9)


def write_things(workspace):
    """Of every kind that people write."""
    account = Account.objects.create(email="a@example.gov.uk", name="A", opened_at=NOW)
    _ = HeldRole.objects.create(account=account, role="analyst")
    for version, text in enumerate(("First words", "Second words: £, é, 𝄞")):
        _ = save_note("curve care_rate", text=text, seen=version, by=str(account.pk), at=NOW)
    _ = write_down(at=NOW, who=str(account.pk), did="wrote a note", about="curve care_rate", details={"n": [1, "a"]})
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=LATER)
    return account


def everything(workspace):
    """What there is, to be compared."""
    return {
        "returns": {path.name: path.read_bytes() for path in workspace.returns.iterdir()},
        "declared": [(workspace.folder / name).read_bytes() for name in ("council.yaml", "obsessions.yaml")],
        "secret": secret_of(workspace),
        "tables": {name: sorted(map(str, analysis_of(workspace).table(name).rows()))
                   for name in analysis_of(workspace).tables()},
        "accounts": list(Account.objects.values()),
        "roles": list(HeldRole.objects.values()),
        "notes": list(NoteVersion.objects.order_by("version").values()),
    }  # fmt: skip


def test_the_original_destroyed_everything_is_there_again(workspace, elsewhere, tmp_path):
    account = write_things(workspace)
    ended = Retired(
        digest="0" * 64, name="old.csv", size=1, at=NOW.isoformat(), by="local user", why="its time has come"
    )
    write_retired(workspace.returns, [ended])
    before, file = everything(workspace), tmp_path / "dorset.backup"
    chain = list(links())
    made = backed_up(workspace, file, now=NOW, passphrase=PASSPHRASE)
    elsewhere.destroy(workspace)
    assert not workspace.folder.exists()

    restored = elsewhere.restored(file, tmp_path / "again", now=LATER, passphrase=PASSPHRASE)

    again = open_workspace(tmp_path / "again")
    assert everything(again) == before
    assert not needs_building(again)
    assert retired(again.returns) == (ended,)
    assert {one.name for one in again.folder.iterdir()} <= {
        "council.yaml", "obsessions.yaml", "signing-key", "returns", "analysis",
        *(f"records.sqlite3{end}" for end in ("", "-wal", "-shm")),
    }  # fmt: skip
    # The audit goes on: what was there, and that it was restored.
    assert list(links())[:-1] == chain
    assert broken_at() is None
    last = AuditEntry.objects.order_by("-number")[0]
    assert (last.did, last.about, last.at) == ("restored a backup", f"backup {made.digest}", LATER)
    assert last.details == {"encrypted": True, "files": made.files, "made": NOW.isoformat(timespec="seconds")}
    assert (restored.broken, restored.encrypted, restored.files) == ("", True, made.files)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("update records_auditentry set did = 'x'")
    connection.close()
    # People go on writing, and sign in anew.
    assert save_note("curve care_rate", text="Third", seen=2, by=str(account.pk), at=LATER).taken
    assert Session.objects.count() == 0


def test_a_wrong_passphrase_and_every_kind_of_damage_leave_nothing_behind(workspace, elsewhere, tmp_path):
    _ = save_note("curve care_rate", text="Words", seen=0, by="key", at=NOW)
    file, encrypted, folder = tmp_path / "open.backup", tmp_path / "encrypted.backup", tmp_path / "again"
    _ = backed_up(workspace, file, now=NOW)
    _ = backed_up(workspace, encrypted, now=NOW, passphrase=PASSPHRASE)
    assert (is_encrypted(file), is_encrypted(encrypted)) == (False, True)
    whole, locked = file.read_bytes(), encrypted.read_bytes()
    middle = len(whole) // 2
    damaged = {
        "changed": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "cut": whole[:-1],
        "half": whole[:middle],
        "added to": whole + b"x",
        "twice": whole + whole,
        "changed, encrypted": locked[:middle] + bytes([locked[middle] ^ 1]) + locked[middle + 1 :],
    }
    for how, content in damaged.items():
        _ = file.write_bytes(content)
        with pytest.raises(Problem, match=r"damaged|passphrase"):
            _ = elsewhere.restored(file, folder, now=LATER, passphrase=PASSPHRASE)
        assert copies.kind() == "sqlite" or connection.introspection.table_names() == [], how
        assert not folder.exists()
    with pytest.raises(Problem, match="the passphrase is wrong"):
        _ = elsewhere.restored(encrypted, folder, now=LATER, passphrase=PASSPHRASE + "x")
    assert not folder.exists()
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_only_into_an_empty_folder(workspace, elsewhere, tmp_path):
    file, folder = tmp_path / "open.backup", tmp_path / "again"
    _ = backed_up(workspace, file, now=NOW)
    folder.mkdir()
    _ = (folder / "mine.txt").write_text("mine")
    for taken in (folder, workspace.folder, file):
        with pytest.raises(Problem, match="is not empty"):
            _ = elsewhere.restored(file, taken, now=LATER)
    with pytest.raises(Problem, match="is not a folder"):
        _ = elsewhere.restored(file, tmp_path / "no" / "such", now=LATER)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    (folder / "mine.txt").unlink()
    assert elsewhere.restored(file, folder, now=LATER).broken == ""


def test_only_into_records_that_are_new(workspace, elsewhere, tmp_path):
    _ = save_note("curve care_rate", text="Words", seen=0, by="key", at=NOW)
    file = tmp_path / "open.backup"
    _ = backed_up(workspace, file, now=NOW)
    with pytest.raises(Problem, match="not empty" if elsewhere.kind == "postgresql" else "not the new workspace's own"):
        _ = elsewhere.restored(file, tmp_path / "again", now=LATER, opened=lambda _: None)
    # The records there are as they were.
    assert note_about("curve care_rate").text == "Words"
    assert not (tmp_path / "again").exists()


def test_records_go_back_into_the_kind_of_database_they_came_from(workspace, elsewhere, migrated_server, tmp_path):
    file = tmp_path / "open.backup"
    _ = backed_up(workspace, file, now=NOW)

    def the_other(making):
        if elsewhere.kind == "postgresql":
            use_database(sqlite_at(making / "records.sqlite3"))
        else:
            use_database(migrated_server.url("postgres"))

    with pytest.raises(Problem, match="The records of this backup were in"):
        _ = elsewhere.restored(file, tmp_path / "again", now=LATER, opened=the_other)
    assert not (tmp_path / "again").exists()


def test_a_backup_of_a_newer_release_is_said_to_be_one(workspace, elsewhere, tmp_path, monkeypatch):
    file = tmp_path / "open.backup"
    applied = copies.migrations_applied
    monkeypatch.setattr(copies, "migrations_applied", lambda: [*applied(), "records.0999_of_tomorrow"])
    _ = backed_up(workspace, file, now=NOW)
    with pytest.raises(Problem, match="by a newer release"):
        _ = elsewhere.restored(file, tmp_path / "again", now=LATER)
    assert not (tmp_path / "again").exists()


def test_stopped_half_way_nothing_is_left(workspace, elsewhere, tmp_path, monkeypatch):
    file = tmp_path / "open.backup"
    _ = backed_up(workspace, file, now=NOW)

    def stopped():
        raise KeyboardInterrupt

    monkeypatch.setattr(copies, "end_sessions", stopped)
    with pytest.raises(KeyboardInterrupt):
        _ = elsewhere.restored(file, tmp_path / "again", now=LATER)
    assert not (tmp_path / "again").exists()
    assert [path.name for path in tmp_path.glob(".*")] == []
    if elsewhere.kind == "postgresql":
        # The same database may be restored into at once.
        name = database_in_use()["NAME"]
        monkeypatch.undo()
        assert elsewhere.restored(file, tmp_path / "again", now=LATER, opened=lambda _: None).broken == ""
        assert database_in_use()["NAME"] == name


def test_without_the_programs_of_postgresql_that_is_said(workspace, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setattr(copies.shutil, "which", lambda _: None)
    if elsewhere.kind == "sqlite":
        assert backed_up(workspace, tmp_path / "open.backup", now=NOW).files
        return
    with pytest.raises(Problem, match="pg_dump is not on this computer"):
        _ = backed_up(workspace, tmp_path / "open.backup", now=NOW)
    assert not (tmp_path / "open.backup").exists()


# On SQLite the manual's own examples are run.
@pytest.mark.slow
@pytest.mark.parametrize("records", ["postgresql"], indirect=True)
def test_at_the_command_line_one_command_each(workspace, elsewhere, tmp_path):
    account, file, folder = write_things(workspace), tmp_path / "dorset.backup", tmp_path / "again"
    name = database_in_use()["NAME"]
    there, new = (elsewhere.url(one) for one in (name, elsewhere.new_database()))

    def turncurve(*words, records, passphrase=PASSPHRASE):
        done = subprocess.run(
            [Path(sys.executable).parent / "turncurve", *words], env=os.environ | {"DATABASE_URL": records},
            input=f"{passphrase}\n", capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert PASSPHRASE not in done.stdout + done.stderr
        return done.returncode, " ".join(done.stderr.split())

    code, said = turncurve("backup", file, "--at", workspace.folder, records=there)
    assert (code, "encrypted. SHA-256" in said) == (0, True)
    code, said = turncurve("restore", file, "--at", folder, records=new, passphrase="some other words")
    assert (code, "the passphrase is wrong" in said) == (2, True)
    code, said = turncurve("restore", file, "--at", folder, records=new)
    assert (code, "holds what was backed up on" in said) == (0, True)
    use_database(new)
    assert [one.pk for one in Account.objects.all()] == [account.pk]
    assert [one.did for one in AuditEntry.objects.order_by("number")][1:] == ["restored a backup"]
    assert broken_at() is None


def test_a_password_is_given_where_nobody_sees_it(monkeypatch, tmp_path):
    before, seen = database_in_use(), []

    def run(command, *, env, **_):
        seen.append((command, env))
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(copies.subprocess, "run", run)
    use_database("postgresql://people:s3cr3t%20words@db.example:5433/records?sslmode=require")
    try:
        with pytest.raises(Problem, match="pg_dump ended with 1"):
            copies.copy_to(tmp_path / "copy")
    finally:
        put_back(before)
    ((command, env),) = seen
    assert env["PGPASSWORD"] == "s3cr3t words"
    assert "s3cr3t" not in " ".join(command)
    assert [part in command[2] for part in ("user=people", "host=db.example", "port=5433", "sslmode=require")] == [
        True
    ] * 4


def test_where_the_audit_in_it_was_tampered_with_that_is_said(workspace, elsewhere, tmp_path):
    from tests.records.test_audit import alter

    for number in range(3):
        _ = write_down(at=NOW, who="key", did="read a record", about=f"child {number}")
    alter("update records_auditentry set about = 'nothing' where number = 2")
    file = tmp_path / "open.backup"
    _ = backed_up(workspace, file, now=NOW)
    assert elsewhere.restored(file, tmp_path / "again", now=LATER).broken.startswith("At entry 2: ")


def test_before_anything_is_loaded_and_without_anything_written_it_is_as_good(records, elsewhere, tmp_path):
    from turncurve.desk.workspace import init_workspace

    workspace = init_workspace(tmp_path / "new", named="Dorset")
    _ = backed_up(workspace, tmp_path / "open.backup", now=NOW)
    assert elsewhere.restored(tmp_path / "open.backup", tmp_path / "again", now=LATER).broken == ""
    assert open_workspace(tmp_path / "again").council == workspace.council
    assert manifest(open_workspace(tmp_path / "again").returns) == ()


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "returns/../../outside", "analysis/x.txt", "returns"])
def test_what_no_backup_holds_is_never_written(tmp_path, name):
    inside, file = io.BytesIO(b"x"), tmp_path / "made.backup"
    tar_bytes = io.BytesIO()
    with tarfile.open(fileobj=tar_bytes, mode="w:gz") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        tar.addfile(entry, inside)
    unpacks_not(tar_bytes.getvalue(), file=file, folder=tmp_path / "into", said="no backup holds")
    assert list(tmp_path.rglob("*outside*")) == []


@pytest.mark.parametrize("manifest_of", [{}, [], {"members": {}}, {"members": {"council.yaml": "0"}}, None])
def test_a_list_of_files_that_is_none_is_said(tmp_path, manifest_of):
    tar_bytes = io.BytesIO()
    with tarfile.open(fileobj=tar_bytes, mode="w:gz") as tar:
        content = json.dumps(manifest_of).encode()
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
    unpacks_not(tar_bytes.getvalue(), file=tmp_path / "made.backup", folder=tmp_path / "into", said="list of files")


def unpacks_not(content, *, file, folder, said):
    from turncurve.store.sealed import Unsealing, head_of, lock_of

    with file.open("wb") as into:
        sealing = Sealing(into, lock=new_lock(""))
        _ = sealing.write(content)
        sealing.finish()
    folder.mkdir()
    with file.open("rb") as backup, pytest.raises(Problem, match=said):
        _ = packed.unpack(Unsealing(backup, lock=lock_of(head_of(backup), "")), folder, progress=lambda: None)
