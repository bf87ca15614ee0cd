"""What has been written down of who changed or read what, for those who watch over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from turncurve.desk.asker import Asker, may

_A_PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShown:
    """One entry. `who` and `about` are keys; `name` is the account's name now, "" where it has none."""

    number: int
    at: datetime
    who: str
    name: str
    did: str
    about: str
    why: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFound:
    """The newest entries that match, how many match, and whether the whole chain holds.

    `broken` says where and why it does not; "" where it does. `head` is the last entry's hash, to be noted elsewhere.
    """

    entries: tuple[EntryShown, ...]
    found: int
    broken: str
    count: int
    head: str


def search_audit(
    *,
    asker: Asker,
    now: datetime,
    who: str = "",
    did: str = "",
    about: str = "",
    first: date | None = None,
    last: date | None = None,
) -> AuditFound:
    """Entries by whose they are (a key or part of a name or address), what was done, what it was done to, and when.

    That the audit was searched is itself written down.
    """
    may(asker, "search the audit")
    from turncurve.records.accounts import names_of
    from turncurve.records.audit import AuditEntry, broken_at, write_down

    wanted = {name: value for name, value in {"who": who, "did": did, "about": about}.items() if value}
    # What is typed may be a name, which the audit must not hold.
    _ = write_down(at=now, who=asker.key, did="searched the audit", details={"by": sorted(wanted)})
    entries = AuditEntry.objects.all()
    if who:
        entries = entries.filter(who__in=[who, *_keys_of(who)])
    if did:
        entries = entries.filter(did__icontains=did)
    if about:
        entries = entries.filter(about__icontains=about)
    if first:
        entries = entries.filter(at__gte=datetime.combine(first, time.min, tzinfo=now.tzinfo))
    if last:
        entries = entries.filter(at__lte=datetime.combine(last, time.max, tzinfo=now.tzinfo))
    newest = list(entries.order_by("-number")[:_A_PAGE])
    names = names_of({one.who for one in newest})
    broken = broken_at()
    end = AuditEntry.objects.order_by("-number").values_list("number", "own").first()
    return AuditFound(
        entries=tuple(
            EntryShown(
                number=one.number, at=one.at, who=one.who, name=names.get(one.who, ""), did=one.did, about=one.about,
                why=one.why, details=one.details,
            )
            for one in newest
        ),
        found=entries.count(),
        broken=f"At entry {broken.number}: {broken.why}." if broken else "",
        count=end[0] if end else 0,
        head=end[1] if end else "",
    )  # fmt: skip


def _keys_of(said: str) -> list[str]:
    from django.db.models import Q

    from turncurve.records.accounts import Account

    found = Account.objects.filter(Q(name__icontains=said) | Q(email__icontains=said))
    return [str(key) for key in found.values_list("pk", flat=True)]


def sign_in_happened(did: str, *, now: datetime, key: str = "", tried_for: str = "", why: str = "") -> None:
    """Write down what happened at sign-in: by the account `key`, or by nobody yet, for the address `tried_for`.

    The address is not written, only the key of its account where there is one.
    """
    from turncurve.records.accounts import Account
    from turncurve.records.audit import write_down

    if not key and tried_for:
        account = Account.objects.filter(email=tried_for.strip().lower()).first()
        about = f"account {account.pk}" if account else ""
    else:
        about = f"account {key}" if key else ""
    _ = write_down(at=now, who=key or "nobody", did=did, about=about, why=why)
