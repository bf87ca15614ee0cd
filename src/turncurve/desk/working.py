"""The one worker of a workspace: it does what is asked for in the background, one job after the other."""

import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import FrameType
from typing import Final

from turncurve.desk.job_kinds import Outcome, made_by, uploads_of
from turncurve.desk.job_running import STOPPED, AtWork, at_work, end_job, when_stopped
from turncurve.desk.workspace import Workspace
from turncurve.store.locks import held, is_held
from turncurve.store.uploads import changed_before, folders_in, take_away_folder
from turncurve.words.problems import Problem

_LOCK: Final = "worker.lock"
_BETWEEN_TRIES: Final = 2.0
# How long files that were sent and never asked for may lie: an upload takes less.
_SENT_FOR_NOTHING: Final = timedelta(hours=6)
_TIDIED_EVERY: Final = 3600.0
MADE_KEPT: Final = timedelta(days=7)


class Ended(BaseException):
    """The worker was told to end."""


def worker_lives(workspace: Workspace) -> bool:
    """Whether somebody does the jobs of a workspace."""
    return is_held(workspace.folder / _LOCK)


class Worker:
    """The worker of a workspace. `end` may be called from any thread; signals and `interrupt` reach the main one."""

    def __init__(self, workspace: Workspace, *, clock: Callable[[], datetime], interrupt: Callable[[], None]) -> None:
        self._at = AtWork(workspace=workspace, clock=clock, interrupt=interrupt)
        self._interrupt = interrupt
        self._ending = threading.Event()

    def end(self) -> None:
        """End, and the running job with it."""
        self._ending.set()
        if self._at.watching:
            self._at.watching.end_program()
        self._interrupt()

    def work(self, *, waits_its_turn: bool = False, until_empty: bool = False) -> None:
        """Work until told to end, or until nothing is left to do.

        Raises Problem where another worker works for the workspace, or waits until there is none.
        """
        with self._turn(waits=waits_its_turn) as ours:
            if not ours:
                return
            from turncurve.records.tasks import Queue

            queue = Queue(until_empty=until_empty)
            with self._signals(queue.stop), at_work(self._at):
                try:
                    self._take_over()
                    threading.Thread(target=self._tidy, name="tidy", daemon=True).start()
                    if not self._ending.is_set():
                        queue.take()
                except Ended:
                    return
                finally:
                    self._ending.set()

    @contextmanager
    def _turn(self, *, waits: bool) -> Generator[bool]:
        while not self._ending.is_set():
            with held(self._at.workspace.folder / _LOCK) as ours:
                if ours:
                    yield True
                    return
            if not waits:
                raise Problem(
                    "Another worker works for this workspace already.",
                    to_fix="`turncurve serve` brings its own: start it with --no-worker, or leave this one out.",
                )
            time.sleep(_BETWEEN_TRIES)
        yield False

    @contextmanager
    def _signals(self, stop: Callable[[], None]) -> Generator[None]:
        """What breaks into the main thread: a cancelled job goes on to its end, anything else ends the worker."""

        def broken_into(_number: int, _frame: FrameType | None) -> None:
            watching = self._at.watching
            if watching and watching.cancelled and not self._ending.is_set():
                watching.broken_into()
                return
            self._ending.set()
            stop()
            if watching:
                watching.end_program()
                watching.broken_into()
            elif not self._at.busy:
                raise Ended

        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, broken_into) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                _ = signal.signal(number, handler)

    def _take_over(self) -> None:
        """No other worker lives, so what still runs was left by one that is no more."""
        from turncurve.desk.job_queue import run_queued
        from turncurve.records.jobs import Job
        from turncurve.records.tasks import forget_taken, queued

        for job in Job.objects.filter(state="running"):
            outcome = Outcome(sentences=(STOPPED, when_stopped(job.kind)))
            _ = end_job(self._at.workspace, job, state="stopped", at=self._at.clock(), outcome=outcome)
        forget_taken()
        known = queued()
        for job in Job.objects.filter(state="waiting").order_by("asked_at"):
            if str(job.pk) not in known:
                _ = run_queued.enqueue(str(job.pk))

    def _tidy(self) -> None:
        """Now and every hour: take away what was sent and what was made when its time has come."""
        from django.db import connection
        from django.db.utils import Error

        while True:
            try:
                self._take_away()
            except Error:
                # The database is away for a moment; in an hour it may be there.
                connection.close()
            connection.close()
            if self._ending.wait(_TIDIED_EVERY):
                return

    def _take_away(self) -> None:
        from turncurve.records.jobs import ENDED, Job
        from turncurve.records.tasks import forget_ended

        workspace, now = self._at.workspace, self._at.clock()
        forget_ended()
        states = {str(key): state for key, state in Job.objects.values_list("pk", "state")}
        for sent in folders_in(uploads_of(workspace)):
            ended = states.get(sent.name) in ENDED
            if ended or (sent.name not in states and changed_before(sent, now - _SENT_FOR_NOTHING)):
                take_away_folder(sent)
        for made in folders_in(made_by(workspace)):
            if states.get(made.name) != "running" and changed_before(made, now - MADE_KEPT):
                take_away_folder(made)
