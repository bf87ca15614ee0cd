"""What the layout of every page may use beside the page itself."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from turncurve.desk.answers import Council
from turncurve.desk.asker import can
from turncurve.web.sign_in.who import asker_of
from turncurve.web.wrong_page import council_of

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
    return {
        "page": SignInPage(council=council_of(request)),
        "signs_in": settings.SIGN_IN,
        "signed_in": settings.SIGN_IN and asker.key != "nobody",
        "may_open": [key for key, question in _IN_NAVIGATION.items() if can(asker, question)],
    }
