"""Accounts that are erased: nothing of the person is left in any table, and what they did still holds together."""

import pytest
from django.apps import apps
from tests.records.conftest import NOW

from turncurve.desk.accounts import close_account, every_account, open_account
from turncurve.desk.asker import LOCAL_USER, Asker, NotAllowed
from turncurve.desk.audited import search_audit
from turncurve.desk.erasing import erase_account
from turncurve.desk.notes import read_note, write_note
from turncurve.desk.notifying import notify
from turncurve.records.audit import AuditEntry, broken_at
from turncurve.words.problems import Problem

WHY = "They left a year ago"


def person(email="quillfeather@example.gov.uk", name="Quill Quillfeather", **more):
    return open_account(
        asker=LOCAL_USER, now=NOW, email=email, name=name, roles=["analyst"], password="lamp-river-window-17", **more
    ).key


def everything():
    """Every value of every row of every table."""
    return str([list(model._default_manager.values()) for model in apps.get_models()]).casefold()


def ways_in(key):
    """What sign-in keeps of somebody."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount
    from allauth.usersessions.models import UserSession

    _ = EmailAddress.objects.create(user_id=key, email="quillfeather@example.gov.uk", primary=True)
    _ = SocialAccount.objects.create(user_id=key, provider="council", uid="quillfeather", extra_data={"name": "Quill"})
    _ = Authenticator.objects.create(user_id=key, type=Authenticator.Type.TOTP, data={"secret": "quillsecret"})
    _ = UserSession.objects.create(user_id=key, session_key="quillsession", ip="127.0.0.1", user_agent="Quill browser")


def test_nothing_of_the_person_is_left_and_the_chain_is_whole(workspace):
    key = person()
    asker = Asker(key=key, roles=frozenset({"analyst"}))
    ways_in(key)
    _ = write_note(workspace, "care_rate", place="", text="Three short stays", seen=0, asker=asker, now=NOW)
    notify(to=key, kind="account changed", keys={}, now=NOW)
    _ = close_account(key, asker=LOCAL_USER, now=NOW)
    assert "quill" in everything()
    before = AuditEntry.objects.count()
    erase_account(key, asker=LOCAL_USER, now=NOW, why=WHY)
    assert "quill" not in everything()
    assert every_account(asker=LOCAL_USER) == ()
    assert broken_at() is None
    # What they did stays, under a key that is nobody's.
    assert AuditEntry.objects.count() == before + 1
    last = AuditEntry.objects.order_by("number").last()
    assert (last.did, last.about, last.why) == ("erased an account", f"account {key}", WHY)
    assert [one.did for one in search_audit(asker=LOCAL_USER, now=NOW, who=key).entries] == ["wrote a note"]
    note = read_note(workspace, "care_rate", place="", asker=LOCAL_USER, as_at=NOW.date())
    assert (note.text, note.by) == ("Three short stays", "an erased account")
    # The address may be used again, by somebody else.
    assert person(name="Another Person") != key


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("", "needs a reason"),
        ("Quillfeather has left", "holds the person's name"),
        ("quillfeather@example.gov.uk asked for it", "holds the person's name"),
    ],
)
def test_without_a_reason_that_names_nobody_nothing_is_erased(records, why, says):
    key = person()
    _ = close_account(key, asker=LOCAL_USER, now=NOW)
    with pytest.raises(Problem, match=says):
        erase_account(key, asker=LOCAL_USER, now=NOW, why=why)
    assert len(every_account(asker=LOCAL_USER)) == 1
    assert not AuditEntry.objects.filter(did="erased an account").exists()


def test_an_open_account_is_not_erased(records):
    key = person()
    with pytest.raises(Problem, match="open"):
        erase_account(key, asker=LOCAL_USER, now=NOW, why=WHY)
    assert every_account(asker=LOCAL_USER)[0].is_open


def test_only_an_administrator_erases(records):
    key = person()
    _ = close_account(key, asker=LOCAL_USER, now=NOW)
    for role in ("analyst", "information governance lead"):
        with pytest.raises(NotAllowed):
            erase_account(key, asker=Asker(key="x", roles=frozenset({role})), now=NOW, why=WHY)
