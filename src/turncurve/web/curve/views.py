"""`/curves/<measure>/` and its chart."""

from django.http import HttpRequest, HttpResponse

from turncurve.definitions.measures import measure as measure_called
from turncurve.desk.asker import can
from turncurve.web.answering import NOT_FOUND, answered, show, show_problem, today
from turncurve.web.curve.pages import Asked, curve_shown
from turncurve.web.door import door_of
from turncurve.web.links import width_in
from turncurve.web.sign_in.who import asker_of
from turncurve.words.problems import Problem


def asked_in(request: HttpRequest, measure: str) -> Asked:
    """What an address asks for."""
    get = request.GET.get
    return Asked(measure=measure, place=get("place", ""), split=get("split", ""), every=get("every", ""))


@answered
def curve(request: HttpRequest, measure: str) -> HttpResponse:
    """The curve of a measure; a page that lists the measures where there is none of that name."""
    try:
        _ = measure_called(measure)
    except Problem as problem:
        return show_problem(request, problem, status=NOT_FOUND)
    asked = asked_in(request, measure)
    desk, asker, as_at = door_of(request).desk, asker_of(request), today()
    answer = desk.curve_page(as_at=as_at, measure=measure, place=asked.place, split=asked.split, every=asked.every)
    note = desk.note(as_at=as_at, measure=measure, place=asked.place) if can(asker, "read notes") else None
    page = curve_shown(answer, asked=asked, note=note, may_write=can(asker, "write notes"))
    return show(request, "curve/curve.html", page=page)


@answered
def chart(request: HttpRequest, measure: str) -> HttpResponse:
    """The chart as SVG, with true numbers, for the pages."""
    asked = asked_in(request, measure)
    drawn = door_of(request).desk.draw_curve(
        as_at=today(),
        measure=measure,
        place=asked.place,
        split=asked.split,
        split_value=request.GET.get("split_value", ""),
        every=asked.every,
        width=width_in(request.GET.get("width", "wide")),
    )
    return HttpResponse(drawn, content_type="image/svg+xml")
