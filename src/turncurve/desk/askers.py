"""The asker behind an account, with the roles it holds now."""

from typing import TYPE_CHECKING
from uuid import UUID

from turncurve.desk.asker import LOCAL, LOCAL_USER, ROLES, Asker

if TYPE_CHECKING:
    from turncurve.records.accounts import Account


def asker_of_account(account: "Account") -> Asker:
    """Who somebody is to the desk."""
    held = account.roles
    return Asker(
        key=str(account.pk),
        roles=frozenset(role for role in ROLES if role in held),
        localities=frozenset(account.localities),
    )


def asker_now(key: str) -> Asker | None:
    """The asker of a key that was written down earlier; None for an account that is closed or was never there."""
    if key == LOCAL:
        return LOCAL_USER
    from turncurve.records.accounts import Account

    try:
        account = Account.objects.filter(pk=UUID(key), is_active=True).first()
    except ValueError:
        return None
    return asker_of_account(account) if account else None
