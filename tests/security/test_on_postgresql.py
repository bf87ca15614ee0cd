"""The same texts, where they reach a database, on a real PostgreSQL, which takes less than SQLite does."""

import pytest
from tests.records.conftest import migrated_server as migrated_server  # noqa: PLC0414 # a fixture
from tests.security.test_injection import try_everything
from tests.security.walking import BY_NAME, a_council
from tests.support.records import database_in_use, forget_connections, put_back, use_database


@pytest.fixture(scope="module")
def council(migrated_server, manual, records_kept):
    from django.db import connection

    before = database_in_use()
    use_database(migrated_server.url("postgres"))
    with connection.cursor() as cursor:
        cursor.execute("create database attacked template migrated")
    forget_connections()
    with a_council(migrated_server.url("attacked"), docs=manual) as opened:
        yield opened
    put_back(before)


@pytest.mark.parametrize("name", ["account_login", "new_account", "account", "audit", "account_change_password"])
def test_nothing_sent_does_harm_on_postgresql(council, name):
    assert try_everything(council, BY_NAME[name]) == []
