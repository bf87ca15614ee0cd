"""The way to the council's single sign-on, and back."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.socialaccount.providers.openid_connect import views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from turncurve.desk.audited import sign_in_happened

_NOT_REACHED = 502


@login_not_required
def begin_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the provider; or, where it cannot be reached, a page that says so."""
    return _or_say_so(views.login, request, provider_id)


@login_not_required
def complete_sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider, signed in or refused; or, where it does not answer as one, a page that says so."""
    return _or_say_so(views.callback, request, provider_id)


def _or_say_so(view: Callable[..., Any], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view(request, provider_id)
    # No answer, or one that is not what a provider's answer should be.
    except (RequestException, KeyError, TypeError, ValueError, AttributeError):
        sign_in_happened("failed to sign in", now=datetime.now(tz=UTC), why="the single sign-on did not answer")
        return render(request, "socialaccount/authentication_error.html", status=_NOT_REACHED)
