"""The records copied whole while others write, and put back: SQLite by its own backup, PostgreSQL by pg_dump."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import OperationalError

from turncurve.words.problems import Problem

POSTGRESQL: Final = "postgresql"
NAMES: Final = {"sqlite": "SQLite", POSTGRESQL: "PostgreSQL"}


def kind() -> str:
    """The database the records are in: sqlite or postgresql."""
    return connection.vendor


def migrations_applied() -> list[str]:
    """The steps by which the records' tables came to be as they are, such as `records.0001_initial`."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def migrations_not_known(applied: Sequence[str]) -> list[str]:
    """Which of the steps this release does not know: a newer one took them."""
    known = {".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations or ()}
    return sorted(set(applied) - known)


def copy_to(path: Path) -> None:
    """Copy the records as they are at one moment. Others go on reading and writing. Raises Problem."""
    if kind() == POSTGRESQL:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")
        return
    connection.ensure_connection()
    source: Any = connection.connection
    with closing(sqlite3.connect(path)) as copy:
        # In one step: in several, each change somebody makes meanwhile would begin it again.
        source.backup(copy, pages=-1)


def refuse_unless_empty(folder: Path) -> None:
    """Raise Problem where the database cannot be reached or is not new: SQLite in this folder, or empty."""
    if kind() != POSTGRESQL:
        # Not connected to: that would make the file.
        file = Path(str(connection.settings_dict["NAME"]))
        if file.parent.resolve() != folder.resolve() or file.exists():
            raise Problem(
                "The records would go into a SQLite file that is not the new workspace's own.",
                to_fix="Take DATABASE_URL away, so that the records are kept in the workspace.",
            )
        return
    try:
        there = connection.introspection.table_names()
    except OperationalError as wrong:
        raise Problem(
            "The database of the records cannot be reached.", to_fix="Check DATABASE_URL and that PostgreSQL runs."
        ) from wrong
    if there:
        raise Problem(
            f"The database to restore into is not empty: it has {len(there)} tables.",
            to_fix="Make a new, empty database and name it in DATABASE_URL.",
        )


def put_back(path: Path) -> None:
    """Fill an empty PostgreSQL from a copy, all of it or nothing. Raises Problem."""
    _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(path))


def bring_up_to_date() -> None:
    """Take the steps this release knows and the records have not taken."""
    call_command("migrate", interactive=False, verbosity=0)


def end_sessions() -> None:
    """Everybody signs in again: a session that was ended after the copy was made does not come back with it."""
    for name in ("sessions.Session", "usersessions.UserSession"):
        _ = apps.get_model(name).objects.all().delete()


def let_go() -> None:
    """Close the connection, so that the records' file may be moved."""
    connections.close_all()


def empty() -> None:
    """Take away every table and function of the database: only for one that was empty a moment ago."""
    connections.close_all()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"drop table {connection.ops.quote_name(table)} cascade")
        cursor.execute(
            "select oid::regprocedure from pg_proc where pronamespace = current_schema()::regnamespace"
            " and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"drop function {function}")


def _run(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs on the records' database; the password goes in the environment, unseen."""
    from psycopg import pq
    from psycopg.conninfo import make_conninfo

    found = shutil.which(program)
    if found is None:
        raise Problem(
            f"{program} is not on this computer, and the records are in PostgreSQL.",
            to_fix="Install PostgreSQL's client programs (postgresql-client), of the server's version or newer.",
        )
    # As Django itself connects, of which PostgreSQL's own programs know most.
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    reached_by = {name: said for name, said in connection.get_connection_params().items() if name in known}
    password = reached_by.pop("password", None)
    done = subprocess.run(  # noqa: S603 # a program of PostgreSQL's, and no shell
        [found, "--no-password", f"--dbname={make_conninfo(**reached_by)}", *words],
        env=os.environ | ({"PGPASSWORD": str(password)} if password else {}),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        # What it said is not repeated: it may quote a row.
        raise Problem(
            f"{program} ended with {done.returncode}.",
            to_fix=f"See that {program} is of the server's version or newer, and that the disk has room.",
        )
