"""Pages for a wrong address, a refused request and a fault of ours."""

from typing import Final

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

from turncurve.web.answering import NOT_FOUND, show
from turncurve.web.wrong_page import ProblemPage, council_of

_TOO_LARGE: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    del exception  # Django's own words; ours say what to do
    page = ProblemPage(
        council=council_of(request),
        title="Page not found",
        what="There is no page at this address.",
        to_fix="Check the address, or start again from the scorecard.",
    )
    return show(request, "wrong/problem.html", page=page, status=NOT_FOUND)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: most often a name for this computer that is not its own; 413 for a form that is too large.

    Says nothing of whose workspace it is.
    """
    title, status = "This request was refused", 400
    if isinstance(exception, _TOO_LARGE):
        title, status = "This form is too large", 413
        what = "What was sent is larger than any form here. Nothing was changed."
        to_fix = "Send less. Returns are sent from the page Load returns, or loaded with `turncurve load`."
    elif isinstance(exception, (BadRequest, MultiPartParserError)):
        what = "What was sent cannot be read as text. Nothing was changed."
        to_fix = "Go back, load the page again and type it once more."
    else:
        what = "These pages are shown only on the computer they are kept on, under its own address."
        to_fix = "Open http://127.0.0.1 with the port that `turncurve serve` named."
    page = ProblemPage(council=None, title=title, what=what, to_fix=to_fix)
    return show(request, "wrong/problem.html", page=page, status=status)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that did not come from one of these pages, or one left open for too long."""
    del reason
    page = ProblemPage(
        council=None,
        title="This form can no longer be sent",
        what="The page had been open too long, or the form came from somewhere else. Nothing was changed.",
        to_fix="Go back, load the page again and send the form once more.",
    )
    return show(request, "wrong/problem.html", page=page, status=403)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: Django's own refusals."""
    return forged(request, str(exception))


def fault(request: HttpRequest) -> HttpResponse:
    """500."""
    page = ProblemPage(
        council=council_of(request),
        title="Something went wrong in Turncurve",
        what="This page could not be made. The fault is in Turncurve, not in your files, and your files are unchanged.",
        to_fix="Please report what the window where Turncurve runs now says. It names no child.",
    )
    return show(request, "wrong/problem.html", page=page, status=500)
