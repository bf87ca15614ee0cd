"""Who asks: the local user of a laptop, or the account that is signed in."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest

from turncurve.desk.asker import LOCAL_USER, NOBODY, Asker
from turncurve.desk.askers import asker_of_account


def asker_of(request: HttpRequest) -> Asker:
    """The asker a request comes from; somebody who has not signed in holds no role."""
    if not settings.SIGN_IN:
        return LOCAL_USER
    # A request refused early, for its host's name say, never came as far as having a user.
    account = cast("Any", getattr(request, "user", None))
    if account is None or not account.is_authenticated:
        return Asker(key=NOBODY, roles=frozenset())
    return asker_of_account(account)
