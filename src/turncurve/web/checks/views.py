"""`/checks/`: what arrived, and what is there to put right?"""

from django.http import HttpRequest, HttpResponse

from turncurve.web.answering import answered, show
from turncurve.web.checks.pages import checks_page
from turncurve.web.door import door_of


@answered
def checks(request: HttpRequest) -> HttpResponse:
    """Every file, and every row that was not used, with why."""
    return show(request, "checks/checks.html", page=checks_page(door_of(request).desk.checks()))
