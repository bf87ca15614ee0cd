"""Signing in with a password and a second factor, sessions that end, and what is written down of it."""

import re
import time
from datetime import timedelta

import pytest
from tests.sign_in.conftest import NOW, PASSWORD

LOGIN = "/accounts/login/"


def sign_in(browser, email="ann@example.gov.uk", password=PASSWORD):
    return browser.post(LOGIN, {"login": email, "password": password})


def code_of(secret, *, steps=0):
    """What an authenticator app shows."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def add_second_factor(browser):
    """As the person does from the page; the app's key, and their recovery codes."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"app-key\">([^<]+)<", page)[1]
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content
    kept = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    return secret, RecoveryCodes(kept).get_unused_codes()


def test_a_wrong_password_is_refused_and_the_right_one_taken(visitor, opened_account, audit):
    key = opened_account()
    browser = visitor()
    wrong = sign_in(browser, password="wrong-horse-battery")
    assert wrong.status_code == 200
    assert b"not correct" in wrong.content
    assert browser.get("/").headers["Location"].startswith(LOGIN)
    assert sign_in(browser, "ANN@example.gov.uk").status_code == 302
    assert [one[:3] for one in audit()[1:]] == [
        ("nobody", "failed to sign in", f"account {key}"),
        (key, "signed in", f"account {key}"),
    ]


def test_an_address_without_an_account_is_answered_as_a_wrong_password_is(visitor, opened_account, audit):
    opened_account()
    said = [sign_in(visitor(), email, "wrong-horse-battery").content for email in ("ann@example.gov.uk", "x@y.org")]
    without = [text.split(b"<main")[1].replace(b"x@y.org", b"ann@example.gov.uk").split(b"csrf") for text in said]
    assert without[0][0] == without[1][0]
    assert audit()[-1] == ("nobody", "failed to sign in", "", "")
    assert all("@" not in " ".join(entry) for entry in audit())


def test_nothing_opens_until_there_is_a_second_factor(visitor, opened_account, audit):
    opened_account(roles=("administrator", "analyst"))
    browser = visitor()
    sign_in(browser)
    for page in ("/", "/curves/", "/people/", "/help/", "/your-account/", "/accounts/password/change/", "/paper.pdf"):
        assert browser.get(page).headers["Location"] == "/accounts/2fa/totp/activate/", page
    add_second_factor(browser)
    assert browser.get("/").status_code == 200
    assert "added a second factor" in [did for _, did, _, _ in audit()]


def test_the_second_factor_is_asked_for_at_the_next_sign_in_and_a_wrong_code_written_down(
    visitor, opened_account, audit
):
    key = opened_account()
    secret, _ = add_second_factor_of(visitor)
    browser = visitor()
    assert sign_in(browser).headers["Location"] == "/accounts/2fa/authenticate/"
    assert browser.get("/").headers["Location"].startswith(LOGIN)
    assert browser.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert audit()[-1] == (key, "gave a wrong code", f"account {key}", "")
    assert browser.get("/").status_code == 302
    assert browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps=1)}).status_code in (200, 302)


def add_second_factor_of(visitor):
    browser = visitor()
    sign_in(browser)
    return add_second_factor(browser)


def test_a_recovery_code_opens_the_account_once(visitor, opened_account):
    opened_account()
    _, codes = add_second_factor_of(visitor)
    for tried, opens in ((codes[0], True), (codes[0], False), (codes[1], True)):
        browser = visitor()
        sign_in(browser)
        browser.post("/accounts/2fa/authenticate/", {"code": tried})
        assert (browser.get("/").status_code == 200) == opens, tried


def test_after_five_failures_even_the_right_password_is_refused_and_it_says_so(visitor, opened_account, audit):
    key = opened_account()
    for _ in range(5):
        assert b"Too many" not in sign_in(visitor(), password="wrong-horse-battery").content
    stopped = sign_in(visitor())
    assert b"Too many failed login attempts" in stopped.content
    assert "sessionid" not in stopped.cookies
    assert audit()[-1] == ("nobody", "was stopped after too many tries", f"account {key}", "")


def test_guessing_codes_is_stopped_too(visitor, opened_account):
    opened_account()
    secret, _ = add_second_factor_of(visitor)
    browser = visitor()
    sign_in(browser)
    for _ in range(5):
        browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    answer = browser.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps=1)})
    assert browser.get("/").status_code == 302
    assert b"Too many" in answer.content


@pytest.fixture
def inside(visitor, opened_account):
    """Somebody signed in with both factors, and the key of their account."""
    key = opened_account()
    browser = visitor()
    sign_in(browser)
    add_second_factor(browser)
    assert browser.get("/").status_code == 200
    return browser, key


def test_a_session_ends_after_half_an_hour_without_a_page(inside):
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    browser, _ = inside
    kept = Session.objects.get(session_key=browser.cookies["session"].value)
    left = kept.expire_date - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)
    assert browser.cookies["session"]["expires"] == ""
    Session.objects.filter(pk=kept.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert browser.get("/").headers["Location"].startswith(LOGIN)


def test_a_session_ends_after_a_working_day_however_busy_it_is(inside, audit):
    browser, key = inside
    session = browser.session
    session["turncurve.began"] = time.time() - 10 * 3600 + 60
    session.save()
    assert browser.get("/").status_code == 200
    session = browser.session
    session["turncurve.began"] = time.time() - 10 * 3600 - 1
    session.save()
    assert browser.get("/").headers["Location"].startswith(LOGIN)
    assert browser.get("/").headers["Location"].startswith(LOGIN)
    assert audit()[-1][:2] == (key, "signed out")


@pytest.mark.parametrize("change", ["closed", "new password"])
def test_closing_an_account_or_setting_its_password_ends_its_sessions(inside, visitor, change, opened_account):
    from turncurve.desk import accounts
    from turncurve.desk.asker import LOCAL_USER

    browser, key = inside
    if change == "closed":
        accounts.close_account(key, asker=LOCAL_USER, now=NOW)
    else:
        accounts.set_password(key, asker=LOCAL_USER, now=NOW, password="lamp-river-window-17")
    assert browser.get("/").headers["Location"].startswith(LOGIN)
    again = visitor()
    sign_in(again)
    assert again.get("/").status_code == 302


def test_a_session_gets_a_new_key_at_sign_in(visitor, opened_account):
    opened_account()
    browser = visitor()
    session = browser.session
    session["planted"] = "yes"
    session.save()
    browser.cookies["session"] = session.session_key
    sign_in(browser)
    assert browser.cookies["session"].value != session.session_key


def test_signing_out_ends_the_session_and_needs_a_form(inside, audit):
    browser, key = inside
    old = browser.cookies["session"].value
    assert browser.get("/accounts/logout/").status_code == 200
    assert browser.get("/").status_code == 200
    browser.post("/accounts/logout/")
    browser.cookies["session"] = old
    assert browser.get("/").headers["Location"].startswith(LOGIN)
    assert audit()[-1][:2] == (key, "signed out")


def test_nobody_can_sign_up(visitor, server):
    from django.urls import reverse

    from turncurve.records.accounts import Account

    for name in ("account_signup", "socialaccount_signup", "account_reset_password"):
        for method in ("get", "post"):
            answer = getattr(visitor(), method)(reverse(name), {"email": "me@example.org", "password1": PASSWORD})
            assert answer.status_code in (302, 404) or b"account" in answer.content, name
    assert visitor().get("/accounts/signup/").status_code == 404
    assert Account.objects.count() == 0
