"""The kinds of work that are done apart from the pages. A new kind is one more row of the table at the end."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from turncurve.desk.asker import Asker
from turncurve.desk.job_watch import Watch
from turncurve.desk.workspace import Workspace
from turncurve.words.periods import day_said
from turncurve.words.problems import Problem

_UPLOADS: Final = "uploads"
_MADE: Final = "made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One job as its kind is given it: whose it is, what was asked, and the moment it began."""

    workspace: Workspace
    key: str
    asked: Mapping[str, Any]
    asker: Asker
    now: datetime
    watch: Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a job: sentences without anything about a child, and the file it made, if it made one."""

    sentences: tuple[str, ...]
    file_name: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of job. `question` is what the asker must be allowed, when they ask and again when it runs.

    `when_stopped` says what to do when it was not finished.
    """

    title: str
    question: str
    do: Callable[[Task], Outcome]
    when_stopped: str


def uploads_of(workspace: Workspace, key: str = "") -> Path:
    """Where the files sent for a job lie until it has ended; without a key, those of all jobs."""
    return workspace.folder / _UPLOADS / key


def made_by(workspace: Workspace, key: str = "") -> Path:
    """Where the file a job made is kept for a while; without a key, those of all jobs."""
    return workspace.folder / _MADE / key


# A kind imports what it works with when it works: a list of jobs needs neither the readers nor the charts.


def _load(task: Task) -> Outcome:
    from turncurve.desk.loaded_said import what_was_loaded
    from turncurve.desk.loading import TAKING_IN, load_returns

    sent = uploads_of(task.workspace, task.key)
    paths = sorted(sent.iterdir()) if sent.is_dir() else []
    if not paths:
        raise Problem("The files that were sent are no longer here.", to_fix="Send them again.")
    files, taken = task.asked.get("files"), 0

    def progress(sentence: str) -> None:
        nonlocal taken
        if sentence.startswith(TAKING_IN) and isinstance(files, int) and taken < files:
            taken += 1
            task.watch.say(sentence, done=taken, of=files)
        else:
            task.watch.say(sentence)

    loaded = load_returns(
        task.workspace,
        paths,
        asker=task.asker,
        now=task.now,
        progress=progress,
        last_moment=task.watch.last_moment,
    )
    return Outcome(sentences=what_was_loaded(loaded))


def _paper(task: Task) -> Outcome:
    from turncurve.desk.questions import board_paper

    task.watch.say("Judging each curve and writing the paper")
    written = board_paper(task.workspace, asker=task.asker, as_at=task.now.date(), form=str(task.asked.get("form")))
    task.watch.last_moment()
    folder = made_by(task.workspace, task.key)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _ = (folder / written.file_name).write_bytes(written.content)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Outcome(
        sentences=(f"The paper is ready, as at {day_said(task.now.date())}, for the board.",),
        file_name=written.file_name,
        media_type=written.media_type,
    )


KINDS: Final[Mapping[str, Kind]] = {
    "load": Kind(
        title="Load of returns",
        question="load returns",
        do=_load,
        when_stopped=(
            "The figures in use are the last good ones. Send the files again: what had already arrived changes nothing."
        ),
    ),
    "paper": Kind(
        title="Board paper",
        question="make a board paper",
        do=_paper,
        when_stopped="Nothing was made. Ask for it again.",
    ),
}
