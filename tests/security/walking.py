"""Every page, asked by anybody: one council's server in this process, with an account for each role."""

import importlib.util
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, urlencode, urlsplit

import yaml
from tests.support.fake_answers import FakeDesk
from tests.support.records import migrate, records_at

from turncurve.desk.asker import LOCAL_USER, ROLES
from turncurve.web.door import Door
from turncurve.web.sign_in.sign_on import SignOn
from turncurve.web.starting import ADDRESS, KEY, MODE, SERVER, SIGN_ON

HOST = "families.example.gov.uk"
PROVIDER = "login.example.gov.uk"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SECRET = "never-shown-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH"
PASSWORD = "horse-battery-lamp-42"
# Who asks: somebody of each role, one person who holds them all, and somebody who has not signed in.
EVERY_ROLE = "every role"
SIGNED_OUT = "signed out"
WHO = (*ROLES, EVERY_ROLE, SIGNED_OUT)
# What the settings of a server say that a test says otherwise: a quick hash, its own database, its own lists of apps.
_NOT_TAKEN = {"DATABASES", "PASSWORD_HASHERS", "INSTALLED_APPS", "AUTH_USER_MODEL", "LOGGING"}
_SIGN_ON = SignOn(
    name="Sandshire sign-on", issuer=f"https://{PROVIDER}", client_id="turncurve", secret="s",
    email_domains=("example.gov.uk",),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Page:
    """One address of `security.yaml`."""

    name: str
    may: str
    may_send: str = ""
    methods: tuple[str, ...] = ("GET",)
    args: Mapping[str, str] = field(default_factory=dict)
    reads: tuple[str, ...] = ()
    sends: Mapping[str, str] = field(default_factory=dict)

    def path(self, **args: str) -> str:
        """Its address, with these values in place of its own, written as a browser writes them."""
        from django.urls import reverse

        said = {name: f"value-of-{name}" for name in self.args}
        path = reverse(self.name, kwargs=said)
        for name, value in {**self.args, **args}.items():
            path = path.replace(said[name], quote(value, safe="", errors="surrogatepass"))
        return path


@cache
def written() -> dict[str, Any]:
    """All of `security.yaml`."""
    return yaml.safe_load((Path(__file__).parent / "security.yaml").read_text(encoding="utf-8"))


PAGES = tuple(
    Page(**{name: tuple(value) if isinstance(value, list) else value for name, value in one.items()})
    for one in written()["pages"]
)
BY_NAME = {page.name: page for page in PAGES}
TEXTS = tuple(
    text.replace("{long}", "long" * 100) for attack in written()["attacks"] for text in attack.get("texts", ())
)


@cache
def settings_of_a_server() -> dict[str, Any]:
    """What `settings.py` says where people come through https and single sign-on is set up."""
    from turncurve.web import settings

    said = {MODE: SERVER, ADDRESS: f"https://{HOST}", KEY: SECRET, SIGN_ON: _SIGN_ON.model_dump_json()}
    where = importlib.util.spec_from_file_location("settings_of_a_server", settings.__file__)
    fresh = importlib.util.module_from_spec(where)
    with patch.dict(os.environ, said):
        where.loader.exec_module(fresh)
    return {name: value for name, value in vars(fresh).items() if name.isupper() and name not in _NOT_TAKEN}


class _Provider:
    """The provider as far as anybody comes who has no account there: it says where to go, and gives out nothing."""

    status_code = 200

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def get(self, *_: Any, **__: Any) -> "_Provider":
        return self

    def raise_for_status(self) -> None:
        return None

    def json(self) -> dict[str, str]:
        at = f"https://{PROVIDER}"
        return {"issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token"}


@dataclass(kw_only=True)
class Council:
    """A council's server with somebody of each role signed in."""

    docs: Path
    keys: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _browsers: dict[bool, Any] = field(default_factory=dict)

    def browser(self, *, csrf: bool = False) -> Any:
        """A new browser, over a desk that answers at once."""
        from django.test import Client

        door = Door(desk=FakeDesk(), docs=self.docs)
        return Client(raise_request_exception=False, enforce_csrf_checks=csrf, **{"turncurve.door": door})

    def ask(
        self, who: str, path: str, *, method: str = "GET", query: Mapping[str, str] | None = None,
        form: Mapping[str, Any] | None = None, csrf: bool = False, secure: bool = True, desk: Any = None,
        headers: Mapping[str, str] | None = None, body: bytes | None = None, content_type: str = "",
    ) -> Any:  # fmt: skip
        """What one page answers; whatever it changed is undone again."""
        from django.db import transaction

        browser = self._browsers.setdefault(csrf, self.browser(csrf=csrf))
        browser.cookies.clear()
        for name, value in self.cookies.get(who, {}).items():
            browser.cookies[name] = value
        if query:
            path += "?" + urlencode(query, errors="surrogatepass")
        said = {"host": HOST, "referer": f"https://{HOST}/", **(headers or {})}
        door = {"turncurve.door": Door(desk=desk, docs=self.docs)} if desk else {}
        wanted = {"secure": secure, "headers": said, **door}
        with transaction.atomic():
            if method == "POST" and body is None:
                answer = browser.post(path, form or {}, **wanted)
            else:
                content = body or b""
                answer = browser.generic(method, path, content, content_type or "application/octet-stream", **wanted)
            transaction.set_rollback(True)
        return answer

    def args(self, page: Page, *, key: str = "", who: str = EVERY_ROLE) -> dict[str, str]:
        """The values of an address, with the key of a real account, or of a job of `who`'s own, where one is wanted."""
        if page.args.get("key") == "own_job":
            return {"key": key or self.jobs.get(who, self.jobs[EVERY_ROLE])}
        return {"key": key or self.keys["analyst"]} if "key" in page.args else {}

    def open(self, who: str, page: Page, *, method: str = "", **more: Any) -> Any:
        """A page as its own links and forms open it."""
        method = method or page.methods[0]
        form = page.sends if method == "POST" else None
        return self.ask(who, page.path(**self.args(page, who=who)), method=method, form=form, **more)


@contextmanager
def a_council(url: str, *, docs: Path) -> Iterator[Council]:
    """A council's server over a database, with an account for each role, each signed in with both factors."""
    from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
    from django.conf import settings
    from django.core.cache import cache as throttled
    from django.test import override_settings

    server = {name: value for name, value in settings_of_a_server().items() if getattr(settings, name, None) != value}
    quick = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
    council = Council(docs=docs)
    throttled.clear()
    with (
        records_at(url),
        override_settings(**server, **quick),
        patch.object(DefaultSocialAccountAdapter, "get_requests_session", lambda _: _Provider()),
    ):
        migrate()
        for number, who in enumerate((*ROLES, EVERY_ROLE)):
            throttled.clear()
            _come_in(council, who, roles=ROLES if who == EVERY_ROLE else (who,), address=f"p{number}@example.gov.uk")
            council.jobs[who] = _job_of(council.keys[who])
        throttled.clear()
        yield council
        throttled.clear()


def _job_of(key: str) -> str:
    """A paper somebody asked for, which waits."""
    from uuid import uuid4

    from turncurve.records.jobs import ask

    return str(ask(uuid4(), kind="paper", asked={"form": "docx"}, by=key, at=NOW).pk)


def _come_in(council: Council, who: str, *, roles: Sequence[str], address: str) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    from turncurve.desk.accounts import open_account

    council.keys[who] = open_account(
        asker=LOCAL_USER, now=NOW, email=address, name=f"Person {who}", roles=roles, password=PASSWORD
    ).key
    browser = council.browser()
    at_home = {"secure": True, "headers": {"host": HOST}}
    browser.post("/accounts/login/", {"login": address, "password": PASSWORD}, **at_home)
    page = browser.get("/accounts/2fa/totp/activate/", **at_home).content.decode()
    secret = re.search(r"app-key\">([^<]+)<", page)[1]
    from tests.sign_in.test_signing_in import code_of

    added = browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, **at_home)
    assert added.status_code == 302, added.content
    council.cookies[who] = {name: cookie.value for name, cookie in browser.cookies.items()}
    kept = Authenticator.objects.get(user=council.keys[who], type=Authenticator.Type.RECOVERY_CODES)
    council.codes[who] = tuple(RecoveryCodes(kept).get_unused_codes())


