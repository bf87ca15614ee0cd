"""The asker behind an account, with the roles it holds now."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final
from uuid import UUID

from turncurve.desk.asker import LOCAL, LOCAL_USER, ROLES, Asker

if TYPE_CHECKING:
    from turncurve.records.accounts import Account

ERASED: Final = "an erased account"


def asker_of_account(account: "Account") -> Asker:
    """Who somebody is to the desk."""
    held = account.roles
    return Asker(
        key=str(account.pk),
        roles=frozenset(role for role in ROLES if role in held),
        localities=frozenset(account.localities),
    )


def names_shown(keys: Iterable[str]) -> Mapping[str, str]:
    """How whoever did something is named: by their account's name now, or as an account that was erased."""
    from turncurve.records.accounts import names_of

    known = frozenset(keys)
    return dict.fromkeys(known, ERASED) | {LOCAL: "this computer's user"} | names_of(known)


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
