"""Words people write beside a figure, with every version kept; the second of two writers sees the first's."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import models, transaction


class Note(models.Model):
    """What is written about one thing now. `about` names it, such as `curve care_rate, North`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=200, unique=True)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.about


class NoteVersion(models.Model):
    """What a note said in one version, who wrote it and when."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["note", "version"], name="a_version_is_written_once")
        ]

    def __str__(self) -> str:
        return f"{self.note_id} version {self.version}"  # pyright: ignore[reportAttributeAccessIssue] # Django makes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a note says now. `taken` is False where somebody else wrote first: then it says their words."""

    text: str
    version: int
    by: str
    at: datetime | None
    taken: bool


def note_about(about: str) -> Saved:
    """What is written about a thing; version 0 and no words where nothing is."""
    note = Note.objects.filter(about=about).first()
    if note is None:
        return Saved(text="", version=0, by="", at=None, taken=True)
    return Saved(text=note.text, version=note.version, by=note.by, at=note.at, taken=True)


def versions_about(about: str) -> tuple[NoteVersion, ...]:
    """Every version of what is written about a thing, the newest first."""
    return tuple(NoteVersion.objects.filter(note__about=about).order_by("-version"))


def notes_by(by: str) -> tuple[tuple[str, str], ...]:
    """What each note that somebody was the last to write is about, and its words."""
    return tuple(Note.objects.filter(by=by).values_list("about", "text"))


def writer_of(about: str, *, version: int) -> str:
    """The key of who wrote a version of what is written about a thing; "" where there is no such version."""
    return NoteVersion.objects.filter(note__about=about, version=version).values_list("by", flat=True).first() or ""


def save_note(about: str, *, text: str, seen: int, by: str, at: datetime) -> Saved:
    """Write a note's next version, if the version `seen` by its writer is still the last.

    Else nothing is changed, and what somebody else has written is given back with `taken` False.
    """
    with transaction.atomic():
        note, _ = Note.objects.get_or_create(about=about, defaults={"by": by, "at": at})
        changed = Note.objects.filter(pk=note.pk, version=seen).update(text=text, version=seen + 1, by=by, at=at)
        if changed:
            _ = NoteVersion.objects.create(note=note, version=seen + 1, text=text, by=by, at=at)
            return Saved(text=text, version=seen + 1, by=by, at=at, taken=True)
        note.refresh_from_db()
    return Saved(text=note.text, version=note.version, by=note.by, at=note.at, taken=False)
