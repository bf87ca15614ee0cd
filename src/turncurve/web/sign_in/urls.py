"""The pages of sign-in. What allauth would offer beside these (signing up, changing one's address) is closed."""

from typing import Final

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.usersessions import views as sessions
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from turncurve.web.sign_in.views import begin_sign_on, complete_sign_on


def closed(request: HttpRequest) -> HttpResponse:
    """Not here."""
    raise Http404(request.path)


# allauth asks for the addresses of these by name, though nothing here leads to them.
_CLOSED: Final = (
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_reset_password",
    "account_set_password",
    "account_confirm_login_code",
    "socialaccount_connections",
)
_PAGES: Final = (
    ("login/", account.login, "account_login"),
    ("logout/", account.logout, "account_logout"),
    ("inactive/", account.account_inactive, "account_inactive"),
    ("reauthenticate/", account.reauthenticate, "account_reauthenticate"),
    ("password/change/", account.password_change, "account_change_password"),
    ("2fa/", mfa.index, "mfa_index"),
    ("2fa/authenticate/", mfa.authenticate, "mfa_authenticate"),
    ("2fa/reauthenticate/", mfa.reauthenticate, "mfa_reauthenticate"),
    ("2fa/totp/activate/", totp.activate_totp, "mfa_activate_totp"),
    ("2fa/totp/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp"),
    ("2fa/recovery-codes/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    ("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("2fa/recovery-codes/download/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    ("sessions/", sessions.list_usersessions, "usersessions_list"),
    ("3rdparty/login/cancelled/", social.login_cancelled, "socialaccount_login_cancelled"),
    ("3rdparty/login/error/", social.login_error, "socialaccount_login_error"),
    ("3rdparty/signup/", social.signup, "socialaccount_signup"),
    ("oidc/<str:provider_id>/login/", begin_sign_on, "openid_connect_login"),
    ("oidc/<str:provider_id>/login/callback/", complete_sign_on, "openid_connect_callback"),
    *((f"closed/{number}/", closed, name) for number, name in enumerate(_CLOSED)),
)
# allauth's own views would take a PUT for a form sent.
_PLAIN: Final = require_http_methods(["GET", "HEAD", "POST"])
urlpatterns = [path(address, _PLAIN(view), name=name) for address, view, name in _PAGES]
