"""A workspace opened together with its records, for whatever must be written down."""

from pathlib import Path
from typing import TYPE_CHECKING

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
    from turncurve.desk.workspace import make_private
    from turncurve.web.starting import start

    make_private(folder)
    start(folder)
