"""Faults planted in what was written: some of each kind, each listed by file, row and field."""

from collections.abc import Callable
from contextlib import suppress
from itertools import chain
from pathlib import Path

from turncurve.made_up import faults_in_care, faults_in_files, faults_in_need
from turncurve.made_up.dirty_files import Fault, Files
from turncurve.made_up.history import History

TIMES = 2  # how often each kind of fault within a file is planted, where a second is to be found


def planters() -> list[tuple[str, str, Callable[[Files], None]]]:
    return list(chain(faults_in_care.planters(), faults_in_need.planters(), faults_in_files.planters()))


#: Every kind of fault and what is wrong.
KINDS = {kind: what for kind, what, _ in planters()}
ONCE = {kind for kind, _, _ in faults_in_files.planters()}


def plant_faults(history: History, *, folder: Path) -> list[Fault]:
    """Plant every kind of fault in the files written, and give them with their lines. In very few years some kinds have
    no room: they are not planted. Files written another way come last, when all else is in them."""
    files = Files(folder, history.years, history.chance.of("faults planted"))
    within = [(kind, plant) for kind, _, plant in planters() if kind not in ONCE]
    for kind, plant in [*within * TIMES, *((kind, plant) for kind, _, plant in faults_in_files.planters())]:
        files.kind = kind
        with suppress(LookupError):
            plant(files)
    files.write()
    return sorted(files.faults, key=lambda fault: (fault.file, fault.row or 0, fault.kind))
