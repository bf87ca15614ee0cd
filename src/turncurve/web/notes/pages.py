"""What the templates of a note may use."""

from dataclasses import dataclass

from turncurve.desk.answers import Council, NoteShown


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteForm:
    """Everything `note.html` may use: a note to change, or two writers' words to choose from."""

    council: Council
    measure: str
    of: str
    place: str
    back: str
    note: NoteShown
    text: str
    wrong: str = ""
    to_fix: str = ""
    title: str = "Change the note"
    here: str = "scorecard"
