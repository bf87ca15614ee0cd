"""`/load/` and `/jobs/`: returns sent to be loaded, and work in the background."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from turncurve.desk.asker import NotAllowed, can
from turncurve.web.answering import answered, changing, hand_over, now, show
from turncurve.web.door import door_of
from turncurve.web.jobs.pages import LoadPage, job_page, jobs_page, says_of, title_of
from turncurve.web.jobs.receiving import asked_for, sent_with
from turncurve.web.sign_in.who import asker_of
from turncurve.words.problems import Problem

_WRONG: Final = 400


@require_http_methods(["GET", "HEAD", "POST"])
@changing
def load(request: HttpRequest) -> HttpResponse:
    """The form that takes returns; once they are sent, on to the page of their job."""
    desk, wrong = door_of(request).desk, None
    upload = sent_with(request)
    if request.method == "POST":
        try:
            key = desk.ask_for_load(upload, now=now())
        except NotAllowed:
            raise
        except Problem as problem:
            wrong = problem
        else:
            asked_for(request)
            return redirect("job", key)
    page = LoadPage(
        council=desk.council(),
        most=f"{settings.UPLOAD_MOST / 1e6:,.0f}",
        wrong=wrong.what if wrong else "",
        to_fix=wrong.to_fix if wrong else "",
    )
    return show(request, "jobs/load.html", page=page, status=_WRONG if wrong else 200)


@answered
def jobs(request: HttpRequest) -> HttpResponse:
    """The jobs one may see, and what may be asked for."""
    desk, asker = door_of(request).desk, asker_of(request)
    page = jobs_page(
        desk.jobs(now=now()),
        council=desk.council(),
        may_load=can(asker, "load returns"),
        may_make=can(asker, "make a board paper"),
    )
    return show(request, "jobs/jobs.html", page=page)


@require_POST
@changing
def ask_for_paper(request: HttpRequest) -> HttpResponse:
    """A board paper is asked for; on to the page of its job."""
    return redirect("job", door_of(request).desk.ask_for_paper(form=request.POST.get("form", ""), now=now()))


@answered
def job(request: HttpRequest, key: str) -> HttpResponse:
    """How far one job is, or what came of it."""
    desk = door_of(request).desk
    return show(request, "jobs/job.html", page=job_page(desk.job(key, now=now()), council=desk.council()))


@answered
def job_progress(request: HttpRequest, key: str) -> HttpResponse:
    """How far one job is, for the page's own script."""
    one = door_of(request).desk.job(key, now=now())
    said = {"title": title_of(one), "says": says_of(one), "done": one.done, "of": one.of, "ended": one.ended}
    return JsonResponse(said)


@require_POST
@changing
def cancel_job(request: HttpRequest, key: str) -> HttpResponse:
    """A job is cancelled, or asked to stop; back to its page."""
    door_of(request).desk.cancel_job(key, now=now())
    return redirect("job", key)


@answered
def job_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file a job made."""
    return hand_over(door_of(request).desk.made(key, now=now()))
