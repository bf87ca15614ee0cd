"""Accounts as an administrator opens, changes and closes them. Each change is written down with the change itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from turncurve.desk.asker import ROLES, Asker, Role, may
from turncurve.desk.notifying import notify
from turncurve.words.problems import Problem

if TYPE_CHECKING:
    from django.db.models import Model

    from turncurve.records.accounts import Account

ADMINISTRATOR: Final[Role] = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountShown:
    """One account as an administrator sees it."""

    key: str
    name: str
    email: str
    roles: tuple[str, ...]
    team: str
    localities: tuple[str, ...]
    is_open: bool
    second_factor: bool


def every_account(*, asker: Asker) -> tuple[AccountShown, ...]:
    """Every account, open ones first, by name."""
    may(asker, "see accounts")
    from turncurve.records.accounts import Account

    found = Account.objects.select_related("team").prefetch_related("held_roles").order_by("-is_active", "name")
    return tuple(_shown(one) for one in found)


def one_account(key: str, *, asker: Asker) -> AccountShown:
    """One account. Raises Problem where there is none of that key."""
    may(asker, "see accounts")
    return _shown(_account(key, to_change=False))


def account_to_open(*, asker: Asker) -> AccountShown:
    """An account as it is before anything is said of it. Raises Problem for whoever may not open one."""
    may(asker, "change accounts")
    return AccountShown(key="", name="", email="", roles=(), team="", localities=(), is_open=True, second_factor=False)


def open_account(
    *,
    asker: Asker,
    now: datetime,
    email: str,
    name: str,
    roles: Collection[str],
    team: str = "",
    localities: Sequence[str] = (),
    password: str | None = None,
) -> AccountShown:
    """Open an account. Without a password it is signed in to through the council's single sign-on.

    Raises Problem for an address that has an account or is no address, an unknown role, none at all, and a password
    that is too easy.
    """
    may(asker, "change accounts")
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    from turncurve.records.accounts import Account

    held = _known(roles)
    try:
        validate_email(email.strip())
    except ValidationError:
        raise Problem("That is not an email address.", to_fix="Write it like name@example.gov.uk.") from None
    if not name.strip():
        raise Problem("An account needs the person's name.", to_fix="Write the name colleagues know them by.")
    _fits("name", name, field="name", of=Account)
    _fits("address", email, field="email", of=Account)
    if Account.objects.filter(email=email.strip().lower()).exists():
        raise Problem("That address has an account already.", to_fix="Change its roles, or open it again.")
    if password is not None:
        _strong(password, account=Account(email=email, name=name))
    with transaction.atomic():
        account = Account.objects.opened(email=email, name=name, at=now, password=password)
        account.hold(held)
        _place(account, team=team, localities=localities)
        account.save()
        _write(asker, now=now, did="opened an account", account=account, roles=held)
    return _shown(account)


def change_account(
    key: str,
    *,
    asker: Asker,
    now: datetime,
    roles: Collection[str],
    team: str = "",
    localities: Sequence[str] = (),
) -> AccountShown:
    """Give an account these roles, team and localities and no others. Raises Problem; the last administrator stays."""
    may(asker, "change accounts")
    from django.db import transaction

    held = _known(roles)
    with transaction.atomic():
        account = account_to_change(key)
        if ADMINISTRATOR not in held:
            _not_the_last(account)
        before = (account.roles, account.localities)
        account.hold(held)
        _place(account, team=team, localities=localities)
        account.save()
        _write(asker, now=now, did="changed an account", account=account, roles=held)
        # Who changes their own account knows.
        if (account.roles, account.localities) != before and asker.key != str(account.pk):
            notify(to=str(account.pk), kind="account changed", keys={}, now=now)
    return _shown(account)


def close_account(key: str, *, asker: Asker, now: datetime) -> AccountShown:
    """Close an account and end its sessions. It can be opened again; what it did stays written down. Raises Problem."""
    may(asker, "change accounts")
    from django.db import transaction

    with transaction.atomic():
        account = account_to_change(key)
        _not_the_last(account)
        account.is_active, account.closed_at = False, now
        account.save()
        end_sessions(account)
        _write(asker, now=now, did="closed an account", account=account)
    return _shown(account)


def reopen_account(key: str, *, asker: Asker, now: datetime) -> AccountShown:
    """Open a closed account again, with the roles it held. Raises Problem."""
    may(asker, "change accounts")
    from django.db import transaction

    with transaction.atomic():
        account = account_to_change(key)
        account.is_active, account.closed_at = True, None
        account.save()
        _write(asker, now=now, did="opened an account again", account=account)
    return _shown(account)


def set_password(key: str, *, asker: Asker, now: datetime, password: str) -> None:
    """Give an account a new password, take its second factors away and end its sessions. Raises Problem."""
    may(asker, "change accounts")
    from allauth.mfa.models import Authenticator
    from django.db import transaction

    with transaction.atomic():
        account = account_to_change(key)
        _strong(password, account=account)
        account.set_password(password)
        account.save()
        _ = Authenticator.objects.filter(user=account).delete()
        end_sessions(account)
        _write(asker, now=now, did="set a password", account=account)


def account_of(email: str, *, asker: Asker) -> str:
    """The key of the account with an address. Raises Problem where there is none."""
    may(asker, "see accounts")
    from turncurve.records.accounts import Account

    found = Account.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise Problem("No account has that address.", to_fix="See every account with: turncurve user list")
    return str(found.pk)


def account_to_change(key: str) -> "Account":
    """The account of a key, held until the transaction ends. Raises Problem where there is none."""
    return _account(key, to_change=True)


def _account(key: str, *, to_change: bool) -> "Account":
    from turncurve.records.accounts import Account

    every = Account.objects.select_for_update() if to_change else Account.objects
    try:
        return every.get(pk=UUID(key))
    except (ValueError, Account.DoesNotExist):
        raise Problem("There is no such account.", to_fix="Choose one from the list of accounts.") from None


def _known(roles: Collection[str]) -> tuple[Role, ...]:
    unknown = sorted(set(roles) - set(ROLES))
    if unknown or not roles:
        raise Problem(
            f"There is no role called {', '.join(unknown)}." if unknown else "An account needs a role.",
            to_fix=f"Use one or more of: {', '.join(ROLES)}.",
        )
    return tuple(role for role in ROLES if role in roles)


def _strong(password: str, *, account: "Account") -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password, user=account)
    except ValidationError as weak:
        raise Problem(" ".join(weak.messages), to_fix="Use three or four words that do not belong together.") from None


def _fits(what: str, text: str, *, field: str, of: type["Model"]) -> None:
    """Raise Problem for what is longer than its place: SQLite would keep it and PostgreSQL would not."""
    longest = of._meta.get_field(field).max_length or 0  # pyright: ignore[reportAttributeAccessIssue] # each is a text
    if len(text.strip()) > longest:
        raise Problem(f"That {what} is too long.", to_fix=f"Write it in {longest} characters or fewer.")


def _place(account: "Account", *, team: str, localities: Sequence[str]) -> None:
    from turncurve.records.accounts import Team

    _fits("name of a team", team, field="name", of=Team)
    account.team = Team.objects.get_or_create(name=team.strip())[0] if team.strip() else None
    account.localities = sorted({one.strip() for one in localities if one.strip()})


def _not_the_last(account: "Account") -> None:
    from turncurve.records.accounts import HeldRole

    # Held until the change is made, so that two administrators cannot close each other at once.
    administrators = HeldRole.objects.select_for_update().filter(role=ADMINISTRATOR, account__is_active=True)
    if set(administrators.values_list("account", flat=True)) == {account.pk}:
        raise Problem(
            "This is the last administrator: without one nobody could open an account.",
            to_fix="Make somebody else an administrator first.",
        )


def end_sessions(account: "Account") -> None:
    """End every session of an account."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            SessionStore(session.session_key).delete()


def _write(asker: Asker, *, now: datetime, did: str, account: "Account", roles: Sequence[str] = ()) -> None:
    from turncurve.records.audit import write_down

    details = {"roles": list(roles)} if roles else {}
    _ = write_down(at=now, who=asker.key, did=did, about=f"account {account.pk}", details=details)


def _shown(account: "Account") -> AccountShown:
    from allauth.mfa.models import Authenticator

    held = account.roles
    return AccountShown(
        key=str(account.pk),
        name=account.name,
        email=account.email,
        roles=tuple(role for role in ROLES if role in held),
        team=account.team.name if account.team else "",
        localities=tuple(account.localities),
        is_open=account.is_active,
        second_factor=Authenticator.objects.filter(user=account).exists(),
    )
