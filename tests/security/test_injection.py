"""What is sent where a value may stand does no harm, on the page that takes it and on every page that shows it."""

import pytest
from tests.security.walking import EVERY_ROLE, HOST, NOW, PAGES, SIGNED_OUT, TEXTS, harm

from turncurve.desk.accounts import open_account
from turncurve.desk.asker import LOCAL_USER


def sendings(page, text):
    """Each way a text may be sent to a page: in its address, its query, and each field of its form."""
    plain = page.path(**{name: "analyst" for name in page.args if name == "key"})
    if page.args:
        # An address is not a text a browser leaves whole: a stroke in it is another address.
        yield page.methods[0], page.path(**dict.fromkeys(page.args, text)), None, None
    if page.reads:
        yield page.methods[0], plain, dict.fromkeys(page.reads, text), None
    for name in page.sends:
        yield "POST", plain, None, {**page.sends, name: text}


def try_everything(council, page, *, texts=TEXTS):
    from django.core.cache import cache

    who = SIGNED_OUT if page.may == "anybody" else EVERY_ROLE
    found = []
    for text in texts:
        for method, path, query, form in sendings(page, text):
            cache.clear()
            answer = council.ask(who, path, method=method, query=query, form=form)
            found += [f"{method} {path} {query or form}: {one}" for one in harm(answer, sent=text)]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_sent_does_harm(council, page):
    assert try_everything(council, page) == []


def test_an_address_that_is_no_page_does_no_harm(council):
    for text in TEXTS:
        answer = council.ask(EVERY_ROLE, PAGES[0].path() + PAGES[1].path().lstrip("/") + "none/", query={text: text})
        assert harm(answer, sent=text) == []


def test_what_is_kept_is_shown_as_text(council):
    marked = '"><script>alert(7)</script>'
    for number, text in enumerate((marked, "'><img src=x onerror=alert(7)>", '{{ 31337|add:"1" }}')):
        _ = open_account(
            asker=LOCAL_USER, now=NOW, email=f"kept{number}@example.gov.uk", name=text, roles=["analyst"],
            password="lamp-river-window-17", team=text, localities=[text],
        )  # fmt: skip
    browser = council.browser()
    login = {"login": "kept0@example.gov.uk", "password": "lamp-river-window-17"}
    _ = browser.post("/accounts/login/", login, secure=True, headers={"host": HOST, "user-agent": marked})
    assert harm(browser.get("/accounts/sessions/", secure=True, headers={"host": HOST}), sent=marked) == []
    for page in PAGES:
        if "GET" in page.methods:
            answer = council.open(EVERY_ROLE, page, method="GET")
            assert harm(answer, sent=marked) == [], page.name
