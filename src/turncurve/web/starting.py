"""Django started over one workspace's records, on a laptop or a council's server."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from turncurve.desk.workspace import secret_in
from turncurve.web.sign_in.sign_on import sign_on_of
from turncurve.words.problems import Problem

# What the settings read from the environment.
MODE: Final = "TURNCURVE_MODE"
ADDRESS: Final = "TURNCURVE_ADDRESS"
KEY: Final = "TURNCURVE_KEY"
RECORDS: Final = "TURNCURVE_RECORDS"
SIGN_ON: Final = "TURNCURVE_SIGN_ON"
# What a council says: a PostgreSQL of its own, as postgresql://user:password@host/name.
DATABASE_URL: Final = "DATABASE_URL"
# How many megabytes of returns may be sent from the pages at once.
UPLOAD_MB: Final = "TURNCURVE_UPLOAD_MB"

LAPTOP: Final = "laptop"
SERVER: Final = "server"


def start(folder: Path, *, address: str = "") -> None:
    """Start Django over the records of a workspace, and bring their tables up to date.

    With an `address`, such as https://families.example.gov.uk, people must sign in; without one this is a laptop and
    nobody does; the workspace's `sign-on.yaml` says what the council's single sign-on is. Records are in
    `records.sqlite3` in the workspace, or where DATABASE_URL says. Raises Problem where the database cannot be reached,
    and where `sign-on.yaml` cannot be used.
    """
    reach(folder, address=address)
    from django.core.management import call_command
    from django.db.utils import OperationalError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as wrong:
        raise Problem(
            "The database of the records cannot be reached.",
            to_fix=f"Check {DATABASE_URL} and that PostgreSQL runs, or leave it out to keep records in the workspace.",
        ) from wrong


def reach(folder: Path, *, address: str = "") -> None:
    """Start Django over the records of a workspace as `start` does, and leave the database as it is."""
    sign_on = sign_on_of(folder, environment=os.environ) if address else None
    said = {
        MODE: SERVER if address else LAPTOP,
        ADDRESS: address.rstrip("/"),
        RECORDS: os.environ.get(DATABASE_URL) or f"sqlite:///{(folder / 'records.sqlite3').resolve().as_posix()}",
        KEY: secret_in(folder) if address else "",
        SIGN_ON: sign_on.model_dump_json() if sign_on else "",
    }
    if address:
        _ = host_of(address)
    os.environ.update(said)
    os.environ["DJANGO_SETTINGS_MODULE"] = "turncurve.web.settings"
    import django

    django.setup()


def most_to_send(environment: Mapping[str, str]) -> int:
    """How many bytes of returns may be sent at once: 1,000 MB, or as TURNCURVE_UPLOAD_MB says. Raises Problem."""
    said = environment.get(UPLOAD_MB, "").strip() or "1000"
    if not said.isdecimal() or int(said) == 0:
        raise Problem(f"{UPLOAD_MB} is '{said}'.", to_fix="Write a whole number of megabytes, such as 1000.")
    return int(said) * 1_000_000


def database_at(url: str) -> dict[str, Any]:
    """Django's settings for a database: SQLite in a file or in memory, or PostgreSQL.

    SQLite's writers wait for each other from the start of a transaction (IMMEDIATE), so that none fails half way.
    """
    import dj_database_url

    settings = dict(dj_database_url.parse(url))
    if str(settings["ENGINE"]).endswith("sqlite3"):
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "pragma journal_mode=wal; pragma synchronous=normal; pragma foreign_keys=on",
        }
    return settings


def host_of(address: str) -> str:
    """The host of an address people come to. Raises Problem for what is no such address."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise Problem(
            f"'{address}' is not an address people can come to.",
            to_fix="Write it as https://families.example.gov.uk, with nothing after the name.",
        )
    return f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
