"""Django started once for a test process, and its records put on one database after another."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from turncurve.web.starting import database_at


def start_django() -> None:
    """As the pages do, over no workspace."""
    _ = os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turncurve.web.settings")
    import django

    django.setup()


def use_database(url: str) -> None:
    """Records are read and written there from now on, by every thread that asks anew."""
    from django.db import connections

    start_django()
    settings = connections.configure_settings({"default": database_at(url)})["default"]
    forget_connections()
    held = connections.settings["default"]
    held.clear()
    held.update(settings)


def database_in_use() -> dict:
    """Django's settings of the database records are in, to be put back later."""
    from django.db import connections

    start_django()
    return dict(connections.settings["default"])


def put_back(settings: dict) -> None:
    """Records are in that database again."""
    from django.db import connections

    forget_connections()
    held = connections.settings["default"]
    held.clear()
    held.update(settings)


@contextmanager
def records_at(url: str) -> Iterator[None]:
    """Records are read and written there while the block lasts, and then where they were before."""
    before = database_in_use()
    use_database(url)
    try:
        yield
    finally:
        put_back(before)


def execute(statement: str) -> None:
    """Run one statement in the database records are in."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


def forget_connections() -> None:
    """Close this thread's connection, if it has one."""
    from django.db import connections

    connections.close_all()
    if hasattr(connections._connections, "default"):
        del connections["default"]


def migrate() -> None:
    """Make the tables, or bring them up to date."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def sqlite_at(file: Path) -> str:
    """A SQLite file, as DATABASE_URL says one."""
    return f"sqlite:///{file.as_posix()}"
