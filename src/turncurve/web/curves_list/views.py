"""`/curves/`: what else can we see?"""

from django.http import HttpRequest, HttpResponse

from turncurve.web.answering import answered, show, today
from turncurve.web.curves_list.pages import curves_list_page
from turncurve.web.door import door_of


@answered
def curves_list(request: HttpRequest) -> HttpResponse:
    """Every measure, for the whole authority or the locality in `?place=`."""
    place, as_at, desk = request.GET.get("place", ""), today(), door_of(request).desk
    answer = desk.every_curve(as_at=as_at, place=place)
    page = curves_list_page(answer, place=place, places=desk.places(as_at=as_at))
    return show(request, "curves_list/curves_list.html", page=page)
