"""Who the council's single sign-on may bring in: people for whom an administrator has opened an account."""

from datetime import datetime
from typing import TYPE_CHECKING

from turncurve.desk.asker import NotAllowed
from turncurve.desk.audited import sign_in_happened

if TYPE_CHECKING:
    from turncurve.records.accounts import Account


def let_in(email: str, *, verified: bool, now: datetime) -> "Account":
    """The open account of an address the single sign-on vouches for. Raises NotAllowed, which is written down."""
    from turncurve.records.accounts import Account

    if not verified or not email.strip():
        raise _refused(
            "The council's single sign-on does not vouch for your email address.",
            to_fix="Ask the council's IT to have it verified.",
            now=now,
            email=email,
            why="the address is not verified",
        )
    # In small letters some letters of other alphabets become plain ones, and the address somebody else's.
    account = Account.objects.filter(email=email.strip().lower()).first() if email.isascii() else None
    if account is None:
        raise _refused(
            "You have no account here.",
            to_fix="Nobody has opened an account for your address. Ask the council's administrator.",
            now=now,
            email=email,
            why="no account has that address",
        )
    if not account.is_active:
        raise _refused(
            "Your account is closed.",
            to_fix="Ask the council's administrator to open it again.",
            now=now,
            email=email,
            why="the account is closed",
        )
    return account


def _refused(what: str, *, to_fix: str, now: datetime, email: str, why: str) -> NotAllowed:
    sign_in_happened("was refused at the single sign-on", now=now, tried_for=email, why=why)
    return NotAllowed(what, to_fix=to_fix)
