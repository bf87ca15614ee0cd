"""What the pages that say something is wrong may use."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from turncurve.desk.answers import Council
from turncurve.web.door import door_of
from turncurve.words.problems import Problem

PUT_RIGHT: Final = "There is something to put right"
NOT_OPEN: Final = "This page is not open to you"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemPage:
    """Everything `problem.html` may use, and nothing else."""

    council: Council | None
    what: str
    to_fix: str
    title: str = PUT_RIGHT
    here: str = ""


def council_of(request: HttpRequest) -> Council | None:
    """Whose workspace it is, or None where even that cannot be said."""
    try:
        return door_of(request).desk.council()
    except (Problem, KeyError):
        return None
