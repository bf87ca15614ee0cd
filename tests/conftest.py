"""What many tests share: one invented council, loaded once for a whole run however many workers it has."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.support.records import execute, migrate, records_at, sqlite_at, use_database

from turncurve.desk.demonstration import demonstrate
from turncurve.desk.workspace import Workspace, open_workspace

SEED = 7
# A browser driven from a test leaves an event loop in its thread, in which Django would refuse to open a database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def records_kept(tmp_path_factory) -> Path:
    """Records, in a file of their own, for what is loaded to be written down in."""
    file = tmp_path_factory.mktemp("kept") / "records.sqlite3"
    use_database(sqlite_at(file))
    migrate()
    return file


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    """Empty records in a file, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "records.sqlite3"
    with records_at(sqlite_at(file)):
        migrate()
        execute("pragma wal_checkpoint(truncate)")
    return file


@pytest.fixture(scope="session")
def invented_folder(tmp_path_factory, worker_id, records_kept) -> Path:
    """A folder where an invented council has been loaded. Read it; never change it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    folder, done, turn = shared / "invented", shared / "invented.done", shared / "invented.making"
    while not done.exists():
        try:
            turn.mkdir()
        except FileExistsError:
            time.sleep(0.2)
            continue
        if not done.exists():
            _ = demonstrate(folder, seed=SEED, now=NOW, progress=lambda _: None)
            done.touch()
        turn.rmdir()
    return folder


@pytest.fixture
def invented(invented_folder) -> Workspace:
    return open_workspace(invented_folder)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for a worker: Playwright starts but once in a thread."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        yield opened
        opened.close()
