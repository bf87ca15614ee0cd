"""Jobs asked for and worked off in a test, in this process or by a real worker."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.jobs import ask_for_load, job
from turncurve.desk.uploading import new_files
from turncurve.desk.working import Worker

COMMAND = (sys.executable, "-P", "-c", "from turncurve.cli.app import run; run()")


def now():
    return datetime.now(tz=UTC)


def nothing():
    pass


def sent(workspace, files, *, asker=LOCAL_USER, most=10_000_000):
    """Files sent as a browser would, as {name: text}."""
    upload = new_files(workspace, asker=asker, most=most)
    for name, text in files.items():
        upload.begin_file(name)
        upload.take(text.encode())
        upload.end_file()
    return upload


def asked(workspace, files, *, asker=LOCAL_USER):
    """A load asked for; its key."""
    return ask_for_load(sent(workspace, files, asker=asker), asker=asker, now=now())


def worked(workspace):
    """All that waits is done here and now."""
    Worker(workspace, clock=now, interrupt=nothing).work(until_empty=True)


def shown(workspace, key, *, asker=LOCAL_USER):
    return job(workspace, key, asker=asker, now=now())


@contextmanager
def real_worker(workspace, *, url: str, hold: Path | None = None, log: Path) -> Iterator[subprocess.Popen]:
    """`turncurve worker` as a process of its own; with `hold`, each load waits half way until that file is gone."""
    more = {"HOLD": str(hold)} if hold else {}
    command = [*COMMAND[:3], f"{HOLDING if hold else ''}{COMMAND[3]}", "worker", "--at", str(workspace.folder)]
    with log.open("ab") as into:
        process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url, **more}, stdout=into, stderr=into)
    try:
        yield process
    finally:
        process.kill()
        _ = process.wait(timeout=20)


# Put before the command: a load stops after its first file and waits, as one of a million rows would.
HOLDING = """
import os, time
from pathlib import Path
from turncurve.desk import building
plain = building.Building._part
def held(self, reading, *, progress):
    made = plain(self, reading, progress=progress)
    Path(os.environ["HOLD"] + ".reached").touch()
    while Path(os.environ["HOLD"]).exists():
        time.sleep(0.05)
    return made
building.Building._part = held
"""


def until(true, *, seconds=120.0, says=""):
    """Wait until something is true."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if found := true():
            return found
        time.sleep(0.1)
    raise AssertionError(says or "it never came true")
