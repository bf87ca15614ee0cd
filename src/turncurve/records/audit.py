"""Who changed or read what: an append-only table that the database refuses to edit, chained by hashes."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import ClassVar, Final

from django.db import connection, models, transaction

from turncurve.records.chain import BEGINNING, Break, Link, first_break, hash_of

# The number PostgreSQL locks while an entry is added; any number does, as long as it is always the same.
_LOCK: Final = 5_240_119


class AuditEntry(models.Model):
    """One change or read. It holds keys, never names: an erased person's entries still hold together."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    # The account's key, or "local user" on a laptop, or "nobody" before sign-in.
    who = models.CharField(max_length=40, db_index=True)
    did = models.CharField(max_length=80, db_index=True)
    # What it was done to: a kind of thing and its key.
    about = models.CharField(max_length=200, blank=True, db_index=True)
    why = models.CharField(max_length=300, blank=True)
    details = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    own = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.did}"


def write_down(
    *, at: datetime, who: str, did: str, about: str = "", why: str = "", details: Mapping[str, object] | None = None
) -> AuditEntry:
    """Add one entry to the end of the chain. Within a transaction of its own, or of the change it speaks of.

    `details` may hold text, whole numbers, yes or no and lists of these: keys and counts, never what a person wrote.
    """
    if at.tzinfo is None:
        raise ValueError("An entry's time needs its zone.")
    with transaction.atomic():
        _one_at_a_time()
        last = AuditEntry.objects.order_by("-number").values_list("number", "own").first()
        number, before = (last[0] + 1, last[1]) if last else (1, BEGINNING)
        entry = AuditEntry(
            number=number, at=at, who=who, did=did, about=about, why=why, details=dict(details or {}), before=before
        )
        entry.own = hash_of(number, _says(entry), before=before)
        entry.save(force_insert=True)
    return entry


@contextmanager
def nothing_written() -> Generator[None]:
    """Nobody adds an entry while the block lasts, nor makes a change that is to be written down with one."""
    with transaction.atomic():
        _one_at_a_time()
        yield


def _one_at_a_time() -> None:
    """SQLite's own transactions, begun as IMMEDIATE, already wait for each other."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])


def _says(entry: AuditEntry) -> Mapping[str, object]:
    return {
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "who": entry.who,
        "did": entry.did,
        "about": entry.about,
        "why": entry.why,
        "details": entry.details,
    }


def links() -> Iterator[Link]:
    """Every entry as the chain sees it, from the first."""
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=2000):
        yield Link(number=entry.number, says=_says(entry), before=entry.before, own=entry.own)


def broken_at(*, head: str = "", count: int | None = None) -> Break | None:
    """The first entry at which the audit does not hold, as `chain.first_break` finds it."""
    return first_break(links(), head=head, count=count)
