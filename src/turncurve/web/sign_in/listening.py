"""What happens at sign-in is written down: who came, who left, what failed and which second factors changed."""

from datetime import UTC, datetime
from typing import Any


def begin() -> None:
    """Listen to Django and allauth; once a process."""
    from allauth.account import signals as account
    from allauth.mfa import signals as mfa
    from django.contrib.auth import signals

    for signal, did in (
        (signals.user_logged_in, "signed in"),
        (signals.user_logged_out, "signed out"),
        (account.password_changed, "changed their password"),
        (mfa.authentication_failed, "gave a wrong code"),
        (mfa.authenticator_added, "added a second factor"),
        (mfa.authenticator_removed, "removed a second factor"),
        (mfa.authenticator_reset, "renewed their recovery codes"),
    ):
        signal.connect(_writer(did), weak=False, dispatch_uid=did)
    signals.user_login_failed.connect(_failed, weak=False, dispatch_uid="failed to sign in")


def _writer(did: str) -> Any:
    def write(user: Any = None, **_: Any) -> None:
        if user is not None:
            _happened(did, key=str(user.pk))

    return write


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    typed = credentials.get("email") or credentials.get("username") or ""
    _happened("failed to sign in", tried_for=str(typed))


def _happened(did: str, *, key: str = "", tried_for: str = "") -> None:
    from turncurve.desk.audited import sign_in_happened

    sign_in_happened(did, now=datetime.now(tz=UTC), key=key, tried_for=tried_for)
