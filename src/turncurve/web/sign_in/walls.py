"""Two walls: a session that has lasted a working day ends, and a password alone opens no page."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

_BEGAN: Final = "turncurve.began"
# What a person without a second factor may open: the pages that add one, the way out, and who to tell.
_OPEN: Final = ("/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/accessibility/", "/static/")


class EndsInTime:
    """A session ends after SESSION_LONGEST seconds, however busy it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or the way to sign in again."""
        if request.user.is_authenticated:
            now = datetime.now(tz=UTC).timestamp()
            if now - request.session.setdefault(_BEGAN, now) > settings.SESSION_LONGEST:
                logout(request)
                return redirect(settings.LOGIN_URL)
        return self.get_response(request)


class SecondFactor:
    """Somebody who signed in with a password alone adds a second factor before anything else.

    Those who come through the council's single sign-on have given theirs there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page, or the page that adds a second factor."""
        if request.user.is_authenticated and not request.path.startswith(_OPEN) and not has_given_two(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def has_given_two(request: HttpRequest) -> bool:
    """Whether whoever is signed in has a second factor, here or at the council's single sign-on."""
    from allauth.account.authentication import get_authentication_records
    from allauth.mfa.utils import is_mfa_enabled

    methods = {record["method"] for record in get_authentication_records(request, cast("Any", request.user))}
    return "socialaccount" in methods or is_mfa_enabled(cast("Any", request.user))
