"""The council's single sign-on, in a real browser, against a provider of OpenID Connect run for the test."""

import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.sign_in.conftest import free_port, served, turncurve

from turncurve.desk.workspace import init_workspace
from turncurve.web.sign_in.sign_on import sign_on_of
from turncurve.words.problems import Problem

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLAIMS = {
    "ann": {"email": "Ann@Example.gov.uk", "email_verified": True, "name": "Ann Example"},
    "bob": {"email": "bob@example.gov.uk", "email_verified": True},
    "cat": {"email": "cat@example.gov.uk", "email_verified": True},
    "dan": {"email": "ann@example.gov.uk", "email_verified": False},
    "eve": {"email": "ann@example.gov.uk", "email_verified": "false"},
    "fay": {"email": "ann@example.gov.uk"},
    "guy": {},
}


@contextmanager
def provider_running():
    """The address of a provider that knows these people, in a process of its own."""
    port = free_port()
    people = [word for sub, claims in CLAIMS.items() for word in ("--user-claims", json.dumps({"sub": sub, **claims}))]
    words = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *people]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as provider:
        try:
            for _ in range(200):
                with closing(socket.socket()) as reached:
                    if reached.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            provider.terminate()


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    """A workspace where single sign-on is set up: its folder, its address and its provider's."""
    folder = tmp_path_factory.mktemp("sign_on") / "sandshire"
    _ = init_workspace(folder, named="Dorset")
    for name in ("admin", "ann", "cat"):
        role = "administrator" if name == "admin" else "analyst"
        added = turncurve("user", "add", f"{name}@example.gov.uk", "--name", name.title(), "--role", role,
                          "--single-sign-on", "--at", str(folder), DATABASE_URL="")  # fmt: skip
        assert added.returncode == 0, added.stderr
    assert turncurve("user", "close", "cat@example.gov.uk", "--at", str(folder), DATABASE_URL="").returncode == 0
    port = free_port()
    with provider_running() as provider:
        (folder / "sign-on.yaml").write_text(f"name: Sandshire sign-on\nissuer: {provider}\nclient_id: turncurve\n")
        address = f"http://127.0.0.1:{port}"
        with served(folder, port=port, address=address, TURNCURVE_SIGN_ON_SECRET="s3cret", DATABASE_URL=""):
            yield folder, address, provider


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="en-GB")
    opened = context.new_page()
    opened.broken = []
    # The provider's own pages ask for fonts elsewhere; nothing outside this computer is let through.
    context.route("**/*", lambda route: route.continue_() if urlsplit(route.request.url).hostname == "127.0.0.1"
                  else route.abort())  # fmt: skip
    opened.on("console", lambda said: opened.broken.append(said.text) if "Content Security" in said.text else None)
    yield opened
    assert opened.broken == []
    context.close()


def come_in(page, address, *, who):
    page.goto(f"{address}/accounts/login/")
    page.get_by_role("button", name="Sign in with Sandshire sign-on").click()
    page.get_by_role("button", name=who, exact=True).click()
    page.wait_for_url(f"{address}/**")


def written_down(folder):
    with closing(sqlite3.connect(folder / "records.sqlite3")) as kept:
        return kept.execute("select who, did, about, why from records_auditentry order by number").fetchall()


def in_the_database(folder, question):
    with closing(sqlite3.connect(folder / "records.sqlite3")) as kept:
        return kept.execute(question).fetchone()[0]


def test_an_opened_account_comes_in_without_a_second_factor_here(page, council):
    folder, address, _ = council
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url)))
    come_in(page, address, who="ann")
    assert page.url == f"{address}/"
    assert page.get_by_role("link", name="Your account").is_visible()
    sent = next(parse_qs(one.query) for one in asked if one.path == "/oauth2/authorize")
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["redirect_uri"] == [f"{address}/accounts/oidc/council/login/callback/"]
    assert len(sent["state"][0]) >= 16
    assert [did for _, did, _, _ in written_down(folder)][-1] == "signed in"
    # Nothing the provider says of a person is kept.
    assert in_the_database(folder, "select count(*) from socialaccount_socialaccount") == 0
    assert in_the_database(folder, "select count(*) from socialaccount_socialtoken") == 0
    page.context.clear_cookies()
    page.goto(f"{address}/")
    assert "/accounts/login/" in page.url


@pytest.mark.parametrize(
    ("who", "heading", "why"),
    [
        ("bob", "You have no account here", "no account has that address"),
        ("cat", "Your account is closed", "the account is closed"),
        ("dan", "does not vouch for your email address", "the address is not verified"),
        ("eve", "does not vouch for your email address", "the address is not verified"),
        ("fay", "does not vouch for your email address", "the address is not verified"),
        ("guy", "does not vouch for your email address", "the address is not verified"),
    ],
)
def test_nobody_else_does(page, council, who, heading, why):
    folder, address, _ = council
    accounts = in_the_database(folder, "select count(*) from records_account")
    come_in(page, address, who=who)
    assert heading in page.get_by_role("heading", level=1).inner_text()
    assert "administrator" in page.content() or "IT" in page.content()
    assert in_the_database(folder, "select count(*) from records_account") == accounts
    who_did, did, about, said = written_down(folder)[-1]
    assert (who_did, did, said) == ("nobody", "was refused at the single sign-on", why)
    assert about.startswith("account ") == (who not in ("bob", "guy"))
    page.goto(f"{address}/")
    assert "/accounts/login/" in page.url


def test_somebody_who_stops_at_the_provider_is_told_so(page, council):
    folder, address, _ = council
    page.goto(f"{address}/accounts/login/")
    page.get_by_role("button", name="Sign in with Sandshire sign-on").click()
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(f"{address}/**")
    assert page.get_by_role("heading", level=1).inner_text() == "You stopped signing in"
    assert written_down(folder)[-1][1] == "failed to sign in"


