"""What goes with every answer, what no page holds, and what a refusal or a fault gives away."""

import re

import pytest
from tests.security.walking import BY_NAME, EVERY_ROLE, HOST, PAGES, SIGNED_OUT
from tests.support.fake_answers import COUNCIL, FakeDesk

# Markup that a strict Content-Security-Policy forbids, and a page therefore must not need.
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("who", [EVERY_ROLE, SIGNED_OUT])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_answer_has_its_headers(council, page, who):
    for method in page.methods:
        said = council.open(who, page, method=method).headers
        policy = dict(part.strip().split(" ", 1) for part in said["Content-Security-Policy"].split(";") if part.strip())
        assert policy["default-src"] == "'none'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert "unsafe" not in said["Content-Security-Policy"]
        assert "*" not in said["Content-Security-Policy"]
        assert said["X-Frame-Options"] == "DENY"
        assert said["X-Content-Type-Options"] == "nosniff"
        assert said["Referrer-Policy"] == "same-origin"
        assert said["Cross-Origin-Opener-Policy"] == "same-origin"
        assert said["Cross-Origin-Resource-Policy"] == "same-origin"
        assert said["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        assert "no-store" in said["Cache-Control"]
        assert "Server" not in said
        assert "X-Powered-By" not in said


@pytest.mark.parametrize("page", [page for page in PAGES if "GET" in page.methods], ids=lambda page: page.name)
def test_no_page_needs_more_than_the_policy_allows(council, page):
    for who in (EVERY_ROLE, SIGNED_OUT):
        answer = council.open(who, page, method="GET")
        if "html" in answer.headers.get("Content-Type", ""):
            assert INLINE.findall(answer.content.decode()) == []


def test_cookies_are_kept_to_tls_this_host_and_these_pages(council):
    browser = council.browser()
    login = {"login": "p0@example.gov.uk", "password": "horse-battery-lamp-42"}
    _ = browser.get("/accounts/login/", secure=True, headers={"host": HOST})
    _ = browser.post("/accounts/login/", login, secure=True, headers={"host": HOST})
    assert {"__Host-session", "__Host-csrf"} <= set(browser.cookies)
    for name, cookie in browser.cookies.items():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", ""), name
        assert cookie["samesite"] in ("Lax", "Strict"), name
    assert browser.cookies["__Host-session"]["httponly"]
    plain = council.ask(SIGNED_OUT, "/accounts/login/", secure=False)
    assert (plain.status_code, plain.headers["Location"]) == (301, f"https://{HOST}/accounts/login/")


@pytest.mark.parametrize("host", ["evil.example", f"{HOST}.evil.example", "127.0.0.1:5432", "x y"])
def test_another_hosts_name_is_told_nothing(council, host):
    answer = council.ask(EVERY_ROLE, "/", headers={"host": host})
    assert answer.status_code == 400
    assert COUNCIL.name not in answer.content.decode()


@pytest.mark.parametrize("name", ["scorecard", "curve", "checks"])
def test_a_fault_says_nothing_of_what_was_met(council, name):
    answer = council.open(EVERY_ROLE, BY_NAME[name], desk=FakeDesk(faulty=True))
    said = answer.content.decode()
    assert answer.status_code == 500
    assert "AMY EXAMPLE" not in said
    assert "Traceback" not in said
    assert "episodes.csv" not in said


def test_djangos_own_checks_of_a_deployment_find_nothing(council, monkeypatch):
    from django.core.checks import run_checks

    # Said by these tests for the sake of a browser, and by no server.
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE")

    assert run_checks(include_deployment_checks=True) == []
