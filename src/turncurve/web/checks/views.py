"""`/checks/`: what arrived, should it be believed, and what to fix first?"""

from django.http import HttpRequest, HttpResponse

from turncurve.web.answering import answered, hand_over, show
from turncurve.web.checks.pages import checks_page
from turncurve.web.door import door_of
from turncurve.web.links import width_in


@answered
def checks(request: HttpRequest) -> HttpResponse:
    """Every file, what to fix first, what could not be checked, and how good the data are."""
    return show(request, "checks/checks.html", page=checks_page(door_of(request).desk.checks()))


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
