"""The same texts, where they reach a database, on a real PostgreSQL, which takes less than SQLite does."""

import pytest
from tests.records.conftest import migrated_server as migrated_server  # noqa: PLC0414 # a fixture
from tests.security.test_injection import try_everything
from tests.security.walking import BY_NAME, a_council
from tests.support.records import execute, records_at


@pytest.fixture(scope="module")
def council(migrated_server, manual, records_kept):
    with records_at(migrated_server.url("postgres")):
        execute("create database attacked template migrated")
    with a_council(migrated_server.url("attacked"), docs=manual) as opened:
        yield opened


@pytest.mark.parametrize("name", ["account_login", "new_account", "account", "audit", "account_change_password"])
def test_nothing_sent_does_harm_on_postgresql(council, name):
    assert try_everything(council, BY_NAME[name]) == []
