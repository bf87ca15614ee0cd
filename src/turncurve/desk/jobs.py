"""Work asked for, seen and cancelled. Each change is written down with the change itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from turncurve.desk.answers import Exported
from turncurve.desk.asker import Asker, can, may
from turncurve.desk.askers import names_shown
from turncurve.desk.job_kinds import KINDS, Outcome, made_by
from turncurve.desk.job_running import CANCELLED, end_job, when_stopped
from turncurve.desk.notifying import notify, seen_there
from turncurve.desk.uploading import Upload
from turncurve.desk.working import worker_lives
from turncurve.desk.workspace import Workspace
from turncurve.words.problems import Problem

if TYPE_CHECKING:
    from turncurve.records.jobs import Job

ANY: Final = "cancel any job"
OWN: Final = "see one's own jobs"
_MOST_SHOWN: Final = 200
# A worker that is there says so every second; a busy machine may be late.
_SILENT: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobShown:
    """One job. `state` is waiting, running, done, cancelled, failed or stopped; `by` the name of who asked.

    `silent_minutes` is 0 while the worker is heard. `no_worker` is True where it waits or runs and nobody works.
    `file_name` is of the file it made, "" where it made none or that is no longer kept.
    """

    key: str
    kind: str
    title: str
    state: str
    by: str
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    says: str
    done: int | None
    of: int | None
    files: int
    sentences: tuple[str, ...]
    file_name: str
    silent_minutes: int
    no_worker: bool
    cancel_asked: bool
    may_cancel: bool

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.ended_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsShown:
    """The jobs an asker may see, the newest first, and whether they see those of others too."""

    jobs: tuple[JobShown, ...]
    of_all: bool
    no_worker: bool


def ask_for_load(upload: Upload, *, asker: Asker, now: datetime) -> str:
    """Ask for the files that were sent to be loaded; the job's key. Raises Problem where none was sent."""
    may(asker, KINDS["load"].question)
    upload.refuse_unless_whole()
    return _ask(upload.key, "load", {"files": upload.files, "bytes": upload.size}, asker=asker, now=now)


def ask_for_paper(*, form: str, asker: Asker, now: datetime) -> str:
    """Ask for a board paper as docx or pdf; the job's key. Raises Problem."""
    may(asker, KINDS["paper"].question)
    if form not in ("docx", "pdf"):
        raise Problem(f"A paper cannot be written as '{form}'.", to_fix="Use docx or pdf.")
    from uuid import uuid4

    return _ask(uuid4(), "paper", {"form": form}, asker=asker, now=now)


def _ask(key: UUID, kind: str, asked: Mapping[str, object], *, asker: Asker, now: datetime) -> str:
    from django.db import transaction

    from turncurve.desk.job_queue import run_queued
    from turncurve.records.audit import write_down
    from turncurve.records.jobs import ask

    with transaction.atomic():
        _ = ask(key, kind=kind, asked=asked, by=asker.key, at=now)
        details = {"kind": kind, **asked}
        _ = write_down(at=now, who=asker.key, did="asked for a job", about=f"job {key}", details=details)
        _ = run_queued.enqueue(str(key))
    return str(key)


def jobs(workspace: Workspace, *, asker: Asker, now: datetime) -> JobsShown:
    """The asker's own jobs, or everybody's for whoever may cancel any."""
    may(asker, OWN)
    from turncurve.records.jobs import Job

    of_all = can(asker, ANY)
    found = Job.objects.all() if of_all else Job.objects.filter(asked_by=asker.key)
    newest = list(found[:_MOST_SHOWN])
    lives = worker_lives(workspace)
    names = _names(newest)
    return JobsShown(
        jobs=tuple(_shown(one, asker=asker, now=now, lives=lives, names=names, workspace=workspace) for one in newest),
        of_all=of_all,
        no_worker=not lives,
    )


def job(workspace: Workspace, key: str, *, asker: Asker, now: datetime) -> JobShown:
    """One job. Raises Problem where there is none of that key, or it is somebody else's."""
    found = _found(key, asker=asker)
    if found.ended_at is not None:
        seen_there("job", str(found.pk), asker=asker, now=now)
    return _shown(
        found, asker=asker, now=now, lives=worker_lives(workspace), names=_names([found]), workspace=workspace
    )


