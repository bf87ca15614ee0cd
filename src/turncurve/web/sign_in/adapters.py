"""What allauth may do here: sign in accounts an administrator has opened, and no others."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render

from turncurve.desk.asker import NotAllowed
from turncurve.desk.audited import sign_in_happened
from turncurve.desk.signing_in import let_in
from turncurve.web.sign_in.sign_on import SignOn


class NobodySignsUp(DefaultAccountAdapter):
    """Accounts are opened by an administrator."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Never."""
        del request
        return False

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Stop who has tried too often, and write that down."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            tried_for = str(credentials.get("email") or "")
            sign_in_happened("was stopped after too many tries", now=datetime.now(tz=UTC), tried_for=tried_for)
            raise

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask again who it is, before their account's protection changes: not right after signing in."""
        from allauth.account.authentication import get_authentication_records

        request = cast("Any", self.request)
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class OnlyOpenedAccounts(DefaultSocialAccountAdapter):
    """The council's single sign-on lets in people whose address has an account here."""

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        """Never: an address without an account is told to ask an administrator."""
        del request, sociallogin
        return False

    def authenticate_by_email(self, sociallogin: Any) -> None:
        """Not allauth's way, which would wipe the password of the account it finds."""
        del sociallogin

    def pre_social_login(self, request: Any, sociallogin: Any) -> None:
        """Find whose account it is, anew each time; nothing the provider says is kept. Whoever has none is told so."""
        if sociallogin.state.get("process") != "login":
            raise PermissionDenied  # it only signs in: nothing is connected to an account
        said = sociallogin.account.extra_data
        claims = said.get("userinfo") or said.get("id_token") or {}
        if claims.get("sub") != (said.get("id_token") or claims).get("sub"):
            raise PermissionDenied  # its two answers speak of different people
        email = str(claims.get("email") or "")
        try:
            sociallogin.user = let_in(email, verified=_is_verified(claims), now=datetime.now(tz=UTC))
        except NotAllowed as refused:
            page = render(request, "socialaccount/refused.html", {"refused": refused}, status=403)
            raise ImmediateHttpResponse(page) from refused

    def on_authentication_error(
        self, request: Any, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Write down that the provider, or what stands between, did not bring anybody; tell who stopped that they did.

        Some providers leave out the state when somebody stops. Nobody is signed in by that, so it need not be there.
        """
        del provider, error, exception, extra_context
        sign_in_happened("failed to sign in", now=datetime.now(tz=UTC), why="the single sign-on brought nobody")
        if request.GET.get("error") == "access_denied":
            raise ImmediateHttpResponse(redirect("socialaccount_login_cancelled"))


def _is_verified(claims: Mapping[str, Any]) -> bool:
    """As the provider says; where it says nothing, whether only the council gives out addresses of that kind."""
    if "email_verified" in claims:
        return str(claims["email_verified"]).lower() == "true"
    sign_on: SignOn | None = settings.COUNCIL_SIGN_ON
    domain = str(claims.get("email") or "").rpartition("@")[2].lower()
    return sign_on is not None and domain in {one.lower() for one in sign_on.email_domains}
