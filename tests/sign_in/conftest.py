"""A council's server with sign-in: in this process on a database of its own, and as `turncurve serve` runs it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from tests.support.fake_answers import FakeDesk
from tests.support.records import (
    records_at,
    sqlite_at,
    start_django,
)

from turncurve.cli.app import app as _command_line  # noqa: F401 # what is served must import before a test begins
from turncurve.desk.workspace import init_workspace
from turncurve.web.door import Door

start_django()
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PASSWORD = "horse-battery-lamp-42"


@pytest.fixture
def records(migrated_file, tmp_path):
    """Empty records of one test's own."""
    with records_at(sqlite_at(shutil.copyfile(migrated_file, tmp_path / "records.sqlite3"))):
        yield


@contextmanager
def as_a_server():
    """The settings of a council's server, in this process."""
    from django.conf import settings
    from django.core.cache import cache
    from django.test import override_settings

    cache.clear()
    with override_settings(
        SIGN_IN=True,
        MIDDLEWARE=[*settings.MIDDLEWARE, *settings.WALLS],
        ALLOWED_HOSTS=["testserver"],
        # As quick as a test needs; the real one is slow on purpose.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture
def server(records):
    with as_a_server():
        yield


@pytest.fixture
def visitor(server, docs):
    """A new browser, without cookies; keyword arguments go to the client."""
    from django.test import Client

    def new(**wanted):
        wanted = {"raise_request_exception": False, **wanted}
        return Client(**wanted, **{"turncurve.door": Door(desk=FakeDesk(), docs=docs)})

    return new


@pytest.fixture(scope="session")
def docs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    (folder / "index.md").write_text("# Welcome\n")
    return folder


@pytest.fixture
def opened_account(server):
    """Open an account with these roles; its key."""
    from turncurve.desk.accounts import open_account
    from turncurve.desk.asker import LOCAL_USER

    def opening(email="ann@example.gov.uk", *, roles=("analyst",), password=PASSWORD, name="Ann Example"):
        return open_account(asker=LOCAL_USER, now=NOW, email=email, name=name, roles=roles, password=password).key

    return opening


@pytest.fixture
def audit(server):
    """What has been written down, as (who, did, about, why)."""
    from turncurve.records.audit import AuditEntry

    return lambda: list(AuditEntry.objects.order_by("number").values_list("who", "did", "about", "why"))


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def turncurve(*words, typed="", **more):
    return subprocess.run(
        [sys.executable, "-c", "from turncurve.cli.app import run; run()", *words],
        input=typed, capture_output=True, text=True, env={**os.environ, **more}, check=False,
    )  # fmt: skip


@contextmanager
def served(folder, *, port, address, **environment):
    """`turncurve serve --address`, until the block ends; its port."""
    server = subprocess.Popen(
        [sys.executable, "-c", "from turncurve.cli.app import run; run()", "serve", "--at", str(folder), "--port",
         str(port), "--address", address],
        stderr=subprocess.PIPE, text=True, env={**os.environ, **environment},
    )  # fmt: skip
    said = []
    try:
        for line in server.stderr:
            said.append(line)
            if "To stop" in line:
                break
        assert any("To stop" in line for line in said), "".join(said)
        drain = threading.Thread(target=lambda: said.extend(server.stderr), daemon=True)
        drain.start()
        yield said
    finally:
        server.terminate()
        server.wait(timeout=20)
        drain.join(timeout=5)
        server.stderr.close()


@pytest.fixture(scope="session")
def council_folder(tmp_path_factory):
    """A workspace with an administrator who has a password."""
    folder = tmp_path_factory.mktemp("council") / "sandshire"
    _ = init_workspace(folder, named="Dorset")
    added = turncurve(
        "user", "add", "admin@example.gov.uk", "--name", "Admin", "--role", "administrator", "--at", str(folder),
        typed=PASSWORD + "\n", DATABASE_URL="",
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    return folder


def hidden_token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
