"""A person's account erased: the name, the address and every way in are gone, and what they did stays."""

from datetime import datetime

from turncurve.desk.accounts import account_to_change, end_sessions
from turncurve.desk.asker import Asker, may
from turncurve.desk.purposes import purpose_of
from turncurve.words.problems import Problem


def erase_account(key: str, *, asker: Asker, now: datetime, why: str) -> None:
    """Erase a closed account for good: the row, its roles, second factors, sign-on and notifications.

    The audit holds keys and never names, so its chain stays whole. Notes stay too, as an erased account's: what was
    written beside a curve is the council's. Raises Problem for an account that is open, and without a reason that
    leaves the person's name out. Source: UK GDPR, Article 17.
    """
    may(asker, "erase accounts")
    reason = purpose_of(why)
    from django.db import transaction

    from turncurve.records.audit import write_down
    from turncurve.records.notifications import forget

    with transaction.atomic():
        account = account_to_change(key)
        if account.is_active:
            raise Problem("This account is open.", to_fix="Close it first: what is erased cannot be brought back.")
        _names_nobody(reason, name=account.name, email=account.email)
        known_as = str(account.pk)
        end_sessions(account)
        forget(known_as)
        _ = account.delete()
        _ = write_down(at=now, who=asker.key, did="erased an account", about=f"account {known_as}", why=reason)


def _names_nobody(reason: str, *, name: str, email: str) -> None:
    words = {word.strip(".,;:()'\"").casefold() for word in reason.split()}
    if words & {email, *(part.casefold() for part in name.split())}:
        raise Problem(
            "The reason holds the person's name or address.",
            to_fix="Say why without it: the reason is kept for ever.",
        )
