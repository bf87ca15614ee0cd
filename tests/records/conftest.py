"""Records on SQLite and on a real PostgreSQL: each test runs on both, on tables of its own."""

import shutil
from datetime import UTC, datetime

import pytest
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

start_django()

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("records") / "migrated.sqlite3"
    use_database(sqlite_at(file))
    migrate()
    _execute("pragma wal_checkpoint(truncate)")
    forget_connections()
    return file


@pytest.fixture(scope="session")
def migrated_server(tmp_path_factory):
    """A PostgreSQL with one migrated database, to copy."""
    with running_postgresql(tmp_path_factory.mktemp("postgresql")) as server:
        use_database(server.url("postgres"))
        _execute("create database migrated")
        use_database(server.url("migrated"))
        migrate()
        forget_connections()
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


def _execute(statement):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
