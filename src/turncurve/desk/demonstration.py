"""The demonstration: a council invented, loaded, and ready to open."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.loading import load_returns, needs_building
from turncurve.desk.workspace import Workspace, init_invented, make_private
from turncurve.made_up import invent
from turncurve.words.problems import Problem

# What of an invented council is loaded; its truth file is for those who check, and is never read.
_RETURNS = (
    "ssda903", "cin", "children_places.csv", "small_areas.csv", "early_help.csv", "workers.csv", "lead_workers.csv",
    "caseloads.csv", "placement_providers.csv", "placement_costs.csv", "published",
)  # fmt: skip


def demonstrate(folder: Path, *, seed: int, now: datetime, progress: Callable[[str], None]) -> Workspace:
    """Invent a council in `folder`, load its returns and give its workspace. A second run with the seed takes seconds.

    Raises Problem when the folder holds the demonstration of another seed.
    """
    sown = folder / "seed.txt"
    if sown.exists() and sown.read_text(encoding="utf-8").strip() != str(seed):
        raise Problem(
            f"{folder} holds the demonstration of seed {sown.read_text(encoding='utf-8').strip()}.",
            to_fix="Choose another folder with --at, or delete that one.",
        )
    invented = folder / "invented"
    if not sown.exists():
        make_private(folder)
        _ = invent(invented, seed=seed, progress=progress)
        _ = sown.write_text(f"{seed}\n", encoding="utf-8")
    workspace = init_invented(folder, invented)
    if needs_building(workspace):
        _ = load_returns(
            workspace, [invented / name for name in _RETURNS], asker=LOCAL_USER, now=now, progress=progress
        )
    return workspace