def cancel_job(workspace: Workspace, key: str, *, asker: Asker, now: datetime) -> None:
    """Cancel a job that waits, at once, or ask one that runs to stop. Raises Problem for one that has ended."""
    found = _found(key, asker=asker)
    from django.db import transaction

    from turncurve.records.audit import write_down
    from turncurve.records.jobs import ask_to_cancel

    def written(did: str) -> None:
        _ = write_down(at=now, who=asker.key, did=did, about=f"job {found.pk}", details={"kind": found.kind})
        if asker.key != found.asked_by:
            keys = {"job": str(found.pk), "kind": found.kind, "state": "cancelled"}
            notify(to=found.asked_by, kind="job ended", keys=keys, now=now)

    outcome = Outcome(sentences=(CANCELLED, when_stopped(found.kind)))
    with transaction.atomic():
        if end_job(workspace, found, state="cancelled", at=now, outcome=outcome, only_from="waiting"):
            written("cancelled a job")
            return
        if ask_to_cancel(found.pk, at=now):
            written("asked for a job to be cancelled")
            return
    found.refresh_from_db()
    if found.ended_at is not None:
        raise Problem("This job has ended already.", to_fix="See on its page what came of it.")


def made(workspace: Workspace, key: str, *, asker: Asker, now: datetime) -> Exported:
    """The file a job made, for whoever asked for it and still may. Raises Problem where it is no longer kept."""
    found = _found(key, asker=asker)
    if found.asked_by != asker.key:
        raise _not_there()
    kind = KINDS.get(found.kind)
    if kind is not None:
        may(asker, kind.question)
    path = _kept(found, workspace=workspace)
    if path is None:
        raise Problem("There is no file of this job, or it is no longer kept.", to_fix="Ask for it again.")
    from turncurve.records.audit import write_down

    _ = write_down(at=now, who=asker.key, did="fetched what a job made", about=f"job {found.pk}")
    return Exported(content=path.read_bytes(), file_name=path.name, media_type=str(found.outcome["media_type"]))


def _found(key: str, *, asker: Asker) -> "Job":
    """A job the asker may see. What is somebody else's is answered as what is not there."""
    may(asker, OWN)
    from turncurve.records.jobs import Job

    try:
        found = Job.objects.filter(pk=UUID(key)).first()
    except ValueError:
        found = None
    if found is None or (found.asked_by != asker.key and not can(asker, ANY)):
        raise _not_there()
    return found


def _not_there() -> Problem:
    return Problem("There is no such job.", to_fix="Choose one from the list of jobs.")


def _names(found: list["Job"]) -> Mapping[str, str]:
    return names_shown(one.asked_by for one in found)


def _kept(found: "Job", *, workspace: Workspace) -> Path | None:
    name = str(found.outcome.get("file_name", ""))
    path = made_by(workspace, str(found.pk)) / name
    return path if name and path.is_file() else None


def _shown(
    found: "Job", *, asker: Asker, now: datetime, lives: bool, names: Mapping[str, str], workspace: Workspace
) -> JobShown:
    asked: Mapping[str, Any] = found.asked
    kept = _kept(found, workspace=workspace) if found.asked_by == asker.key else None
    silent = now - found.heard_at if found.state == "running" and found.heard_at else timedelta()
    return JobShown(
        key=str(found.pk),
        kind=found.kind,
        title=KINDS[found.kind].title if found.kind in KINDS else found.kind,
        state=found.state,
        by=names[found.asked_by],
        asked_at=found.asked_at,
        began_at=found.began_at,
        ended_at=found.ended_at,
        says=found.says,
        done=found.done,
        of=found.of,
        files=int(asked.get("files", 0)),
        sentences=tuple(str(one) for one in found.outcome.get("sentences", ())),
        file_name=kept.name if kept else "",
        silent_minutes=int(silent.total_seconds() // 60) if silent >= _SILENT else 0,
        no_worker=found.ended_at is None and not lives,
        cancel_asked=found.cancel_asked_at is not None,
        may_cancel=found.ended_at is None and found.cancel_asked_at is None,
    )
