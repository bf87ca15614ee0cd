"""What somebody is to be told of: a kind, a key and the values of a link; never what a person wrote, nor a child."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models


class Notification(models.Model):
    """One thing one person is told of. `keys` are the values of its link, such as a measure's id and a locality."""

    # The account's key, or "local user" on a laptop.
    to = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    keys = models.JSONField(default=dict)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["to", "seen_at"], name="what_one_has_not_seen")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}"


def add_notification(*, to: str, kind: str, about: str, keys: Mapping[str, str], at: datetime) -> None:
    """Tell one person of one thing. One that is told already and not seen yet is only made new again."""
    told = Notification.objects.filter(to=to, kind=kind, about=about, seen_at=None)
    if not told.update(at=at, keys=dict(keys)):
        _ = Notification.objects.create(to=to, kind=kind, about=about, keys=dict(keys), at=at)


def newest_of(to: str, *, at_most: int) -> tuple[Notification, ...]:
    """What one person is told of, the newest first."""
    return tuple(Notification.objects.filter(to=to).order_by("-at", "-pk")[:at_most])


def unseen_of(to: str) -> int:
    """How many of them they have not seen."""
    return Notification.objects.filter(to=to, seen_at=None).count()


def see_all(to: str, *, told_until: datetime, at: datetime) -> None:
    """One person has seen what they were told of until a moment; what came after it they may not have."""
    _ = Notification.objects.filter(to=to, seen_at=None, at__lte=told_until).update(seen_at=at)


def see_about(to: str, *, name: str, value: str, at: datetime) -> None:
    """One person has seen whatever they were told of that has this value under this key."""
    _ = Notification.objects.filter(to=to, seen_at=None, **{f"keys__{name}": value}).update(seen_at=at)


def forget(to: str) -> None:
    """Take away everything one person was told of."""
    _ = Notification.objects.filter(to=to).delete()


def prune(*, at: datetime) -> None:
    """Take away what was seen long enough ago."""
    _ = Notification.objects.filter(seen_at__lt=at - timedelta(days=settings.NOTIFICATIONS_KEPT_DAYS)).delete()
