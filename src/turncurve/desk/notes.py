"""What people write beside a curve: read, and written so that the second of two writers sees the first's words."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from turncurve.definitions.measures import measure as measure_called
from turncurve.desk.answers import NoteShown, Version
from turncurve.desk.asker import Asker, may, may_see_place
from turncurve.desk.askers import names_shown
from turncurve.desk.notifying import notify
from turncurve.desk.questions import places
from turncurve.desk.workspace import Workspace
from turncurve.words.problems import Problem

if TYPE_CHECKING:
    from turncurve.records.notes import Saved

LONGEST: Final = 4_000


def read_note(workspace: Workspace, measure: str, *, place: str, asker: Asker, as_at: date) -> NoteShown:
    """The note beside the curve of a measure, in a locality or ("") the whole authority. Raises Problem."""
    may(asker, "read notes")
    about = _about(workspace, measure, place=place, asker=asker, as_at=as_at)
    from turncurve.records.notes import note_about

    return _shown(about, note_about(about))


def write_note(
    workspace: Workspace, measure: str, *, place: str, text: str, seen: int, asker: Asker, now: datetime
) -> NoteShown:
    """Write the next version of the note beside a curve, if the version `seen` by its writer is still the last.

    Else nothing is changed, and what somebody else has written is given back with `taken` False. Raises Problem.
    """
    may(asker, "write notes")
    about = _about(workspace, measure, place=place, asker=asker, as_at=now.date())
    from django.db import transaction

    from turncurve.records.audit import write_down
    from turncurve.records.notes import save_note, writer_of

    # Browsers send the ends of lines as old Windows wrote them.
    words = text.replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise Problem(f"The note has {len(words)} letters; it may have {LONGEST}.", to_fix="Say it more shortly.")
    with transaction.atomic():
        saved = save_note(about, text=words, seen=seen, by=asker.key, at=now)
        if saved.taken:
            _ = write_down(at=now, who=asker.key, did="wrote a note", about=about, details={"version": saved.version})
            before = writer_of(about, version=saved.version - 1)
            if before not in ("", asker.key):
                keys = {"measure": measure, "place": place}
                notify(to=before, kind="note written after yours", keys=keys, now=now)
    return _shown(about, saved)


def _about(workspace: Workspace, measure: str, *, place: str, asker: Asker, as_at: date) -> str:
    known = measure_called(measure)
    if not place:
        return f"curve {known.id}"
    may_see_place(asker, place)
    if place not in places(workspace, asker=asker, as_at=as_at):
        raise Problem(f"There is no locality called '{place}'.", to_fix="Write beside a curve that is there.")
    return f"curve {known.id}, {place}"


def _shown(about: str, note: "Saved") -> NoteShown:
    from turncurve.records.notes import versions_about

    versions = versions_about(about)
    names = names_shown({note.by, *(one.by for one in versions)})
    return NoteShown(
        text=note.text,
        version=note.version,
        by=names[note.by] if note.by else "",
        at=note.at,
        taken=note.taken,
        earlier=tuple(
            Version(number=one.version, text=one.text, by=names[one.by], at=one.at)
            for one in versions
            if one.version < note.version
        ),
    )
