"""Every table of the records, where Django looks for them."""

from turncurve.records.accounts import Account, HeldRole, Team
from turncurve.records.audit import AuditEntry
from turncurve.records.jobs import Job
from turncurve.records.notes import Note, NoteVersion
from turncurve.records.notifications import Notification

__all__ = ["Account", "AuditEntry", "HeldRole", "Job", "Note", "NoteVersion", "Notification", "Team"]
