"""The way from a page to the desk: which workspace this server shows, and where the help pages lie."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol

from django.http import HttpRequest

from turncurve.desk.answers import Checks, Council, CurvePage, EveryCurve, Exported, NoteShown, Scorecard
from turncurve.desk.asker import LOCAL_USER, Asker
from turncurve.desk.notifying import EverythingTold
from turncurve.desk.ranking import Index
from turncurve.desk.searching import SearchFound
from turncurve.web.sign_in.who import asker_of

if TYPE_CHECKING:
    from turncurve.desk.jobs import JobShown, JobsShown
    from turncurve.desk.uploading import Upload

_IN_REQUEST: Final = "turncurve.door"
Width = Literal["wide", "narrow", "small"]
CurveForm = Literal["csv", "svg", "png"]
PaperForm = Literal["docx", "pdf"]


class Desk(Protocol):
    """The questions a page may put, each to the desk's function of the same name. All raise Problem."""

    def asked_by(self, asker: Asker) -> "Desk":
        """The desk as it answers this asker."""
        ...

    def council(self) -> Council:
        """Whose workspace this is."""
        ...

    def scorecard(self, *, as_at: date, place: str) -> Scorecard:
        """See desk.questions.scorecard."""
        ...

    def every_curve(self, *, as_at: date, place: str) -> EveryCurve:
        """See desk.questions.every_curve."""
        ...

    def places(self, *, as_at: date) -> tuple[str, ...]:
        """The localities there are curves of; none where no return says who lives where."""
        ...

    def curve_page(self, *, as_at: date, measure: str, place: str, split: str, every: str) -> CurvePage:
        """See desk.questions.curve_page."""
        ...

    def draw_curve(
        self, *, as_at: date, measure: str, place: str, split: str, split_value: str, every: str, width: Width
    ) -> bytes:
        """See desk.questions.draw_curve."""
        ...

    def export_curve(
        self, *, as_at: date, measure: str, place: str, split: str, every: str, form: CurveForm, policy: str
    ) -> Exported:
        """See desk.questions.export_curve."""
        ...

    def checks(self) -> Checks:
        """See desk.checking.checks."""
        ...

    def export_checks(self) -> Exported:
        """See desk.checking.export_checks."""
        ...

    def export_checks_with_children(self, *, now: datetime, why: str) -> Exported:
        """See desk.naming_children.export_checks_with_children."""
        ...

    def note(self, *, as_at: date, measure: str, place: str) -> NoteShown:
        """See desk.notes.read_note."""
        ...

    def write_note(self, *, now: datetime, measure: str, place: str, text: str, seen: int) -> NoteShown:
        """See desk.notes.write_note."""
        ...

    def draw_quality(self, *, about: str, width: Width) -> bytes:
        """See desk.checking.draw_quality."""
        ...

    def search(self, asked: str, *, as_at: date, manual: Index) -> SearchFound:
        """See desk.searching.search."""
        ...

    def notifications(self) -> EverythingTold:
        """See desk.notifying.notifications."""
        ...

    def notifications_unseen(self) -> int:
        """See desk.notifying.unseen."""
        ...

    def mark_notifications_seen(self, *, now: datetime, until: str) -> None:
        """See desk.notifying.mark_seen."""
        ...

    def board_paper(self, *, as_at: date, form: PaperForm) -> Exported:
        """See desk.questions.board_paper."""
        ...

    def new_files(self, *, most: int) -> "Upload":
        """See desk.uploading.new_files."""
        ...

    def ask_for_load(self, upload: "Upload", *, now: datetime) -> str:
        """See desk.jobs.ask_for_load."""
        ...

    def ask_for_paper(self, *, form: str, now: datetime) -> str:
        """See desk.jobs.ask_for_paper."""
        ...

    def jobs(self, *, now: datetime) -> "JobsShown":
        """See desk.jobs.jobs."""
        ...

    def job(self, key: str, *, now: datetime) -> "JobShown":
        """See desk.jobs.job."""
        ...

    def cancel_job(self, key: str, *, now: datetime) -> None:
        """See desk.jobs.cancel_job."""
        ...

    def made(self, key: str, *, now: datetime) -> Exported:
        """See desk.jobs.made."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceDesk:
    """The desk for one asker over one workspace. Loads late: the desk is heavy."""

    folder: Path
    asker: Asker = LOCAL_USER

    def asked_by(self, asker: Asker) -> "WorkspaceDesk":
        """The same desk for another asker."""
        return replace(self, asker=asker)

    def council(self) -> Council:
        """Whose workspace this is."""
        from turncurve.desk.workspace import open_workspace

        return open_workspace(self.folder).council

    def scorecard(self, *, as_at: date, place: str) -> Scorecard:
        """The declared curves or the starter ten, each with its sentence."""
        from turncurve.desk.questions import policy_of, scorecard
        from turncurve.desk.workspace import open_workspace

        return scorecard(
            open_workspace(self.folder), asker=self.asker, as_at=as_at, place=place, policy=policy_of(self.asker)
        )

    def every_curve(self, *, as_at: date, place: str) -> EveryCurve:
        """Every measure with its latest figure."""
        from turncurve.desk.questions import every_curve, policy_of
        from turncurve.desk.workspace import open_workspace

        return every_curve(
            open_workspace(self.folder), asker=self.asker, as_at=as_at, place=place, policy=policy_of(self.asker)
        )

    def places(self, *, as_at: date) -> tuple[str, ...]:
        """The localities there are curves of."""
        from turncurve.desk.questions import places
        from turncurve.desk.workspace import open_workspace

        return places(open_workspace(self.folder), asker=self.asker, as_at=as_at)

    def curve_page(self, *, as_at: date, measure: str, place: str, split: str, every: str) -> CurvePage:
        """One curve and what else may be asked of it."""
        from turncurve.desk.questions import curve_page, policy_of
        from turncurve.desk.workspace import open_workspace

        return curve_page(
            open_workspace(self.folder), asker=self.asker, as_at=as_at, measure=measure, place=place, split=split,
            every=every, policy=policy_of(self.asker),
        )  # fmt: skip

    def draw_curve(
        self, *, as_at: date, measure: str, place: str, split: str, split_value: str, every: str, width: Width
    ) -> bytes:
        """One curve as an SVG."""
        from turncurve.desk.questions import draw_curve
        from turncurve.desk.workspace import open_workspace

        return draw_curve(
            open_workspace(self.folder), asker=self.asker, as_at=as_at, measure=measure, place=place, split=split,
            split_value=split_value, every=every, width=width,
        )  # fmt: skip

    def export_curve(
        self, *, as_at: date, measure: str, place: str, split: str, every: str, form: CurveForm, policy: str
    ) -> Exported:
        """One curve as a file that leaves through the disclosure gate."""
        from turncurve.desk.questions import export_curve
        from turncurve.desk.workspace import open_workspace

        return export_curve(
            open_workspace(self.folder), asker=self.asker, as_at=as_at, measure=measure, place=place, split=split,
            every=every, form=form, policy=policy,
        )  # fmt: skip

    def checks(self) -> Checks:
        """What arrived and what was wrong with it."""
        from turncurve.desk.checking import checks
        from turncurve.desk.workspace import open_workspace

        return checks(open_workspace(self.folder), asker=self.asker)

    def draw_quality(self, *, about: str, width: Width) -> bytes:
        """How good a return's data were, as SVG."""
        from turncurve.desk.checking import draw_quality
        from turncurve.desk.workspace import open_workspace

        return draw_quality(open_workspace(self.folder), asker=self.asker, about=about, width=width)

    def export_checks(self) -> Exported:
        """What to put right, as row numbers, fields and rules."""
        from turncurve.desk.checking import export_checks
        from turncurve.desk.workspace import open_workspace

        return export_checks(open_workspace(self.folder), asker=self.asker)

    def export_checks_with_children(self, *, now: datetime, why: str) -> Exported:
        """What to put right, with each child's number; that it is exported is written down."""
        from turncurve.desk.naming_children import export_checks_with_children
        from turncurve.desk.workspace import open_workspace

        return export_checks_with_children(open_workspace(self.folder), asker=self.asker, now=now, why=why)

    def note(self, *, as_at: date, measure: str, place: str) -> NoteShown:
        """What is written beside a curve."""
        from turncurve.desk.notes import read_note
        from turncurve.desk.workspace import open_workspace

        return read_note(open_workspace(self.folder), measure, place=place, asker=self.asker, as_at=as_at)

    def write_note(self, *, now: datetime, measure: str, place: str, text: str, seen: int) -> NoteShown:
        """Write beside a curve, unless somebody else wrote first."""
        from turncurve.desk.notes import write_note
        from turncurve.desk.workspace import open_workspace

        workspace = open_workspace(self.folder)
        return write_note(workspace, measure, place=place, text=text, seen=seen, asker=self.asker, now=now)

    def search(self, asked: str, *, as_at: date, manual: Index) -> SearchFound:
        """What matches the words asked for, among what the asker may open."""
        from turncurve.desk.searching import search
        from turncurve.desk.workspace import open_workspace

        return search(open_workspace(self.folder), asked, asker=self.asker, as_at=as_at, manual=manual)

    def notifications(self) -> EverythingTold:
        """What the asker is told of."""
        from turncurve.desk.notifying import notifications

        return notifications(asker=self.asker)

    def notifications_unseen(self) -> int:
        """How much of it they have not seen."""
        from turncurve.desk.notifying import unseen

        return unseen(asker=self.asker)

    def mark_notifications_seen(self, *, now: datetime, until: str) -> None:
        """They have seen it, until a moment."""
        from turncurve.desk.notifying import mark_seen

        mark_seen(asker=self.asker, now=now, until=until)

    def board_paper(self, *, as_at: date, form: PaperForm) -> Exported:
        """The board paper, under the board's policy."""
        from turncurve.desk.questions import board_paper
        from turncurve.desk.workspace import open_workspace

        return board_paper(open_workspace(self.folder), asker=self.asker, as_at=as_at, form=form)

    def new_files(self, *, most: int) -> "Upload":
        """Where files to be loaded may be sent."""
        from turncurve.desk.uploading import new_files
        from turncurve.desk.workspace import open_workspace

        return new_files(open_workspace(self.folder), asker=self.asker, most=most)

    def ask_for_load(self, upload: "Upload", *, now: datetime) -> str:
        """Ask for the files that were sent to be loaded."""
        from turncurve.desk.jobs import ask_for_load

        return ask_for_load(upload, asker=self.asker, now=now)

    def ask_for_paper(self, *, form: str, now: datetime) -> str:
        """Ask for a board paper."""
        from turncurve.desk.jobs import ask_for_paper

        return ask_for_paper(form=form, asker=self.asker, now=now)

    def jobs(self, *, now: datetime) -> "JobsShown":
        """The jobs the asker may see."""
        from turncurve.desk.jobs import jobs
        from turncurve.desk.workspace import open_workspace

        return jobs(open_workspace(self.folder), asker=self.asker, now=now)

    def job(self, key: str, *, now: datetime) -> "JobShown":
        """One job."""
        from turncurve.desk.jobs import job
        from turncurve.desk.workspace import open_workspace

        return job(open_workspace(self.folder), key, asker=self.asker, now=now)

    def cancel_job(self, key: str, *, now: datetime) -> None:
        """Cancel a job, or ask it to stop."""
        from turncurve.desk.jobs import cancel_job
        from turncurve.desk.workspace import open_workspace

        cancel_job(open_workspace(self.folder), key, asker=self.asker, now=now)

    def made(self, key: str, *, now: datetime) -> Exported:
        """The file a job made."""
        from turncurve.desk.jobs import made
        from turncurve.desk.workspace import open_workspace

        return made(open_workspace(self.folder), key, asker=self.asker, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a server was started with."""

    desk: Desk
    docs: Path


def put_in(environ: dict[str, object], door: Door) -> None:
    """Send the door along with a request."""
    environ[_IN_REQUEST] = door


def door_of(request: HttpRequest) -> Door:
    """The door a request came in by, its desk asked by whoever sent it.

    KeyError where the server was not started through `wsgi.application`.
    """
    door: Door = request.META[_IN_REQUEST]
    return replace(door, desk=door.desk.asked_by(asker_of(request)))
