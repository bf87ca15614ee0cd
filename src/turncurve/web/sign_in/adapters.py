"""What allauth may do here: sign in accounts an administrator has opened, and no others."""

import time
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings


class NobodySignsUp(DefaultAccountAdapter):
    """Accounts are opened by an administrator."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Never."""
        del request
        return False

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
