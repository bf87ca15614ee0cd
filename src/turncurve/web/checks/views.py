"""`/checks/`: what arrived, should it be believed, and what to fix first?"""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from turncurve.desk.asker import NotAllowed, can
from turncurve.web.answering import answered, changing, hand_over, now, show
from turncurve.web.checks.pages import WithChildrenPage, checks_page
from turncurve.web.door import door_of
from turncurve.web.links import width_in
from turncurve.web.sign_in.who import asker_of
from turncurve.words.problems import Problem

NAMING: Final = "export checks with children's identifiers"


@answered
def checks(request: HttpRequest) -> HttpResponse:
    """Every file, what to fix first, what could not be checked, and how good the data are."""
    naming = can(asker_of(request), NAMING)
    return show(request, "checks/checks.html", page=checks_page(door_of(request).desk.checks(), names_children=naming))


@answered
def quality(request: HttpRequest) -> HttpResponse:
    """How good a return's data were, as SVG, for the page."""
    drawn = door_of(request).desk.draw_quality(
        about=request.GET.get("of", ""), width=width_in(request.GET.get("width", "wide"))
    )
    return HttpResponse(drawn, content_type="image/svg+xml")


@answered
def download_checks(request: HttpRequest) -> HttpResponse:
    """Every place to put right as CSV: a file, a row number, a field and a rule."""
    return hand_over(door_of(request).desk.export_checks())


@require_POST
@changing
def download_with_children(request: HttpRequest) -> HttpResponse:
    """Every place to put right with the child's number, for a purpose; the form again where that is not said."""
    desk = door_of(request).desk
    why = request.POST.get("why", "")
    try:
        return hand_over(desk.export_checks_with_children(now=now(), why=why))
    except NotAllowed:
        raise
    except Problem as problem:
        page = WithChildrenPage(council=desk.council(), why=why, wrong=problem.what, to_fix=problem.to_fix)
        return show(request, "checks/with_children.html", page=page, status=400)
