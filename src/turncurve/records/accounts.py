"""Accounts, the roles each holds, teams and localities."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Team(models.Model):
    """A team of the council, or of a partner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """How accounts are found and made. The address is written in small letters, so that it is one account's only."""

    def opened(self, *, email: str, name: str, at: datetime, password: str | None) -> "Account":
        """A new account, saved. Without a password it can be signed in to only through the council's own sign-on."""
        account = self.model(email=email.strip().lower(), name=name.strip(), opened_at=at)
        if password is None:
            account.set_unusable_password()
        else:
            account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        """By address, in whatever letters it was typed."""
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """One person who may sign in. Closed, and deleted only to erase it: the audit speaks of them by `id`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=150)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    # The localities whose figures and families they work with; none is all of them.
    localities = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """What libraries ask for a person's name by."""
        return self.name

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now."""
        return frozenset(self.held_roles.values_list("role", flat=True))

    def hold(self, roles: Iterable[str]) -> None:
        """Hold these roles and no others."""
        wanted = set(roles)
        _ = self.held_roles.exclude(role__in=wanted).delete()
        for role in sorted(wanted - self.roles):
            _ = self.held_roles.create(role=role)

    held_roles: Any


class HeldRole(models.Model):
    """One role one account holds."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="held_roles")
    role = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "role"], name="a_role_is_held_once")
        ]


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """The names of the accounts of these keys; none for a key that is no account's."""
    known: list[uuid.UUID] = []
    for key in keys:
        try:
            known.append(uuid.UUID(key))
        except ValueError:
            continue
    return {str(key): name for key, name in Account.objects.filter(pk__in=known).values_list("pk", "name")}
