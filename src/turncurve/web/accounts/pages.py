"""What the pages of accounts may use."""

from dataclasses import dataclass

from turncurve.desk.accounts import AccountShown
from turncurve.desk.answers import Council


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsPage:
    """Everything `accounts.html` may use."""

    council: Council
    accounts: tuple[AccountShown, ...]
    may_change: bool
    said: str = ""
    title: str = "Accounts"
    here: str = "accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChoice:
    """One role an account may hold, what it lets them do, and whether it is chosen."""

    role: str
    may: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """Everything `account.html` may use: one account to open (`key` is "") or to change.

    `why` and `not_erased` are the reason that was given for erasing it, and why that was not done.
    """

    council: Council
    key: str
    name: str
    email: str
    team: str
    localities: str
    roles: tuple[RoleChoice, ...]
    is_open: bool
    title: str
    wrong: str = ""
    to_fix: str = ""
    why: str = ""
    not_erased: str = ""
    here: str = "accounts"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """Everything `own.html` may use."""

    council: Council
    name: str
    email: str
    roles: tuple[str, ...]
    localities: tuple[str, ...]
    title: str = "Your account"
    here: str = "own"
