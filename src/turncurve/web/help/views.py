"""`/help/`: the manual."""

from django.http import Http404, HttpRequest, HttpResponse

from turncurve.web.answering import answered, show
from turncurve.web.door import door_of
from turncurve.web.help.pages import HelpPage
from turncurve.web.help.reading import Manual, Picture, found_in, pages_in
from turncurve.web.wrong_page import council_of


@answered
def help_page(request: HttpRequest, asked: str = "") -> HttpResponse:
    """A page of the manual, or its list of pages; 404 for anything that is not in its folder."""
    docs = door_of(request).docs
    found = found_in(docs, asked.rstrip("/"))
    if isinstance(found, Picture):
        return HttpResponse(found.content, content_type=found.media_type)
    if found is None and asked:
        raise Http404
    manual = found or Manual(title="Help", html="<h1>Help</h1>")
    page = HelpPage(
        council=council_of(request), title=manual.title, html=manual.html, pages=pages_in(docs), first=not asked
    )
    return show(request, "help/help.html", page=page)
