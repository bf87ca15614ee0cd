"""`/`: which of our curves have turned?"""

from django.http import HttpRequest, HttpResponse

from turncurve.web.answering import answered, show, today
from turncurve.web.door import door_of
from turncurve.web.scorecard.pages import scorecard_page


@answered
def scorecard(request: HttpRequest) -> HttpResponse:
    """The scorecard of the whole authority, or of the locality in `?place=`."""
    place, as_at, desk = request.GET.get("place", ""), today(), door_of(request).desk
    answer = desk.scorecard(as_at=as_at, place=place)
    page = scorecard_page(answer, place=place, places=desk.places(as_at=as_at))
    return show(request, "scorecard/scorecard.html", page=page)
