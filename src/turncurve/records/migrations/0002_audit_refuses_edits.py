"""The database itself refuses to change or take away what was written down."""

from typing import Any, ClassVar, Final

from django.db import migrations

_SQLITE: Final = (
    """create trigger audit_refuses_update before update on records_auditentry
       begin select raise(abort, 'The audit is only ever added to.'); end""",
    """create trigger audit_refuses_delete before delete on records_auditentry
       begin select raise(abort, 'The audit is only ever added to.'); end""",
)
_POSTGRESQL: Final = (
    """create function audit_refuses() returns trigger language plpgsql as
       $$ begin raise exception 'The audit is only ever added to.'; end $$""",
    """create trigger audit_refuses_update before update or delete on records_auditentry
       for each row execute function audit_refuses()""",
    """create trigger audit_refuses_truncate before truncate on records_auditentry
       for each statement execute function audit_refuses()""",
)
_SQLITE_BACK: Final = ("drop trigger audit_refuses_update", "drop trigger audit_refuses_delete")
_POSTGRESQL_BACK: Final = (
    "drop trigger audit_refuses_update on records_auditentry",
    "drop trigger audit_refuses_truncate on records_auditentry",
    "drop function audit_refuses()",
)


def refuse(_: Any, editor: Any) -> None:
    """Put the triggers on."""
    for statement in _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE:
        editor.execute(statement)


def allow(_: Any, editor: Any) -> None:
    """Take them off, for a test that alters a row."""
    for statement in _POSTGRESQL_BACK if editor.connection.vendor == "postgresql" else _SQLITE_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the audit's table."""

    dependencies: ClassVar = [("records", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(refuse, allow)]
