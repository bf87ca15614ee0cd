"""What the layout of every page may use beside the page itself."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest

from turncurve.desk.answers import Council
from turncurve.desk.asker import NOBODY, can
from turncurve.web.door import door_of
from turncurve.web.help.for_pages import help_for
from turncurve.web.sign_in.who import asker_of
from turncurve.web.wrong_page import council_of
from turncurve.words.problems import Problem

_IN_NAVIGATION: Final = {
    "curves": "see protected curves",
    "checks": "see checks",
    "load": "load returns",
    "jobs": "see one's own jobs",
    "accounts": "see accounts",
    "audit": "search the audit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """What the layout needs of a page of sign-in, which names itself in its template."""

    council: Council | None
    title: str = "Sign in"
    here: str = ""


def frame(request: HttpRequest) -> dict[str, object]:
    """Whether people sign in here, whether this one has, and what they may open."""
    asker = asker_of(request)
    let_in = asker.key != NOBODY
    return {
        "page": SignInPage(council=council_of(request)),
        "signs_in": settings.SIGN_IN,
        "signed_in": settings.SIGN_IN and let_in,
        "let_in": let_in,
        "may_open": [key for key, question in _IN_NAVIGATION.items() if can(asker, question)],
        "unseen": _unseen(request) if let_in else 0,
        "help_with_this": help_for(request, signed_in=let_in),
    }


def _unseen(request: HttpRequest) -> int:
    """How many notifications wait; none where even that cannot be asked, for a page about a fault is shown so too."""
    try:
        _ = request.get_host()
        return door_of(request).desk.notifications_unseen()
    except (DisallowedHost, DatabaseError, KeyError, Problem):
        return 0