def test_a_password_is_kept_when_its_owner_comes_through_single_sign_on(page, council):
    folder, address, _ = council
    added = turncurve("user", "password", "ann@example.gov.uk", "--at", str(folder), typed="horse-battery-lamp-42\n",
                      DATABASE_URL="")  # fmt: skip
    assert added.returncode == 0, added.stderr
    kept = in_the_database(folder, "select password from records_account where email = 'ann@example.gov.uk'")
    come_in(page, address, who="ann")
    assert page.url == f"{address}/"
    assert in_the_database(folder, "select password from records_account where email = 'ann@example.gov.uk'") == kept


def test_a_forged_answer_of_the_provider_is_refused(page, council):
    _, address, _ = council
    answer = page.goto(f"{address}/accounts/oidc/council/login/callback/?code=stolen&state=guessed")
    assert answer.status == 401
    assert "did not let you in" in page.get_by_role("heading", level=1).inner_text()


def test_single_sign_on_connects_nothing_to_an_account(page, council):
    folder, address, _ = council
    come_in(page, address, who="ann")
    page.goto(f"{address}/accounts/oidc/council/login/?process=connect")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="bob", exact=True).click()
    page.wait_for_url(f"{address}/**")
    assert in_the_database(folder, "select count(*) from socialaccount_socialaccount") == 0


def test_the_policy_lets_a_form_lead_to_the_provider_and_nowhere_else(council):
    _, address, provider = council
    with urllib.request.urlopen(f"{address}/accounts/login/") as answer:
        policy = answer.headers["Content-Security-Policy"]
    directives = dict(one.strip().split(" ", 1) for one in policy.split(";") if one.strip())
    assert directives["form-action"].split() == ["'self'", provider]
    assert "unsafe" not in policy


def test_without_the_provider_in_the_policy_the_browser_would_not_go(browser, council):
    """What the line above is for: Chromium holds to form-action through a redirect."""
    _, address, provider = council
    context = browser.new_context()
    page = context.new_page()
    broken = []
    page.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)

    def stricter(route):
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": "form-action 'self'"}
        route.fulfill(response=answer, headers=headers)

    page.route("**/accounts/login/", stricter)
    page.goto(f"{address}/accounts/login/")
    page.get_by_role("button", name="Sign in with Sandshire sign-on").click()
    page.wait_for_timeout(1000)
    assert not page.url.startswith(provider)
    assert broken
    context.close()


WORKING = "name: Sandshire\nissuer: https://login.example.gov.uk\nclient_id: turncurve\n"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "must be lines of NAME: VALUE"),
        ("- a\n", "must be lines of NAME: VALUE"),
        ("name: [\n", "not YAML"),
        ("name: x\nclient_id: y\n", "issuer: is missing"),
        (WORKING + "colour: blue\n", "colour: is not a line of it"),
        (WORKING + "secret: abc\n", "the secret must not stand in it"),
        (WORKING.replace("https", "http"), "issuer: must be an address that begins with https://"),
        (WORKING.replace("https://login.example.gov.uk", "login"), "issuer: must be an address"),
        (WORKING.replace("client_id: turncurve", 'client_id: ""'), "client_id: is empty"),
        (WORKING + "passes_through: [javascript:alert(1)]\n", "passes_through.0: must be an address"),
        (WORKING.replace("gov.uk", "gov.uk; script-src *"), "issuer: must be an address"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_is_wrong_and_shows_the_form(tmp_path, said, why):
    (tmp_path / "sign-on.yaml").write_text(said)
    with pytest.raises(Problem) as problem:
        sign_on_of(tmp_path, environment={"TURNCURVE_SIGN_ON_SECRET": "s"})
    assert why in problem.value.what
    assert "issuer: https://login.example.gov.uk" in problem.value.to_fix


def test_the_secret_comes_from_the_environment_or_a_file_and_is_never_shown(tmp_path):
    assert sign_on_of(tmp_path, environment={}) is None
    (tmp_path / "sign-on.yaml").write_text(WORKING + "secret_file: kept\n")
    with pytest.raises(Problem, match="secret"):
        sign_on_of(tmp_path, environment={})
    (tmp_path / "kept").write_text("from-file\n")
    assert sign_on_of(tmp_path, environment={}).secret == "from-file"
    found = sign_on_of(tmp_path, environment={"TURNCURVE_SIGN_ON_SECRET": "from-environment"})
    assert found.secret == "from-environment"
    assert "from-environment" not in repr(found)
    assert json.loads(found.model_dump_json())["secret"] == "from-environment"


def test_a_provider_that_is_not_there_is_said_plainly(council_folder):
    port = free_port()
    nobody = free_port()
    file = council_folder / "sign-on.yaml"
    file.write_text(f"name: Sandshire sign-on\nissuer: http://127.0.0.1:{nobody}\nclient_id: turncurve\n")
    try:
        with served(council_folder, port=port, address=f"http://127.0.0.1:{port}", TURNCURVE_SIGN_ON_SECRET="s",
                    DATABASE_URL=""):  # fmt: skip
            from http.cookiejar import CookieJar

            from tests.sign_in.conftest import hidden_token

            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
            login = f"http://127.0.0.1:{port}/accounts/oidc/council/login/"
            token = hidden_token(opener.open(login).read().decode())
            with pytest.raises(urllib.error.HTTPError) as answer:
                opener.open(login, data=f"csrfmiddlewaretoken={token}".encode())
            assert answer.value.code == 502
            assert b"did not let you in" in answer.value.read()
            answer.value.close()
    finally:
        file.unlink()
