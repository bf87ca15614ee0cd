"""A job while it runs: what it says, whether somebody wants it to stop, and a sign of life every second."""

import threading
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Final
from uuid import UUID

_BEAT: Final = 1.0


class Interrupted(BaseException):
    """A job must stop now. No `except Exception` on its way may hold it up."""


class Watch:
    """Watches over one job while the block lasts, in a thread of its own.

    `interrupt` breaks into the main thread, which then calls `broken_into`.
    """

    def __init__(self, key: UUID, *, clock: Callable[[], datetime], interrupt: Callable[[], None]) -> None:
        self._key, self._clock, self._interrupt = key, clock, interrupt
        self._latest: tuple[str, int | None, int | None] = ("", None, None)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"watch {key}", daemon=True)
        self._may_stop = True
        self._thrown = False
        # Why the job was stopped, once it was.
        self.cancelled = False
        self.program_ends = False

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._may_stop = False
        self._over.set()
        self._thread.join()

    def say(self, sentence: str, *, done: int | None = None, of: int | None = None) -> None:
        """How far the job is. Raises Interrupted where it must stop."""
        self._latest = (sentence, done, of)
        self.broken_into()

    def last_moment(self) -> None:
        """From now on the job is not stopped any more: what it made is about to be used. Raises Interrupted before."""
        self.broken_into()
        self._may_stop = False

    def end_program(self) -> None:
        """The program ends, and the job with it."""
        self.program_ends = True

    def broken_into(self) -> None:
        """Raise Interrupted in the main thread, once, where the job must stop and still may."""
        if self._may_stop and not self._thrown and (self.cancelled or self.program_ends):
            self._thrown = True
            raise Interrupted

    @property
    def was_stopped(self) -> bool:
        """Whether the job was interrupted; whatever it raised since then came of that."""
        return self._thrown

    def _beat(self) -> None:
        from django.db import connection
        from django.db.utils import Error

        try:
            while not self._over.wait(_BEAT):
                try:
                    if not self._look():
                        return
                except Error:
                    # The database is away for a moment; the next beat tries again on a new connection.
                    connection.close()
        finally:
            connection.close()

    def _look(self) -> bool:
        """Whether the job still runs."""
        from turncurve.records.jobs import cancel_is_asked, heard

        sentence, done, of = self._latest
        runs = heard(self._key, at=self._clock(), says=sentence, done=done, of=of)
        if not self.cancelled and cancel_is_asked(self._key):
            self.cancelled = True
            self._interrupt()
        return runs
