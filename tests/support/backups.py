"""Back up and restore as the command line does, onto whichever database a test runs on."""

import shutil
from itertools import count
from pathlib import Path

from tests.support.records import database_in_use, forget_connections, sqlite_at, use_database

from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.backups import make_backup
from turncurve.desk.restoring import restore_backup

PASSPHRASE = "pulley lantern oatcake"
WHY = "the disk it goes to is encrypted"


def backed_up(workspace, file, *, now, passphrase="", unencrypted="", asker=LOCAL_USER, progress=lambda _: None):
    """A backup; unencrypted with a reason unless there is a passphrase, for that is quick."""
    return make_backup(
        workspace,
        file,
        asker=asker,
        now=now,
        passphrase=passphrase,
        unencrypted=unencrypted or ("" if passphrase else WHY),
        progress=progress,
    )


# One server serves a whole run, so no two tests may take the same name.
_NUMBERS = count(1)


class Elsewhere:
    """A place for restored records: beside the folder that is restored, or a new database of the same server."""

    def __init__(self, kind, *, server=None):
        self.kind, self._server = kind, server

    def opened(self, making: Path) -> None:
        """Records are to be there from now on."""
        if self.kind == "sqlite":
            use_database(sqlite_at(making / "records.sqlite3"))
        else:
            use_database(self._server.url(self.new_database()))

    def url(self, name: str) -> str:
        """A database of the server, as DATABASE_URL says one."""
        return self._server.url(name)

    def new_database(self) -> str:
        name = f"restored{next(_NUMBERS)}"
        self.on_the_server(f"create database {name}")
        return name

    def on_the_server(self, statement: str) -> None:
        """Run a statement of an administrator's, and come back."""
        from django.db import connection

        here = database_in_use()["NAME"]
        use_database(self._server.url("postgres"))
        with connection.cursor() as cursor:
            cursor.execute(statement)
        use_database(self._server.url(here))

    def restored(self, file, folder, *, now, passphrase="", asker=LOCAL_USER, opened=None):
        """A workspace made again, its records in use."""
        made = restore_backup(
            file,
            folder,
            asker=asker,
            now=now,
            passphrase=passphrase,
            open_records=opened or self.opened,
            progress=lambda _: None,
        )
        if self.kind == "sqlite":
            use_database(sqlite_at(folder / "records.sqlite3"))
        return made

    def destroy(self, workspace) -> None:
        """Nothing is left of a workspace and of the records in use."""
        name = database_in_use()["NAME"]
        forget_connections()
        shutil.rmtree(workspace.folder)
        if self.kind == "sqlite":
            for file in Path(name).parent.glob("records.sqlite3*"):
                file.unlink()
        else:
            use_database(self._server.url("postgres"))
            self.on_the_server(f"drop database {name}")
