"""A workspace as an earlier release left it: its records are brought up to date at the start, and nothing is lost.

`data/earlier_release` was written by the releases before: the records by the first that had any, as SQLite's own dump;
the analysis database, which then had no checks, as SQL.
"""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection
from tests.records.conftest import NOW, silently
from tests.support.backups import backed_up
from tests.support.records import database_in_use, put_back, sqlite_at, use_database

from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.lines import analysis_of
from turncurve.desk.loading import load_returns, needs_building
from turncurve.desk.workspace import open_workspace
from turncurve.records import copies
from turncurve.records.accounts import Account, HeldRole, Team
from turncurve.records.audit import AuditEntry, broken_at, write_down
from turncurve.records.notes import Note, NoteVersion, note_about, save_note
from turncurve.store import manifest
from turncurve.web.starting import start

EARLIER = Path(__file__).parent / "data" / "earlier_release"
THERE = {"Team": 1, "Account": 2, "HeldRole": 2, "Note": 1, "NoteVersion": 2, "AuditEntry": 4}
WRITTEN = (Team, Account, HeldRole, Note, NoteVersion, AuditEntry)


def rows():
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in WRITTEN}


def counts(found):
    return {name: len(of_it) for name, of_it in found.items()}


def points(workspace, measure="foster_placements"):
    found = analysis_of(workspace).table("curve_points")
    return {
        (row["place"], row["period"]): row["value"]
        for row in found.iter_rows(named=True)
        if (row["measure"], row["every"], row["split"]) == (measure, "year", "")
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def earlier(request, tmp_path):
    """The workspace of an earlier release, its records in use and as that release left them."""
    before, folder = database_in_use(), Path(shutil.copytree(EARLIER, tmp_path / "dorset"))
    server = request.getfixturevalue("migrated_server") if request.param == "postgresql" else None
    said = (folder / "records.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(folder / "records.sqlite3")) as records:
        _ = records.executescript(said)
    (folder / "analysis").mkdir()
    with duckdb.connect(folder / "analysis" / "analysis-1.duckdb") as analysis:
        _ = analysis.execute((folder / "analysis.sql").read_text(encoding="utf-8"))
    _ = (folder / "analysis" / "current.txt").write_text("analysis-1.duckdb\n")
    for made_of in ("records.sql", "analysis.sql"):
        (folder / made_of).unlink()
    use_database(sqlite_at(folder / "records.sqlite3"))
    if server:
        moved(folder, server=server, name=f"earlier{abs(hash(str(tmp_path)))}")
    yield open_workspace(folder)
    put_back(before)


def moved(folder, *, server, name):
    """The same records as that release would have kept them in PostgreSQL."""
    words = serializers.serialize("json", [one for model in WRITTEN for one in model.objects.order_by("pk")])
    use_database(server.url("postgres"))
    with connection.cursor() as cursor:
        cursor.execute(f"create database {name}")
    use_database(server.url(name))
    call_command("migrate", "records", "0001", verbosity=0)
    for one in serializers.deserialize("json", words):
        one.save()
    with connection.cursor() as cursor:
        # Rows that came with their numbers have not moved the counter that gives the next.
        for statement in connection.ops.sequence_reset_sql(no_style(), WRITTEN):
            cursor.execute(statement)
    (folder / "records.sqlite3").unlink()


def test_the_start_brings_the_records_up_to_date_and_nothing_is_lost(earlier):
    assert [step for step in copies.migrations_applied() if step.startswith("records")] == ["records.0001_initial"]
    before = rows()
    assert counts(before) == THERE

    start(earlier.folder)

    assert copies.migrations_not_known(copies.migrations_applied()) == []
    assert rows() == before
    assert broken_at() is None
    # What was said then is read now, to the last letter, and people sign in with the same password.
    assert note_about("curve care_rate").text == "Second words: the board asked why; £, é, 𝄞."
    analyst = Account.objects.get(email="analyst@example.gov.uk")
    assert analyst.check_password("pulley lantern oatcake")
    assert {one.role for one in analyst.held_roles.all()} == {"analyst", "administrator"}
    # People go on writing: the chain goes on, and the database guards what it did not guard then.
    assert save_note("curve care_rate", text="Third.", seen=2, by=str(analyst.pk), at=NOW).taken
    assert write_down(at=NOW, who=str(analyst.pk), did="wrote a note").number == 5
    assert broken_at() is None
    with pytest.raises(DatabaseError, match="only ever added to"), connection.cursor() as cursor:
        cursor.execute("delete from records_auditentry where number = 1")
    connection.close()
    # Starting again changes nothing.
    after = rows()
    start(earlier.folder)
    assert rows() == after


def test_a_workspace_from_before_there_were_records_gets_them_at_the_start(tmp_path):
    before, folder = database_in_use(), Path(shutil.copytree(EARLIER, tmp_path / "dorset"))
    use_database(sqlite_at(folder / "records.sqlite3"))
    try:
        start(folder)
        assert counts(rows()) == dict.fromkeys(THERE, 0)
        assert write_down(at=NOW, who="local user", did="did something").number == 1
    finally:
        put_back(before)
    assert len(manifest(open_workspace(folder).returns)) == 2


def test_the_curves_are_built_again_from_the_same_returns_when_asked_to_load(earlier):
    start(earlier.folder)
    drawn, arrived = points(earlier), manifest(earlier.returns)
    declared = earlier.obsessions()
    assert set(drawn.values()) == {100.0}
    assert needs_building(earlier)

    did = load_returns(earlier, [earlier.returns / arrived[0].digest], asker=LOCAL_USER, now=NOW, progress=silently)

    assert (did.new_files, len(did.already_here)) == ((), 1)
    assert not needs_building(earlier)
    assert {one.digest for one in manifest(earlier.returns)} == {one.digest for one in arrived}
    assert {key: points(earlier)[key] for key in drawn} == drawn
    assert set(analysis_of(earlier).table("cla_episodes")["person_id"]) == {"0012", "0044"}
    assert earlier.obsessions() == declared
    assert AuditEntry.objects.order_by("-number")[0].did == "loaded returns"
    assert broken_at() is None


def test_a_backup_of_records_of_an_earlier_release_comes_back_up_to_date(earlier, request, tmp_path):
    from tests.support.backups import Elsewhere

    server = request.getfixturevalue("migrated_server") if copies.kind() == "postgresql" else None
    elsewhere, before, file = Elsewhere(copies.kind(), server=server), rows(), tmp_path / "earlier.backup"
    _ = backed_up(earlier, file, now=NOW)
    elsewhere.destroy(earlier)
    restored = elsewhere.restored(file, tmp_path / "again", now=NOW + timedelta(days=1))
    assert (restored.broken, counts(before)) == ("", THERE)
    after = rows()
    assert after["AuditEntry"][: len(before["AuditEntry"])] == before["AuditEntry"]
    assert {**after, "AuditEntry": []} == {**before, "AuditEntry": []}
    with pytest.raises(DatabaseError, match="only ever added to"), connection.cursor() as cursor:
        cursor.execute("delete from records_auditentry where number = 1")
    connection.close()
    assert points(open_workspace(tmp_path / "again")) != {}
