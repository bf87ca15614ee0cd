"""One job run from its beginning to its end, as its asker is allowed at that moment, and its end written down."""

import traceback
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from turncurve.desk.asker import may
from turncurve.desk.askers import asker_now
from turncurve.desk.job_kinds import KINDS, Outcome, Task, made_by, uploads_of
from turncurve.desk.job_watch import Interrupted, Watch
from turncurve.desk.notifying import notify
from turncurve.desk.workspace import Workspace
from turncurve.store.uploads import take_away_folder
from turncurve.words.problems import Problem

if TYPE_CHECKING:
    from turncurve.records.jobs import Job, State

TOO_LATE: Final = "Somebody asked for it to be cancelled when it was too late: it had all been done."
CANCELLED: Final = "It was cancelled before it ended."
STOPPED: Final = "The program ended while this ran, so it was not finished."
CLOSED: Final = "The account that asked for this is closed, so it was not done."
FAULT: Final = (
    "A fault in Turncurve, not in your files, stopped this. Please report the lines below. They name no child."
)


@dataclass(kw_only=True)
class AtWork:
    """What the worker of one workspace does: for whom, by what clock, and what it is busy with."""

    workspace: Workspace
    clock: Callable[[], datetime]
    interrupt: Callable[[], None]
    busy: bool = False
    watching: Watch | None = None


_AT_WORK: Final[ContextVar[AtWork]] = ContextVar("at_work")


@contextmanager
def at_work(for_whom: AtWork) -> Generator[AtWork]:
    """Jobs that are taken from the queue while the block lasts are run for this workspace."""
    before = _AT_WORK.set(for_whom)
    try:
        yield for_whom
    finally:
        _AT_WORK.reset(before)


def run_job(said: str) -> None:
    """Run a waiting job; nothing happens for one that waits no longer. Whatever goes wrong is the job's end."""
    worker = _AT_WORK.get()
    worker.busy = True
    try:
        _run(UUID(said), worker=worker)
    finally:
        worker.busy = False


def _run(key: UUID, *, worker: AtWork) -> None:
    from django.db import connections

    from turncurve.records.jobs import Job, begin

    job = Job.objects.filter(pk=key, state="waiting").first()
    if job is None:
        return
    now = worker.clock()
    asker = asker_now(job.asked_by)
    if asker is None:
        _ = end_job(worker.workspace, job, state="failed", at=now, outcome=Outcome(sentences=(CLOSED,)))
        return
    if not begin(key, at=now):
        return
    watch = Watch(key, clock=worker.clock, interrupt=worker.interrupt)
    task = Task(workspace=worker.workspace, key=str(key), asked=job.asked, asker=asker, now=now, watch=watch)
    try:
        with watch:
            worker.watching = watch
            state, outcome = _done(task, kind=job.kind)
    except Interrupted:
        # It was broken into when all was over but this.
        state, outcome = _stopped(watch, kind=job.kind)
    finally:
        worker.watching = None
    if watch.was_stopped:
        # A connection that was broken into half way is of no more use.
        connections.close_all()
    _ = end_job(worker.workspace, job, state=state, at=worker.clock(), outcome=outcome)


def _done(task: Task, *, kind: str) -> tuple["State", Outcome]:
    known = KINDS.get(kind)
    if known is None:
        return "failed", Outcome(sentences=("This version does not know that kind of job.", when_stopped(kind)))
    try:
        may(task.asker, known.question)
        outcome = known.do(task)
    # Whatever it is becomes the job's end. What it says may quote a row, so that it is not repeated.
    except BaseException as wrong:  # noqa: BLE001
        if task.watch.was_stopped:
            return _stopped(task.watch, kind=kind)
        if isinstance(wrong, Problem):
            return "failed", Outcome(sentences=(wrong.what, wrong.to_fix))
        return "failed", Outcome(sentences=(FAULT, type(wrong).__name__, *_places(wrong)))
    late = (TOO_LATE,) if task.watch.cancelled else ()
    return "done", replace(outcome, sentences=(*late, *outcome.sentences))


def _stopped(watch: Watch, *, kind: str) -> tuple["State", Outcome]:
    if watch.cancelled:
        return "cancelled", Outcome(sentences=(CANCELLED, when_stopped(kind)))
    return "stopped", Outcome(sentences=(STOPPED, when_stopped(kind)))


def when_stopped(kind: str) -> str:
    """What to do about a job of this kind that was not finished."""
    return KINDS[kind].when_stopped if kind in KINDS else "Ask for it again."


def _places(wrong: BaseException) -> Sequence[str]:
    """Where in our code a fault happened."""
    frames = traceback.extract_tb(wrong.__traceback__)[-8:]
    return [f"{Path(frame.filename).name} line {frame.lineno}, in {frame.name}" for frame in frames]


def end_job(
    workspace: Workspace,
    job: "Job",
    *,
    state: "State",
    at: datetime,
    outcome: Outcome,
    only_from: "State | None" = None,
) -> bool:
    """End a job, write that down, tell whoever asked for it, and take away the files that were sent for it.

    False, and nothing done, where it had ended already, or is not in the state `only_from` any more.
    """
    from django.db import transaction

    from turncurve.records.audit import write_down
    from turncurve.records.jobs import end

    said = {"sentences": list(outcome.sentences), "file_name": outcome.file_name, "media_type": outcome.media_type}
    with transaction.atomic():
        if not end(job.pk, state=state, at=at, outcome=said, only_from=only_from):
            return False
        details: Mapping[str, str] = {"kind": job.kind, "state": state}
        _ = write_down(at=at, who=job.asked_by, did="a job ended", about=f"job {job.pk}", details=details)
        # Who cancelled it knows; where it was somebody else, that is told when they do.
        if state != "cancelled":
            notify(to=job.asked_by, kind="job ended", keys={"job": str(job.pk), **details}, now=at)
    take_away_folder(uploads_of(workspace, str(job.pk)))
    if state != "done":
        take_away_folder(made_by(workspace, str(job.pk)))
    return True
