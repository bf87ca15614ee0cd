"""Forms from elsewhere, ways elsewhere, too much at once, and methods that no page has."""

import socket
import threading
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.security.walking import BY_NAME, EVERY_ROLE, HOST, PAGES, PASSWORD, SIGNED_OUT, TEXTS, leads_elsewhere
from tests.support.fake_answers import FakeDesk

from turncurve.web.door import Door

FORMS = [page for page in PAGES if "POST" in page.methods]
SENT_ON = [page for page in PAGES if "next" in page.reads or "next" in page.sends]
LARGE = 3_000_000


@pytest.mark.parametrize("page", FORMS, ids=lambda page: page.name)
def test_a_form_without_its_token_is_refused(council, page):
    who = SIGNED_OUT if page.may == "anybody" else EVERY_ROLE
    evil = {"referer": "https://evil.example/", "origin": "https://evil.example"}
    for form, headers in (
        (page.sends, {}),
        ({**page.sends, "csrfmiddlewaretoken": "x" * 64}, {}),
        (page.sends, evil),
        ({**page.sends, "csrfmiddlewaretoken": council.cookies[EVERY_ROLE].get("__Host-csrf", "")}, evil),
    ):
        path = page.path(**council.args(page))
        answer = council.ask(who, path, method="POST", form=form, csrf=True, headers=headers)
        assert answer.status_code == 403, headers


@pytest.mark.parametrize("page", SENT_ON, ids=lambda page: page.name)
def test_nobody_is_sent_on_to_elsewhere(council, page):
    from django.core.cache import cache

    for text in TEXTS:
        for who in (EVERY_ROLE, SIGNED_OUT):
            for method in page.methods:
                cache.clear()
                form = {**page.sends, "next": text} if method == "POST" else None
                answer = council.ask(who, page.path(), method=method, query={"next": text}, form=form)
                assert not leads_elsewhere(answer), (who, method, text, answer.headers["Location"])


def test_nobody_is_sent_on_to_elsewhere_by_signing_in(council):
    from django.core.cache import cache

    known = {"login": "p0@example.gov.uk", "password": PASSWORD}
    for text in TEXTS:
        cache.clear()
        answer = council.ask(SIGNED_OUT, "/accounts/login/", method="POST", form={**known, "next": text})
        assert answer.status_code in (302, 400)
        assert not leads_elsewhere(answer)


@pytest.mark.parametrize(
    ("who", "name"), [(SIGNED_OUT, "account_login"), (EVERY_ROLE, "new_account"), (EVERY_ROLE, "note")]
)
@pytest.mark.parametrize(
    "sent",
    [
        {"text": "x" * LARGE},
        {f"field{number}": "x" for number in range(5_000)},
        {f"file{number}": SimpleUploadedFile("a.zip", b"PK") for number in range(200)},
    ],
    ids=["large", "many fields", "many files"],
)
def test_too_much_at_once_is_refused(council, who, name, sent):
    page = BY_NAME[name]
    answer = council.ask(who, page.path(), method="POST", form={**page.sends, **sent})
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()


def test_a_large_body_is_refused_at_the_door(council):
    from turncurve.web.server import make_server

    server = make_server(Door(desk=FakeDesk(), docs=council.docs), host="127.0.0.1", port=0)

    def run():
        # It is closed under its own feet at the end.
        with suppress(OSError):
            server.run()

    threading.Thread(target=run, daemon=True).start()
    try:
        with socket.create_connection(("127.0.0.1", server.effective_port), timeout=10) as browser:
            head = f"POST /people/new/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {LARGE}\r\n\r\n"
            browser.sendall(head.encode() + b"x")
            said = browser.recv(4096).decode()
    finally:
        server.close()
    assert said.split("\r\n")[0].split()[1] == "413"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_other_methods_are_refused(council, page):
    path = page.path(**council.args(page))
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - set(page.methods):
        answer = council.ask(EVERY_ROLE, path, method=method)
        assert answer.status_code in ((405,) if page.may != "nobody" else (404, 405)), method
