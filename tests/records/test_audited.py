"""The audit as the information governance lead searches it."""

from datetime import date, timedelta

import pytest
from tests.records.conftest import NOW
from tests.records.test_accounts import opened
from tests.records.test_audit import alter, written

from turncurve.desk.asker import LOCAL_USER, ROLES, Asker, NotAllowed
from turncurve.desk.audited import search_audit, sign_in_happened
from turncurve.records.audit import AuditEntry

LATER = NOW + timedelta(days=2)


def search(asker=LOCAL_USER, **asked):
    return search_audit(asker=asker, now=LATER, **asked)


def test_entries_are_found_by_who_what_whom_and_when(records):
    key = opened().key
    written(4)
    sign_in_happened("signed in", now=NOW + timedelta(days=1), key=key)
    sign_in_happened("failed to sign in", now=NOW, tried_for="ADA@example.gov.uk ")
    sign_in_happened("failed to sign in", now=NOW, tried_for="nobody@example.org")
    assert [one.did for one in search(who="ada").entries] == ["signed in"]
    assert search(who="ada").entries[0].name == "Ada Admin"
    assert [one.about for one in search(did="read a").entries] == ["child 3", "child 2", "child 1", "child 0"]
    assert [one.number for one in search(about="child 2").entries] == [4]
    assert [one.did for one in search(first=date(2026, 11, 21), last=date(2026, 11, 21)).entries] == ["signed in"]
    failed = search(did="failed").entries
    assert [(one.who, one.about) for one in failed] == [("nobody", ""), ("nobody", f"account {key}")]
    assert "nobody@example.org" not in str(list(AuditEntry.objects.values()))


def test_that_it_was_searched_is_written_down_and_not_for_whom(records):
    found = search(who="Ada")
    assert (found.found, found.count) == (0, 1)
    entry = AuditEntry.objects.get()
    assert (entry.who, entry.did, entry.details) == ("local user", "searched the audit", {"by": ["who"]})
    assert found.head == entry.own


def test_only_the_newest_hundred_are_shown_and_all_are_counted(records):
    written(120)
    found = search(did="read")
    assert (len(found.entries), found.found) == (100, 120)
    assert found.entries[0].number == 120


def test_tampering_is_said_where_it_is(records):
    written(3)
    alter("update records_auditentry set did = 'nothing' where number = 2")
    assert search().broken == "At entry 2: what it says is not what was written."


@pytest.mark.parametrize("role", ROLES)
def test_only_the_information_governance_lead_searches_it(records, role):
    asker = Asker(key="key", roles=frozenset({role}))
    if role == "information governance lead":
        assert search(asker).count == 1
    else:
        with pytest.raises(NotAllowed):
            _ = search(asker)
        assert AuditEntry.objects.count() == 0
