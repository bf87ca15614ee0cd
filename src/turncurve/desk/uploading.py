"""Files that are being sent to be loaded: kept below one folder of their job, counted, and taken away again."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from turncurve.desk.asker import Asker, may
from turncurve.desk.job_kinds import KINDS, uploads_of
from turncurve.desk.workspace import Workspace
from turncurve.store.uploads import new_upload, safe_parts, take_away_folder
from turncurve.words.problems import Problem


@dataclass(kw_only=True)
class Upload:
    """Files on their way in. What is wrong with them is said when they are asked to be loaded."""

    folder: Path
    most: int
    key: UUID = field(default_factory=uuid4)
    files: int = 0
    size: int = 0
    wrong: Problem | None = None
    _open: BinaryIO | None = None

    def begin_file(self, said: str) -> None:
        """The next file, under the name a browser gave it. A name that leads elsewhere is cut to one that does not."""
        self.end_file()
        parts = safe_parts(said)
        if not parts or self.wrong:
            return
        try:
            self._open = new_upload(self.folder / str(self.key), parts)
        except OSError as wrong:
            self._no_room(wrong)
            return
        self.files += 1

    def take(self, piece: bytes) -> None:
        """The next piece of the file that was begun."""
        if self._open is None:
            return
        self.size += len(piece)
        if self.size > self.most:
            self.wrong = Problem(
                f"The files are larger than the {self.most / 1e6:,.0f} MB that may be sent at once.",
                to_fix="Send them in several goes, or load them with `turncurve load` on the computer itself.",
            )
            self.drop()
            return
        try:
            _ = self._open.write(piece)
        except OSError as wrong:
            self._no_room(wrong)

    def end_file(self) -> None:
        """The file that was begun is whole."""
        if self._open is not None:
            opened, self._open = self._open, None
            try:
                opened.close()
            except OSError as wrong:
                self._no_room(wrong)

    def drop(self) -> None:
        """Take everything away again."""
        if self._open is not None:
            opened, self._open = self._open, None
            with suppress(OSError):
                opened.close()
        take_away_folder(self.folder / str(self.key))

    def refuse_unless_whole(self) -> None:
        """Raise Problem where nothing was sent, or not all of it could be kept."""
        self.end_file()
        if self.wrong:
            raise self.wrong
        if not self.files:
            raise Problem("No file was chosen.", to_fix="Choose one or more files, or a folder.")

    def _no_room(self, wrong: OSError) -> None:
        self.wrong = Problem(
            f"The files could not be kept: {wrong.strerror or type(wrong).__name__}.",
            to_fix="See that the disk has room, or ask the council's IT to.",
        )
        self.drop()


def new_files(workspace: Workspace, *, asker: Asker, most: int) -> Upload:
    """Where files to be loaded may be sent, up to that many bytes. Raises Problem for whoever may not load any."""
    may(asker, KINDS["load"].question)
    return Upload(folder=uploads_of(workspace), most=most)
