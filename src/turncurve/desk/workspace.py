"""A council's workspace: one folder with its returns, its analysis database and what it has declared."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from turncurve.definitions.obsessions import EMPTY, Declared, read_obsessions
from turncurve.definitions.reference_lists import authority, region_code, regions
from turncurve.desk.answers import Council
from turncurve.words.problems import Problem

_COUNCIL = "council.yaml"
_OBSESSIONS = "obsessions.yaml"
_SIGNING_KEY = "signing-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A workspace that has been set up, and whose it is."""

    folder: Path
    council: Council

    @property
    def returns(self) -> Path:
        """Every file as it arrived, named by its hash."""
        return self.folder / "returns"

    @property
    def analysis(self) -> Path:
        """The analysis databases; all but one line of it can be rebuilt from `returns`."""
        return self.folder / "analysis"

    def obsessions(self) -> tuple[Declared, ...]:
        """What `obsessions.yaml` declares now. Raises Problem where it cannot be read."""
        declared = self.folder / _OBSESSIONS
        return read_obsessions(declared.read_text(encoding="utf-8")) if declared.exists() else ()


def init_workspace(folder: Path, *, named: str) -> Workspace:
    """Set up a workspace for an English authority, by name, DfE code or ONS code, or for a region or England.

    Raises Problem for a name that is no authority, and for a folder that holds another council's workspace.
    """
    if code := region_code(named):
        return _set_up(folder, council=Council(name=regions()[code], dfe_code="", ons_code=code, invented=False))
    found = authority(named)
    council = Council(name=found.name, dfe_code=found.dfe_code, ons_code=found.ons_code, invented=False)
    return _set_up(folder, council=council)


def init_invented(folder: Path, invented: Path) -> Workspace:
    """Set up a workspace for an invented council, with the obsessions it declares."""
    said = yaml.safe_load((invented / _COUNCIL).read_text(encoding="utf-8"))
    council = Council(name=said["name"], dfe_code=str(said["dfe_code"]), ons_code=str(said["ons_code"]), invented=True)
    workspace = _set_up(folder, council=council)
    _ = shutil.copyfile(invented / _OBSESSIONS, folder / _OBSESSIONS)
    return workspace


def make_private(folder: Path) -> None:
    """Make a folder that nobody else on this computer can read; on Windows the folder above settles that.

    One that is there stays as it is. Raises Problem where a file is there.
    """
    if folder.exists() and not folder.is_dir():
        raise Problem(f"{folder} is a file, not a folder.", to_fix="Give the name of a new folder.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _set_up(folder: Path, *, council: Council) -> Workspace:
    if (folder / _COUNCIL).exists():
        there = open_workspace(folder)
        if there.council != council:
            raise Problem(
                f"{folder} already holds the workspace of {there.council.name}.",
                to_fix=f"Choose another folder for {council.name}; a workspace is one council's.",
            )
        return there
    make_private(folder)
    said = {
        "name": council.name,
        "dfe_code": council.dfe_code,
        "ons_code": council.ons_code,
        "invented": council.invented,
    }
    _ = (folder / _COUNCIL).write_text(yaml.safe_dump(said, sort_keys=False, allow_unicode=True), encoding="utf-8")
    if not (folder / _OBSESSIONS).exists():
        _ = (folder / _OBSESSIONS).write_text(EMPTY, encoding="utf-8")
    return Workspace(folder=folder, council=council)


def open_workspace(folder: Path) -> Workspace:
    """The workspace in a folder. Raises Problem where there is none."""
    listed = folder / _COUNCIL
    if not listed.is_file():
        raise Problem(
            f"{folder} is not a workspace.",
            to_fix="Set one up with: turncurve init FOLDER --authority NAME, or name its folder with --at.",
        )
    try:
        said = yaml.safe_load(listed.read_text(encoding="utf-8"))
        council = Council(
            name=said["name"],
            dfe_code=str(said["dfe_code"]),
            ons_code=str(said["ons_code"]),
            invented=bool(said["invented"]),
        )
    except (KeyError, TypeError, yaml.YAMLError) as wrong:
        raise Problem(
            f"{_COUNCIL} in {folder} cannot be read ({wrong}).",
            to_fix="Set the workspace up again in a new folder and load the returns into it.",
        ) from wrong
    return Workspace(folder=folder, council=council)


def secret_of(workspace: Workspace) -> str:
    """What sessions are signed with and children's keys in the audit are made with."""
    return secret_in(workspace.folder)


def secret_in(folder: Path) -> str:
    """The secret kept in a workspace's folder, made when first asked for, and readable by its owner alone."""
    kept = folder / _SIGNING_KEY
    if not kept.exists():
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            _ = file.write(secrets.token_urlsafe(50))
    return kept.read_text(encoding="ascii")
