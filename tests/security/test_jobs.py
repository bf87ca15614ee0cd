"""Work in the background and the files sent for it: whose they are, where they lie, and how large they may be."""

import socket
import threading
from contextlib import contextmanager, suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.security.walking import BY_NAME, EVERY_ROLE, HOST, SIGNED_OUT, TEXTS
from tests.support.fake_answers import FakeDesk

from turncurve.desk.workspace import init_workspace
from turncurve.web.door import Door, WorkspaceDesk

LARGE = 3_000_000
WITH_A_PASSWORD_ALONE = "an analyst with a password alone"


@pytest.fixture
def desk(tmp_path):
    """The desk over a workspace of a test's own."""
    return WorkspaceDesk(folder=init_workspace(tmp_path / "dorset", named="Dorset").folder)


def files_below(desk):
    return [path for path in (desk.folder / "uploads").rglob("*") if path.is_file()]


def test_anothers_job_is_neither_seen_nor_cancelled_nor_fetched(council, desk):
    another = council.jobs["director"]
    for name in ("job", "job_progress", "cancel_job", "job_file"):
        page = BY_NAME[name]
        for who in ("analyst", "manager", "board member"):
            answer = council.ask(who, page.path(key=another), method=page.methods[0], desk=desk)
            assert answer.status_code == 409, (who, name)
            assert "There is no such job" in answer.content.decode()
            assert "Person director" not in answer.content.decode()
    # Whoever may cancel any sees it, and not the file it makes.
    assert council.ask("administrator", BY_NAME["job"].path(key=another), desk=desk).status_code == 200
    assert council.ask("administrator", BY_NAME["job_file"].path(key=another), desk=desk).status_code in (403, 409)


@pytest.mark.parametrize("name", ["job", "job_progress", "job_file", "cancel_job"])
def test_a_key_that_is_none_is_no_fault(council, desk, name):
    page = BY_NAME[name]
    for text in TEXTS:
        answer = council.ask(EVERY_ROLE, page.path(key=text), method=page.methods[0], desk=desk)
        assert answer.status_code in (400, 404, 409), text


@pytest.mark.parametrize(
    ("who", "csrf"), [("manager", False), ("family", False), (SIGNED_OUT, False), ("analyst", True)]
)
def test_files_from_whoever_may_not_load_are_not_kept(council, desk, who, csrf):
    form = {"files": SimpleUploadedFile("a.csv", b"CHILD,SEX\n"), "folder": SimpleUploadedFile("b.csv", b"x")}
    answer = council.ask(who, BY_NAME["load"].path(), method="POST", form=form, desk=desk, csrf=csrf)
    assert answer.status_code == (302 if who == SIGNED_OUT else 403)
    assert files_below(desk) == []


def test_no_other_form_takes_a_file(council, desk):
    form = {**BY_NAME["new_account"].sends, "files": SimpleUploadedFile("a.csv", b"x")}
    answer = council.ask(EVERY_ROLE, BY_NAME["new_account"].path(), method="POST", form=form, desk=desk)
    assert answer.status_code == 413
    assert files_below(desk) == []


def multipart(*names, field="files"):
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\nCHILD\r\n'.encode()
        for name in names
    ]
    return b"".join(parts) + b"--x--\r\n"


@pytest.mark.parametrize(
    "name",
    ["../../../escaped.csv", "..\\..\\escaped.csv", "/tmp/escaped.csv", "a/../../escaped.csv", "C:\\escaped.csv",
     "&#46;&#46;/escaped.csv", "%2e%2e%2fescaped.csv", "....//escaped.csv", "a\0/../escaped.csv"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["files", "folder"])
def test_a_file_sent_under_any_name_stays_in_its_folder(council, desk, name, field):
    before = {path for path in desk.folder.parent.rglob("*") if path.is_file()}
    answer = council.ask(
        "analyst", "/load/", method="POST", body=multipart(name, field=field), desk=desk,
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip
    assert (answer.status_code, answer.headers["Location"][:6]) == (302, "/jobs/")
    key = answer.headers["Location"].split("/")[2]
    new = {path for path in desk.folder.parent.rglob("*") if path.is_file()} - before
    assert len(new) == 1
    assert all(path.resolve().is_relative_to(desk.folder.resolve() / "uploads" / key) for path in new)


def test_no_file_a_field_that_is_none_and_a_body_that_is_no_form_are_said(council, desk):
    for body, kind in (
        (multipart("a.csv", field="other"), "multipart/form-data; boundary=x"),
        (multipart(""), "multipart/form-data; boundary=x"),
        (b"files=a.csv", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ):
        answer = council.ask("analyst", "/load/", method="POST", body=body, content_type=kind, desk=desk)
        assert answer.status_code == 400
        assert "No file was chosen" in answer.content.decode()
    assert files_below(desk) == []


def test_more_than_may_be_sent_is_refused_and_not_kept(council, desk, settings_changed):
    settings_changed(UPLOAD_MOST=3)
    answer = council.ask(
        "analyst", "/load/", method="POST", body=multipart("a.csv"), desk=desk,
        content_type="multipart/form-data; boundary=x",
    )  # fmt: skip
    assert answer.status_code == 400
    assert "larger than" in answer.content.decode()
    assert files_below(desk) == []


@pytest.fixture
def settings_changed():
    from django.test import override_settings

    changed = []

    def change(**said):
        changed.append(override_settings(**said))
        changed[-1].enable()

    yield change
    for one in changed:
        one.disable()


@contextmanager
def second_factor_of(council, who):
    """As it is; for the analyst with a password alone, taken away while the block lasts."""
    from allauth.mfa.models import Authenticator

    if who != WITH_A_PASSWORD_ALONE:
        yield
        return
    theirs = Authenticator.objects.filter(user=council.keys["analyst"])
    kept = list(theirs)
    theirs.delete()
    try:
        yield
    finally:
        _ = Authenticator.objects.bulk_create(kept)


@pytest.mark.parametrize(
    ("who", "path", "length", "refused"),
    [
        ("analyst", "/load/", LARGE, False),
        ("analyst", "/load/", 1_002_000_000, True),
        ("analyst", "/people/new/", LARGE, True),
        ("manager", "/load/", LARGE, True),
        (SIGNED_OUT, "/load/", LARGE, True),
        ("forged", "/load/", LARGE, True),
        (WITH_A_PASSWORD_ALONE, "/load/", LARGE, True),
    ],
)
def test_a_large_body_is_let_in_from_whoever_may_load_and_from_nobody_else(council, who, path, length, refused):
    from turncurve.web.server import make_server

    server = make_server(Door(desk=FakeDesk(), docs=council.docs), host="127.0.0.1", port=0)

    def run():
        # It is closed under its own feet at the end.
        with suppress(OSError):
            server.run()

    signed_in_as = "analyst" if who == WITH_A_PASSWORD_ALONE else who
    cookies = {"__Host-session": "x" * 32} if who == "forged" else council.cookies.get(signed_in_as, {})
    said = "; ".join(f"{name}={value}" for name, value in cookies.items())
    threading.Thread(target=run, daemon=True).start()
    try:
        with (
            second_factor_of(council, who),
            socket.create_connection(("127.0.0.1", server.effective_port), timeout=10) as browser,
        ):
            head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nCookie: {said}\r\nContent-Length: {length}\r\n\r\n"
            browser.sendall(head.encode() + b"x")
            browser.settimeout(3 if not refused else 10)
            try:
                answer = browser.recv(4096).decode().split("\r\n")[0].split()[1]
            except TimeoutError:
                answer = "waits for the rest"
    finally:
        server.close()
    assert answer == ("413" if refused else "waits for the rest")
