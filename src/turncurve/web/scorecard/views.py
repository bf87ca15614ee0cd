"""`/`: which of our curves have turned?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from turncurve.desk.asker import can
from turncurve.web.answering import answered, show, today
from turncurve.web.door import door_of
from turncurve.web.scorecard.pages import scorecard_page
from turncurve.web.sign_in.who import asker_of


@answered
def scorecard(request: HttpRequest) -> HttpResponse:
    """The scorecard of the whole authority, or of the locality in `?place=`."""
    # The bare address is where everybody begins, whatever their role: on to the first page they may open.
    if not request.GET and not can(asker_of(request), "see protected curves"):
        return redirect("home")
    place, as_at, desk = request.GET.get("place", ""), today(), door_of(request).desk
    answer = desk.scorecard(as_at=as_at, place=place)
    page = scorecard_page(answer, place=place, places=desk.places(as_at=as_at))
    return show(request, "scorecard/scorecard.html", page=page)
