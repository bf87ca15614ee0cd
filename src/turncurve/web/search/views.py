"""`/search/`: where is it?"""

from django.http import HttpRequest, HttpResponse

from turncurve.desk.asker import NotAllowed
from turncurve.web.answering import answered, show, today
from turncurve.web.door import door_of
from turncurve.web.help.finding import manual_index
from turncurve.web.search.pages import search_page
from turncurve.words.problems import Problem

_WRONG = 400


@answered
def search(request: HttpRequest) -> HttpResponse:
    """What matches `?q=`; with none, what can be found."""
    asked, door = request.GET.get("q", "").strip(), door_of(request)
    manual, council, status, said = manual_index(door.docs), door.desk.council(), 200, {"wrong": "", "to_fix": ""}
    try:
        answer = door.desk.search(asked, as_at=today(), manual=manual)
    except NotAllowed:
        raise
    except Problem as problem:
        answer = door.desk.search("", as_at=today(), manual=manual)
        status, said = _WRONG, {"wrong": problem.what, "to_fix": problem.to_fix}
    page = search_page(answer, council=council, asked=asked, **said)
    return show(request, "search/search.html", page=page, status=status)
