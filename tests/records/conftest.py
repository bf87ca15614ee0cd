"""Records on SQLite and on a real PostgreSQL: each test runs on both, on tables of its own."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.desk.test_region import episodes
from tests.returns.test_ssda903_faults import GOOD
from tests.support.backups import Elsewhere
from tests.support.postgresql import running_postgresql
from tests.support.records import (
    execute,
    forget_connections,
    migrate,
    records_at,
    sqlite_at,
    start_django,
)

from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import init_workspace, open_workspace

start_django()

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
BEFORE = GOOD.replace("2023", "2022").replace("0012", "0044")


def silently(_said):
    pass


@pytest.fixture(scope="session")
def loaded(tmp_path_factory, records_kept):
    """Two years of a council's returns, loaded. Read it; never change it."""
    at = tmp_path_factory.mktemp("loaded")
    for year, row in (("2022-23", BEFORE), ("2023-24", GOOD)):
        file = at / "returns" / year / "episodes.csv"
        file.parent.mkdir(parents=True)
        file.write_text(episodes(row))
    made = init_workspace(at / "dorset", named="Dorset")
    _ = load_returns(made, [at / "returns"], asker=LOCAL_USER, now=NOW, progress=silently)
    return made


@pytest.fixture(scope="session")
def migrated_server(tmp_path_factory):
    """A PostgreSQL with one migrated database, to copy."""
    with running_postgresql(tmp_path_factory.mktemp("postgresql")) as server:
        with records_at(server.url("postgres")):
            execute("create database migrated")
        with records_at(server.url("migrated")):
            migrate()
        yield server
        forget_connections()


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request, tmp_path):
    """Empty records, their tables made by the same migrations on either database."""
    if request.param == "sqlite":
        url = sqlite_at(shutil.copyfile(request.getfixturevalue("migrated_file"), tmp_path / "records.sqlite3"))
    else:
        server = request.getfixturevalue("migrated_server")
        name = "t" + str(abs(hash(request.node.nodeid)))
        with records_at(server.url("postgres")):
            execute(f"create database {name} template migrated")
        url = server.url(name)
    with records_at(url):
        yield request.param


@pytest.fixture
def workspace(records, loaded, tmp_path):
    """A copy of the loaded one that may be changed, with records."""
    return open_workspace(Path(shutil.copytree(loaded.folder, tmp_path / "dorset")))


@pytest.fixture
def elsewhere(request, records):
    """Where a backup's records may be restored to."""
    server = request.getfixturevalue("migrated_server") if records == "postgresql" else None
    return Elsewhere(records, server=server)