def leads_elsewhere(answer: Any) -> bool:
    """Whether an answer sends the browser on to another host than this one or the single sign-on."""
    where = answer.headers.get("Location")
    if where is None:
        return False
    # As browsers read it: a backward stroke is a forward one, and white space before it is nothing.
    parts = urlsplit(where.strip().replace("\\", "/"))
    return (parts.scheme not in ("", "https")) or parts.netloc not in ("", HOST, PROVIDER)


class _Scripts(HTMLParser):
    """The elements and attributes of a page that would run something, read as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def in_page(cls, text: str) -> list[str]:
        """What would run; nothing where nothing does."""
        reading = cls()
        reading.feed(text)
        reading.close()
        return reading.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        said = {name: (value or "").strip().lower() for name, value in attrs}
        if (tag == "script" and "src" not in said) or any(name.startswith("on") for name in said):
            self.found.append(f"holds a script in {tag}")
        if any(said.get(name, "").startswith("javascript:") for name in ("href", "src", "action", "formaction")):
            self.found.append(f"leads to a script from {tag}")


def harm(answer: Any, *, sent: str = "") -> list[str]:
    """What an answer shows of an attack that came through; nothing where none did."""
    found = []
    kind = answer.headers.get("Content-Type", "")
    text = answer.content.decode("utf-8", errors="replace")
    if answer.status_code >= 500 and not (answer.status_code == 502 and "single sign-on" in text):
        found.append(f"answered {answer.status_code}")
    if ("html" in kind or "xml" in kind) and re.search(r"[<>\"']", sent) and sent in text:
        found.append("shows what was sent as it was sent")
    if "html" in kind:
        found += _Scripts.in_page(text)
    found += [f"holds {leaked}" for leaked in ("982014969", "31338", "root:x:", "beside-the-manual", SECRET)
              if leaked in text]  # fmt: skip
    if "X-Injected" in answer.headers or "injected" in answer.cookies:
        found.append("has a header that was sent")
    if leads_elsewhere(answer):
        found.append(f"leads to {answer.headers['Location']}")
    if "Content-Security-Policy" not in answer.headers:
        found.append("has no policy")
    return found
