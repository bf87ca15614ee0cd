"""The queue of work for later, and the one place that names the library behind it.

With Django 6 `task` comes from `django.tasks`, and the settings say the rest.
"""

from datetime import timedelta
from typing import Final

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

__all__ = ["Queue", "forget_ended", "forget_taken", "queued", "task"]

# How long the worker rests between two looks at an empty queue, in seconds.
_REST: Final = 1.0
_KEPT_DAYS: Final = 1


class Queue:
    """The queue as its one worker takes from it."""

    def __init__(self, *, until_empty: bool = False) -> None:
        self._worker = Worker(
            queue_names=["default"],
            interval=_REST,
            batch=until_empty,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="the worker",
            excluded_queue_names=[],
        )

    def take(self) -> None:
        """Do what is queued, one after the other, until told to stop; or until nothing is left."""
        self._worker.run()

    def stop(self) -> None:
        """Take no more."""
        self._worker.running = False


def queued() -> frozenset[str]:
    """The keys of what is queued and not taken yet."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return frozenset(words["args"][0] for words in ready.values_list("args_kwargs", flat=True))


def forget_taken() -> None:
    """Take away what a worker that is no more had taken. Only for whoever knows that no other worker lives."""
    _ = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).delete()


def forget_ended() -> None:
    """Take away what the library keeps of work that ended over a day ago: the jobs themselves are the history."""
    before = timezone.now() - timedelta(days=_KEPT_DAYS)
    _ = DBTaskResult.objects.filter(finished_at__lt=before).delete()
