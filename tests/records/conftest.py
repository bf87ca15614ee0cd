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
    database_in_use,
    forget_connections,
    migrate,
    put_back,
    sqlite_at,
    start_django,
    use_database,
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
def migrated_file(tmp_path_factory):
    before = database_in_use()
    file = tmp_path_factory.mktemp("records") / "migrated.sqlite3"
    use_database(sqlite_at(file))
    migrate()
    _execute("pragma wal_checkpoint(truncate)")
    put_back(before)
    return file


@pytest.fixture(scope="session")
def migrated_server(tmp_path_factory):
    """A PostgreSQL with one migrated database, to copy."""
    before = database_in_use()
    with running_postgresql(tmp_path_factory.mktemp("postgresql")) as server:
        use_database(server.url("postgres"))
        _execute("create database migrated")
        use_database(server.url("migrated"))
        migrate()
        put_back(before)
        yield server
        forget_connections()


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request, tmp_path):
    """Empty records, their tables made by the same migrations on either database."""
    before = database_in_use()
    if request.param == "sqlite":
        migrated = request.getfixturevalue("migrated_file")
        file = tmp_path / "records.sqlite3"
        shutil.copyfile(migrated, file)
        use_database(sqlite_at(file))
    else:
        server = request.getfixturevalue("migrated_server")
        name = "t" + str(abs(hash(request.node.nodeid)))
        use_database(server.url("postgres"))
        _execute(f"create database {name} template migrated")
        use_database(server.url(name))
    yield request.param
    forget_connections()
    put_back(before)


@pytest.fixture
def workspace(records, loaded, tmp_path):
    """A copy of the loaded one that may be changed, with records."""
    return open_workspace(Path(shutil.copytree(loaded.folder, tmp_path / "dorset")))


@pytest.fixture
def elsewhere(request, records):
    """Where a backup's records may be restored to."""
    server = request.getfixturevalue("migrated_server") if records == "postgresql" else None
    return Elsewhere(records, server=server)


def _execute(statement):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
