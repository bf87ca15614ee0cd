"""`/curves/<measure>/note`: the words beside a curve, to change."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from turncurve.definitions.measures import measure as measure_called
from turncurve.desk.answers import NoteShown
from turncurve.desk.asker import NotAllowed
from turncurve.web.answering import COULD_NOT, changing, now, show, today
from turncurve.web.door import door_of
from turncurve.web.links import curve_link
from turncurve.web.notes.pages import NoteForm
from turncurve.words.problems import Problem

_WRONG = 400


@require_http_methods(["GET", "HEAD", "POST"])
@changing
def note(request: HttpRequest, measure: str) -> HttpResponse:
    """The note to change; once it is written, its curve; where somebody else wrote first, both to choose from."""
    said = request.POST if request.method == "POST" else request.GET
    place, desk = said.get("place", ""), door_of(request).desk
    if request.method != "POST":
        held = desk.note(as_at=today(), measure=measure, place=place)
        return _form(request, measure, place=place, note=held, text=held.text)
    text, seen = said.get("text", ""), said.get("seen", "")
    if said.get("choose") == "together":
        # The words in the box may have been changed since the two were shown.
        text = f"{said.get('theirs', '')}\n\n{text}"
    try:
        written = desk.write_note(
            now=now(), measure=measure, place=place, text=text, seen=int(seen) if seen.isdecimal() else 0
        )
    except NotAllowed:
        raise
    except Problem as problem:
        held = desk.note(as_at=today(), measure=measure, place=place)
        return _form(request, measure, place=place, note=held, text=text, problem=problem, status=_WRONG)
    if written.taken:
        return redirect(f"{curve_link(measure, place=place)}#notes")
    return _form(request, measure, place=place, note=written, text=text, status=COULD_NOT)


def _form(
    request: HttpRequest,
    measure: str,
    *,
    place: str,
    note: NoteShown,
    text: str,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    council = door_of(request).desk.council()
    page = NoteForm(
        council=council,
        measure=measure,
        of=f"{measure_called(measure).title}, {place or council.name}",
        place=place,
        back=curve_link(measure, place=place),
        note=note,
        text=text,
        wrong=problem.what if problem else "",
        to_fix=problem.to_fix if problem else "",
    )
    return show(request, "notes/note.html", page=page, status=status)
