"""A workspace opened together with its records, for whatever must be written down."""

from pathlib import Path
from typing import TYPE_CHECKING

from turncurve.words.problems import Problem

if TYPE_CHECKING:
    from turncurve.desk.workspace import Workspace


def with_records(at: Path) -> "Workspace":
    """The workspace in a folder, its records started. Raises Problem."""
    from turncurve.desk.workspace import open_workspace
    from turncurve.web.starting import start

    workspace = open_workspace(at)
    start(workspace.folder)
    return workspace


def records_in(folder: Path) -> None:
    """Start the records of a folder that will be a workspace. Raises Problem for one that cannot be."""
    from turncurve.web.starting import start

    if folder.exists() and not folder.is_dir():
        raise Problem(f"{folder} is a file, not a folder.", to_fix="Give the name of a new folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    start(folder)
