"""Who may open what: every page by every role, another's account, another's sessions, another's locality."""

import pytest
from tests.security.walking import BY_NAME, EVERY_ROLE, NOW, PAGES, SIGNED_OUT, WHO

from turncurve.desk import questions
from turncurve.desk.accounts import change_account
from turncurve.desk.asker import LOCAL_USER, ROLES, WHO_MAY
from turncurve.web.door import WorkspaceDesk

LOGIN = "/accounts/login/"


def opens(answer):
    """Whether an answer is the page, or what came of its form, and not a refusal."""
    sent_on = answer.headers.get("Location", "")
    # The bare address sends whoever may not see it to their own first page.
    elsewhere = sent_on.startswith(LOGIN) or (answer.request["PATH_INFO"] == "/" and bool(sent_on))
    return answer.status_code not in (403, 404) and not elsewhere


def expected(who, question):
    if question in ("anybody", "nobody"):
        return question == "anybody"
    if who == SIGNED_OUT:
        return False
    held = ROLES if who == EVERY_ROLE else (who,)
    return question == "signed in" or not WHO_MAY[question].isdisjoint(held)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_opens_to_the_roles_that_may(council, invented_folder, page, monkeypatch):
    # A paper draws every curve. Its content is tested elsewhere; who may have one is decided before it is written.
    monkeypatch.setattr(questions, "paper_of", lambda *_, **__: None)
    monkeypatch.setattr(questions, "docx", lambda _: b"a paper")
    monkeypatch.setattr(questions, "pdf", lambda _: b"a paper")
    desk = WorkspaceDesk(folder=invented_folder)
    for method in page.methods:
        question = page.may_send if method == "POST" and page.may_send else page.may
        found = {who: opens(council.open(who, page, method=method, desk=desk)) for who in WHO}
        assert found == {who: expected(who, question) for who in WHO}, method


def test_the_bare_address_leads_everybody_to_a_page_they_may_open(council):
    for who in (*ROLES, EVERY_ROLE):
        answer, steps = council.ask(who, "/"), 0
        while answer.status_code == 302:
            answer, steps = council.ask(who, answer.headers["Location"]), steps + 1
            assert steps < 4, who
        assert answer.status_code == 200, who


def test_anothers_account_is_neither_seen_nor_changed(council):
    another, own = council.keys["director"], BY_NAME["your_account"]
    for name in ("account", "close_account", "reopen_account"):
        page = BY_NAME[name]
        for who in ("analyst", "manager", "family", "partner"):
            for method in page.methods:
                path = page.path(key=another)
                answer = council.ask(who, path, method=method, form=page.sends if method == "POST" else None)
                assert answer.status_code == 403, (who, method, path)
                assert "Person director" not in answer.content.decode()
    # Who may see accounts and not change them sees it and cannot.
    lead = "information governance lead"
    assert council.ask(lead, BY_NAME["account"].path(key=another)).status_code == 200
    assert council.ask(lead, BY_NAME["close_account"].path(key=another), method="POST").status_code == 403
    # One's own account has no key in its address to change.
    assert "Person director" not in council.open("analyst", own).content.decode()


@pytest.mark.parametrize("key", ["1", "00000000-0000-0000-0000-000000000000", "x' or 1=1"])
def test_an_account_that_is_not_there_is_said_and_is_no_fault(council, key):
    assert council.ask("administrator", BY_NAME["account"].path(key=key)).status_code in (404, 409)


def test_a_locality_that_is_not_ones_own_is_refused(council, invented_folder):
    desk = WorkspaceDesk(folder=invented_folder)
    own, other, *_ = desk.places(as_at=NOW.date())
    kept = {"asker": LOCAL_USER, "now": NOW, "roles": ["analyst"], "team": ""}
    _ = change_account(council.keys["analyst"], localities=[own], **kept)
    try:
        taking = [page for page in PAGES if "place" in page.reads]
        assert {page.name for page in taking} >= {"scorecard", "curves_list", "curve", "chart", "download", "note"}
        for page in taking:
            assert opens(council.ask("analyst", page.path(), query={"place": own}, desk=desk)), page.name
            refused = council.ask("analyst", page.path(), query={"place": other}, desk=desk)
            assert refused.status_code == 403, page.name
        note = BY_NAME["note"]
        sent = council.ask("analyst", note.path(), method="POST", form={**note.sends, "place": other}, desk=desk)
        assert sent.status_code == 403
        # A part of a split by locality is a locality too.
        query = {"split": "locality", "split_value": other}
        assert council.ask("analyst", BY_NAME["chart"].path(), query=query, desk=desk).status_code == 403
    finally:
        _ = change_account(council.keys["analyst"], localities=[], **kept)


def test_a_split_by_locality_shows_no_locality_that_is_not_ones_own(council, invented_folder):
    desk = WorkspaceDesk(folder=invented_folder)
    own, *others = desk.places(as_at=NOW.date())
    kept = {"asker": LOCAL_USER, "now": NOW, "roles": ["analyst"], "team": ""}
    _ = change_account(council.keys["analyst"], localities=[own], **kept)
    try:
        for name, query in (("curve", {}), ("download", {"form": "csv", "policy": "internal"})):
            answer = council.ask("analyst", BY_NAME[name].path(), query={"split": "locality", **query}, desk=desk)
            shown = answer.content.decode("utf-8", "replace")
            assert [place for place in others if place in shown] == [], name
    finally:
        _ = change_account(council.keys["analyst"], localities=[], **kept)


def test_anothers_sessions_are_neither_seen_nor_ended(council):
    page, home = BY_NAME["usersessions_list"], BY_NAME["home"]
    browser = council.browser()
    for name, value in council.cookies["partner"].items():
        browser.cookies[name] = value
    asked = {
        "secure": True,
        "headers": {"host": "families.example.gov.uk", "referer": "https://families.example.gov.uk/"},
    }
    assert browser.get(page.path(), **asked).content.decode().count("<tr") <= 2
    _ = browser.post(page.path(), **asked)
    for who in WHO:
        if who != SIGNED_OUT:
            assert opens(council.open(who, home)), who


def test_an_altered_cookie_opens_nothing(council):
    kept = council.cookies["analyst"]
    name = next(one for one in kept if "session" in one)
    try:
        for wrong in (kept[name][:-1] + ("a" if kept[name][-1] != "a" else "b"), "", "x" * 32, kept[name].upper()):
            council.cookies["analyst"] = {**kept, name: wrong}
            assert not opens(council.open("analyst", BY_NAME["home"]))
    finally:
        council.cookies["analyst"] = kept
