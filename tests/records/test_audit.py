"""The audit is only ever added to, and shows where anybody has tampered with it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st
from tests.records.conftest import NOW

from turncurve.records.audit import AuditEntry, broken_at, write_down
from turncurve.records.chain import BEGINNING, Break, Link, first_break, hash_of


def written(count):
    for number in range(count):
        _ = write_down(
            at=NOW + timedelta(seconds=number), who=f"key {number % 2}", did="read a record", about=f"child {number}",
            details={"fields": ["a", "b"], "rows": number},
        )  # fmt: skip


def alter(sql):
    """Change the table behind Django's back, its triggers taken off first."""
    from importlib import import_module

    migration = import_module("turncurve.records.migrations.0002_audit_refuses_edits")
    with connection.schema_editor() as editor:
        migration.allow(apps, editor)
        editor.execute(sql)


def test_what_is_written_down_holds_together_and_is_as_it_was_said(records):
    written(5)
    assert broken_at() is None
    third = AuditEntry.objects.get(number=3)
    assert (third.who, third.did, third.about, third.details) == (
        "key 0", "read a record", "child 2", {"fields": ["a", "b"], "rows": 2},
    )  # fmt: skip
    assert third.at == NOW + timedelta(seconds=2)


@pytest.mark.parametrize(
    "edit", ["update records_auditentry set did = 'x'", "delete from records_auditentry where number = 2"]
)
def test_the_database_itself_refuses_edits(records, edit):
    written(3)
    with pytest.raises(DatabaseError, match="only ever added to"), connection.cursor() as cursor:
        cursor.execute(edit)
    connections.close_all()
    assert AuditEntry.objects.count() == 3
    assert broken_at() is None


@pytest.mark.parametrize(
    ("edit", "at"),
    [
        ("update records_auditentry set about = 'child 9' where number = 2", 2),
        ("update records_auditentry set who = 'somebody else' where number = 4", 4),
        ("delete from records_auditentry where number = 3", 3),
        ("update records_auditentry set number = 9 where number = 1", 1),
    ],
)
def test_a_row_altered_behind_the_programs_back_is_found(records, edit, at):
    written(5)
    alter(edit)
    assert broken_at().number == at


def test_entries_taken_off_the_end_are_seen_by_the_hash_noted_elsewhere(records):
    written(5)
    last = AuditEntry.objects.get(number=5)
    alter("delete from records_auditentry where number > 3")
    assert broken_at() is None
    assert broken_at(head=last.own, count=5) == Break(number=4, why="entries have been taken off the end")


def test_many_writers_at_once_make_one_chain(records):
    def write(number):
        try:
            return write_down(at=NOW, who=f"key {number}", did="read a record").number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as writers:
        numbers = sorted(writers.map(write, range(100)))
    assert numbers == list(range(1, 101))
    assert broken_at() is None


def test_a_change_that_fails_leaves_no_entry(records):
    from django.db import transaction

    def change_that_fails():
        with transaction.atomic():
            written(2)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_that_fails()
    assert AuditEntry.objects.count() == 0


def chain_of(said):
    links, before = [], BEGINNING
    for number, one in enumerate(said, 1):
        own = hash_of(number, {"did": one}, before=before)
        links.append(Link(number=number, says={"did": one}, before=before, own=own))
        before = own
    return links


@given(said=st.lists(st.text(max_size=8), min_size=1, max_size=12), data=st.data())
def test_any_one_entry_changed_taken_out_or_moved_breaks_the_chain_there(said, data):
    links = chain_of(said)
    assert first_break(links) is None
    at = data.draw(st.integers(0, len(links) - 1))
    other = data.draw(st.text(max_size=8).filter(lambda text: text != said[at]))
    one = links[at]
    changed = Link(number=one.number, says={"did": other}, before=one.before, own=one.own)
    assert first_break([*links[:at], changed, *links[at + 1 :]]).number == at + 1
    forged = Link(
        number=one.number,
        says={"did": other},
        before=one.before,
        own=hash_of(at + 1, {"did": other}, before=one.before),
    )
    broken = first_break([*links[:at], forged, *links[at + 1 :]], head=links[-1].own, count=len(links))
    assert broken.number == min(at + 2, len(links))
    assert first_break([*links[:at], *links[at + 1 :]], count=len(links)).number == at + 1
