"""Accounts as an administrator keeps them, each change with its entry in the audit."""

from dataclasses import replace

import pytest
from tests.records.conftest import NOW

from turncurve.desk import accounts
from turncurve.desk.asker import LOCAL_USER, ROLES, Asker, NotAllowed
from turncurve.records.accounts import Account
from turncurve.records.audit import AuditEntry, broken_at
from turncurve.words.problems import Problem

GOOD = "lantern otter purple field"


def opened(email="ada@example.gov.uk", *, roles=("administrator",), password=GOOD, **more):
    return accounts.open_account(
        asker=LOCAL_USER, now=NOW, email=email, name="Ada Admin", roles=roles, password=password, **more
    )


def did():
    return list(AuditEntry.objects.values_list("did", flat=True))


def test_an_opened_account_holds_what_was_said_and_is_written_down_without_its_name(records):
    shown = opened(
        " Ada@Example.gov.uk ", roles=("manager", "analyst"), team="North", localities=["West", " North ", ""]
    )
    assert (shown.email, shown.roles, shown.team, shown.localities) == (
        "ada@example.gov.uk", ("analyst", "manager"), "North", ("North", "West"),
    )  # fmt: skip
    account = Account.objects.get()
    assert account.password.startswith("argon2")
    assert account.check_password(GOOD)
    entry = AuditEntry.objects.get()
    assert (entry.who, entry.did, entry.about) == ("local user", "opened an account", f"account {shown.key}")
    assert "Ada" not in str(entry.details) + entry.about
    assert "ada@" not in str(entry.details) + entry.about
    assert broken_at() is None


def test_an_account_for_single_sign_on_has_no_password(records):
    shown = opened(password=None)
    assert not Account.objects.get(pk=shown.key).has_usable_password()


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"email": "not an address"}, "not an email address"),
        ({"email": "ADA@example.gov.uk"}, "has an account already"),
        ({"roles": ("wizard",)}, "no role called wizard"),
        ({"roles": ("local user",)}, "no role called local user"),
        ({"roles": ()}, "needs a role"),
        ({"password": "short"}, "too short"),
        ({"password": "password12345"}, "too common"),
        ({"password": "bob@example.gov.uk"}, "too similar"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_and_nothing_is_opened(records, wrong, what):
    _ = opened()
    with pytest.raises(Problem, match=what):
        _ = opened(**{"email": "bob@example.gov.uk", **wrong})
    assert Account.objects.count() == 1
    assert did() == ["opened an account"]


def test_a_change_leaves_just_these_roles_and_localities(records):
    _ = opened()
    key = opened("bob@example.gov.uk", roles=("analyst", "manager"), localities=["North"], team="North").key
    shown = accounts.change_account(key, asker=LOCAL_USER, now=NOW, roles=["director"], localities=[])
    assert (shown.roles, shown.localities, shown.team) == (("director",), (), "")
    assert did()[-1] == "changed an account"
    assert AuditEntry.objects.last().details == {"roles": ["director"]}


def test_the_last_administrator_can_neither_be_closed_nor_made_something_else(records):
    ada = opened().key
    bob = opened("bob@example.gov.uk").key
    _ = accounts.close_account(bob, asker=LOCAL_USER, now=NOW)
    with pytest.raises(Problem, match="last administrator"):
        _ = accounts.close_account(ada, asker=LOCAL_USER, now=NOW)
    with pytest.raises(Problem, match="last administrator"):
        _ = accounts.change_account(ada, asker=LOCAL_USER, now=NOW, roles=["analyst"])
    _ = accounts.reopen_account(bob, asker=LOCAL_USER, now=NOW)
    assert not accounts.close_account(ada, asker=LOCAL_USER, now=NOW).is_open
    assert broken_at() is None


@pytest.mark.parametrize("key", ["", "nothing", "00000000-0000-0000-0000-000000000000", "1' or '1'='1"])
def test_an_account_there_is_not_is_said(records, key):
    with pytest.raises(Problem, match="no such account"):
        _ = accounts.close_account(key, asker=LOCAL_USER, now=NOW)


@pytest.mark.parametrize("role", ROLES)
def test_only_an_administrator_changes_accounts(records, role):
    key = opened().key
    asker = Asker(key=key, roles=frozenset({role}))
    another = {"email": "bob@example.gov.uk", "name": "Bob", "roles": ["analyst"], "password": GOOD}
    if role == "administrator":
        assert accounts.open_account(asker=asker, now=NOW, **another).name == "Bob"
        assert AuditEntry.objects.last().who == key
        return
    for change in (
        lambda: accounts.open_account(asker=asker, now=NOW, **another),
        lambda: accounts.change_account(key, asker=asker, now=NOW, roles=["administrator"]),
        lambda: accounts.close_account(key, asker=asker, now=NOW),
        lambda: accounts.reopen_account(key, asker=asker, now=NOW),
        lambda: accounts.set_password(key, asker=asker, now=NOW, password=GOOD),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert did() == ["opened an account"]


def test_every_account_is_listed_open_ones_first(records):
    key = opened("zed@example.gov.uk").key
    _ = opened("ada@example.gov.uk")
    _ = accounts.close_account(key, asker=LOCAL_USER, now=NOW)
    shown = accounts.every_account(asker=LOCAL_USER)
    assert [(one.email, one.is_open) for one in shown] == [("ada@example.gov.uk", True), ("zed@example.gov.uk", False)]
    assert accounts.one_account(key, asker=LOCAL_USER) == shown[1]
    assert replace(shown[1], is_open=True).key == accounts.account_of("ZED@example.gov.uk", asker=LOCAL_USER)
