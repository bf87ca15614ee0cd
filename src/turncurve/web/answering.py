"""How a view answers: the day read once, the template given one page and nothing else, problems said plainly."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from turncurve.desk.answers import Council, Exported
from turncurve.desk.asker import NotAllowed
from turncurve.web.wrong_page import NOT_OPEN, PUT_RIGHT, ProblemPage, council_of
from turncurve.words.problems import Problem

_P = ParamSpec("_P")
COULD_NOT = 409
NOT_FOUND = 404
NOT_ALLOWED = 403


class Page(Protocol):
    """What the layout needs of every page. `council` is None only where its workspace cannot be read."""

    @property
    def title(self) -> str:
        """The page's own part of its title."""
        ...

    @property
    def council(self) -> Council | None:
        """Whose figures these are."""
        ...

    @property
    def here(self) -> str:
        """Which entry of the navigation this page belongs to; "" for none."""
        ...


def today() -> date:
    """The day on this computer; the clock is read here, once a request, and nowhere below."""
    return datetime.now(tz=UTC).astimezone().date()


def now() -> datetime:
    """The moment on this computer, for what is written down; read once a request."""
    return datetime.now(tz=UTC)


def show(request: HttpRequest, template: str, *, page: Page, status: int = 200) -> HttpResponse:
    """The page in its template."""
    return render(request, template, {"page": page}, status=status)


def show_problem(request: HttpRequest, problem: Problem, *, status: int) -> HttpResponse:
    """A page that says what is wrong and what to do."""
    title = NOT_OPEN if isinstance(problem, NotAllowed) else PUT_RIGHT
    page = ProblemPage(council=council_of(request), what=problem.what, to_fix=problem.to_fix, title=title)
    return show(request, "wrong/problem.html", page=page, status=status)


def hand_over(exported: Exported) -> HttpResponse:
    """A file to save."""
    response = HttpResponse(exported.content, content_type=exported.media_type)
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in exported.file_name)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def changing(
    view: Callable[Concatenate[HttpRequest, _P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
    """A view that may change something, and whose Problem becomes a page that says what is wrong and what to do."""

    @wraps(view)
    def safely(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as problem:
            return show_problem(request, problem, status=NOT_ALLOWED)
        except Problem as problem:
            return show_problem(request, problem, status=COULD_NOT)

    return safely


def answered(
    view: Callable[Concatenate[HttpRequest, _P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
    """A view that only reads, and whose Problem becomes a page that says what is wrong and what to do."""
    return require_safe(changing(view))
