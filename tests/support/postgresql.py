"""A PostgreSQL of the tests' own, with nothing in it and nobody else in reach."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where it listens (a folder with its socket) and who may do everything there."""

    folder: Path
    user: str

    def url(self, database: str) -> str:
        """A database of it, as DATABASE_URL says one."""
        return f"postgresql://{self.user}@/{database}?host={self.folder}"


def program(name: str) -> str:
    """The PostgreSQL program of that name; Debian keeps them off the path."""
    found = shutil.which(name) or next((str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), "")
    if not found:
        pytest.fail(f"{name} is not on this machine: run sh scripts/system_parts.sh")
    return found


@contextmanager
def running_postgresql(folder: Path) -> Iterator[Server]:
    """A server in a folder for as long as the block lasts."""
    # PostgreSQL refuses to run as root, so there it runs as the user its package made.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    user = "postgres" if as_user else "turncurve"
    if as_user:
        for above in (folder, *folder.parents[:3]):
            above.chmod(0o755)
        shutil.chown(folder, user="postgres")
    subprocess.run(
        [*as_user, program("initdb"), "-D", folder / "data", "-U", user, "-A", "trust", "-E", "UTF8"],
        check=True,
        capture_output=True,
    )
    settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c max_connections=200"
    control = [*as_user, program("pg_ctl"), "-D", folder / "data", "-w"]
    subprocess.run([*control, "-o", settings, "-l", folder / "log", "start"], check=True, capture_output=True)
    try:
        yield Server(folder=folder, user=user)
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True)
