"""What the pages of jobs may use."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.timezone import localtime

from turncurve.desk.answers import Council
from turncurve.desk.jobs import JobShown, JobsShown
from turncurve.words.periods import day_said

_TAGS: Final = {
    "waiting": "govuk-tag--grey",
    "running": "govuk-tag--blue",
    "done": "govuk-tag--green",
    "cancelled": "govuk-tag--grey",
    "failed": "govuk-tag--red",
    "stopped": "govuk-tag--orange",
}
_NOBODY: Final = "The worker is not running. This goes on when it does: on a server, ask whoever looks after it."
_ENDED: Final = {
    "done": "Done.",
    "cancelled": "Cancelled.",
    "failed": "This could not be done.",
    "stopped": "Stopped before it was finished.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPage:
    """Everything `load.html` may use. `most` is how many megabytes may be sent at once."""

    council: Council
    most: str
    wrong: str = ""
    to_fix: str = ""
    title: str = "Load returns"
    here: str = "checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One job in the list."""

    key: str
    name: str
    state: str
    tag: str
    by: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsPage:
    """Everything `jobs.html` may use."""

    council: Council
    rows: tuple[Row, ...]
    of_all: bool
    nobody: str
    may_load: bool
    may_make: bool
    title: str = "Work in the background"
    here: str = "jobs"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """Everything `job.html` may use. `says` is where it stands in a sentence or two; `done` of `of` where known."""

    council: Council
    key: str
    kind: str
    title: str
    state: str
    tag: str
    says: str
    asked: str
    done: int | None
    of: int | None
    ended: bool
    sentences: tuple[str, ...]
    file_name: str
    may_cancel: bool
    here: str = "jobs"


def jobs_page(found: JobsShown, *, council: Council, may_load: bool, may_make: bool) -> JobsPage:
    """The list of jobs."""
    return JobsPage(
        council=council,
        rows=tuple(
            Row(
                key=one.key,
                name=f"{one.title}, {_when(one.asked_at)}",
                state=one.state,
                tag=_TAGS[one.state],
                by=one.by,
                says=one.sentences[0] if one.sentences else says_of(one),
            )
            for one in found.jobs
        ),
        of_all=found.of_all,
        nobody=_NOBODY if found.no_worker and any(not one.ended for one in found.jobs) else "",
        may_load=may_load,
        may_make=may_make,
    )


def job_page(one: JobShown, *, council: Council) -> JobPage:
    """One job."""
    return JobPage(
        council=council,
        key=one.key,
        kind=one.kind,
        title=title_of(one),
        state=one.state,
        tag=_TAGS[one.state],
        says=says_of(one),
        asked=_asked(one),
        done=one.done if not one.ended else None,
        of=one.of if not one.ended else None,
        ended=one.ended,
        sentences=one.sentences,
        file_name=one.file_name,
        may_cancel=one.may_cancel,
    )


def title_of(one: JobShown) -> str:
    """What a job is, and its state."""
    return f"{one.title}: {one.state}"


def says_of(one: JobShown) -> str:
    """Where a job stands, in a sentence or two."""
    if one.ended:
        return _ENDED[one.state]
    if one.state == "waiting":
        said = "Waiting for its turn."
    elif one.done is not None and one.of:
        said = f"{one.says or 'Beginning'} ({one.done} of {one.of})."
    else:
        said = f"{one.says or 'Beginning'}."
    also = [
        "It has been asked to stop." if one.cancel_asked else "",
        _NOBODY if one.no_worker else "",
        f"Nothing has been heard from it for {one.silent_minutes} minute{'s' * (one.silent_minutes != 1)}."
        if one.silent_minutes and not one.no_worker
        else "",
    ]
    return " ".join(part for part in (said, *also) if part)


def _asked(one: JobShown) -> str:
    files = f", {one.files} file{'s' * (one.files != 1)}" if one.files else ""
    ended = f" Ended {_when(one.ended_at)}." if one.ended_at else ""
    return f"Asked for by {one.by}, {_when(one.asked_at)}{files}.{ended}"


def _when(moment: datetime) -> str:
    here = localtime(moment)
    return f"{day_said(here.date())}, {here:%H:%M}"
