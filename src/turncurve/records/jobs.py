"""Work that somebody asks for and the worker does: what was asked, how far it is, and how it ended."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Final, Literal, get_args

from django.db import models

State = Literal["waiting", "running", "done", "cancelled", "failed", "stopped"]
STATES: Final[tuple[State, ...]] = get_args(State)
# Which state may follow which. What has ended stays as it ended.
FOLLOWS: Final[Mapping[State, frozenset[State]]] = {
    "waiting": frozenset({"running", "cancelled", "failed"}),
    "running": frozenset({"done", "cancelled", "failed", "stopped"}),
    "done": frozenset(),
    "cancelled": frozenset(),
    "failed": frozenset(),
    "stopped": frozenset(),
}
ENDED: Final = frozenset(state for state, next_ones in FOLLOWS.items() if not next_ones)
_LONGEST: Final = 300


class Job(models.Model):
    """One piece of work. It holds keys, counts and names of files, and nothing of what is in them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)
    # The account's key, or "local user" on a laptop.
    asked_by = models.CharField(max_length=40, db_index=True)
    asked_at = models.DateTimeField(db_index=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default="waiting", db_index=True)
    # How far it is: a sentence, and a count where one is known.
    says = models.CharField(max_length=_LONGEST, blank=True)
    done = models.PositiveIntegerField(null=True)
    of = models.PositiveIntegerField(null=True)
    # When the worker was last heard at it.
    heard_at = models.DateTimeField(null=True)
    outcome = models.JSONField(default=dict)
    cancel_asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"


def ask(key: uuid.UUID, *, kind: str, asked: Mapping[str, object], by: str, at: datetime) -> Job:
    """A new job, waiting."""
    return Job.objects.create(id=key, kind=kind, asked=dict(asked), asked_by=by, asked_at=at)


def begin(key: uuid.UUID, *, at: datetime) -> bool:
    """A waiting job runs from now on; False, and nothing changed, for any other."""
    return _moved(key, to="running", began_at=at, heard_at=at)


def end(
    key: uuid.UUID, *, state: State, at: datetime, outcome: Mapping[str, object], only_from: State | None = None
) -> bool:
    """A job has ended so; False, and nothing changed, where it may not end so from where it is.

    With `only_from` it ends so from that state alone: a job that waits is cancelled by whoever asks, one that runs by
    the worker.
    """
    if state not in ENDED:
        raise ValueError(f"{state} is no end.")
    return _moved(key, to=state, only_from=only_from, ended_at=at, outcome=dict(outcome))


def heard(key: uuid.UUID, *, at: datetime, says: str, done: int | None, of: int | None) -> bool:
    """The worker is at it, and this far; False, and nothing changed, for a job that does not run."""
    running = Job.objects.filter(pk=key, state="running")
    return running.update(heard_at=at, says=says[:_LONGEST], done=done, of=of) == 1


def ask_to_cancel(key: uuid.UUID, *, at: datetime) -> bool:
    """Somebody wants a running job to stop; False, and nothing changed, where it does not run or was asked already."""
    running = Job.objects.filter(pk=key, state="running", cancel_asked_at=None)
    return running.update(cancel_asked_at=at) == 1


def cancel_is_asked(key: uuid.UUID) -> bool:
    """Whether somebody wants a job to stop."""
    return Job.objects.filter(pk=key).exclude(cancel_asked_at=None).exists()


def _moved(key: uuid.UUID, *, to: State, only_from: State | None = None, **also: object) -> bool:
    """In one statement, so that of two who would move it only one does."""
    before = [state for state, next_ones in FOLLOWS.items() if to in next_ones and only_from in (None, state)]
    return Job.objects.filter(pk=key, state__in=before).update(state=to, **also) == 1
