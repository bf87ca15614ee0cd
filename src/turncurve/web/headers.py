"""What no request may hold, what goes with every answer, and what goes into the log: nothing about a child in these."""

import logging
import traceback
from collections.abc import Callable
from types import TracebackType

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class KeptToThisComputer:
    """Pages with figures are kept by no cache, and their charts are shown on no other site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its headers."""
        response = self.get_response(request)
        response["Cache-Control"] = "no-store"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class NoNul:
    """A request that holds the character NUL is refused: nobody types it, and PostgreSQL stores no text with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; or BadRequest, which becomes a page."""
        said = [request.GET, request.POST] if request.method == "POST" else [request.GET]
        texts = (text for one in said for name, values in one.lists() for text in (name, *values))
        if "\0" in request.path or any("\0" in text for text in texts):
            raise BadRequest("NUL")
        return self.get_response(request)


class PlacesOnly(logging.Formatter):
    """Writes where in our code a fault happened, and not its message, which may quote a row of a return."""

    def formatException(self, ei: _Fault) -> str:  # noqa: N802 # the name is logging's
        """The kind of fault and the last places it passed through."""
        kind, _, trace = ei
        places = [f"  {frame.filename} line {frame.lineno}, in {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([kind.__name__ if kind else "", *places[-8:]])
