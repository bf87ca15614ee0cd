"""`/about/` and `/accessibility/`."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from turncurve.desk.answers import Council
from turncurve.web.answering import answered, show
from turncurve.web.wrong_page import council_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """Everything `about.html` and `accessibility.html` may use, and nothing else."""

    council: Council | None
    title: str
    here: str = ""


@answered
def about(request: HttpRequest) -> HttpResponse:
    """Where the data are, and where the published figures come from."""
    return show(request, "about/about.html", page=AboutPage(council=council_of(request), title="About Turncurve"))


# Who cannot sign in may need it most.
@login_not_required
@answered
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    page = AboutPage(council=council_of(request), title="Accessibility statement")
    return show(request, "about/accessibility.html", page=page)
