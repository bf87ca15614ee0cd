"""Invent a council and write its returns into a folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from turncurve.made_up.council import COUNCIL, DFE_CODE, ONS_CODE
from turncurve.made_up.counting import true_counts
from turncurve.made_up.dirty import KINDS, plant_faults
from turncurve.made_up.dirty_files import Fault
from turncurve.made_up.history import invent_history
from turncurve.made_up.planted import PLANTED, Planted
from turncurve.made_up.truth import write_truth
from turncurve.made_up.write_cin import write_cin
from turncurve.made_up.write_costs import write_costs
from turncurve.made_up.write_declared import write_declared
from turncurve.made_up.write_early_help import write_early_help
from turncurve.made_up.write_places import write_places
from turncurve.made_up.write_published import write_published
from turncurve.made_up.write_ssda903 import write_ssda903
from turncurve.made_up.write_workers import write_workers
from turncurve.words.problems import Problem

PUBLISHED_YEARS_BEFORE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """A council that was invented, and where its files are. `rows` are rows written, by module, over all years."""

    name: str
    dfe_code: str
    ons_code: str
    folder: Path
    seed: int
    years: tuple[int, ...]
    children: int
    rows: dict[str, int]


def silently(_said: str) -> None:
    """Progress nobody asked for."""


def invent(
    folder: Path,
    *,
    seed: int = 1,
    years: int = 10,
    as_at: date = date(2026, 3, 31),
    planted: Planted = PLANTED,
    like: str = "dorset",
    dirty: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Invented:
    """Invent a council and write its returns, places, published figures and truth into `folder`.

    The same seed, years, day, world and likeness write the same bytes. With `dirty`, faults of every kind are planted
    in them and listed in the truth, which counts rows as they were before. Raises Problem where the folder holds
    something else, or `as_at` and `years` are not ones we can invent.
    """
    say = progress or silently
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())) and not (folder / "truth.json").exists():
        raise Problem(
            f"{folder} is not empty.", to_fix="Give a new or empty folder, so that nothing of yours is overwritten."
        )
    say(f"Inventing {COUNCIL}: {years} years to {as_at.day} {as_at:%B %Y}, seed {seed}")
    say(f"It is like {like.capitalize()}; its world is '{planted.name}'")
    history = invent_history(seed=seed, years=years, as_at=as_at, planted=planted, like=like)
    truth = true_counts(history, years=range(history.years[0] - PUBLISHED_YEARS_BEFORE, history.years[-1] + 1))
    write_declared(history, folder=folder)
    say("Writing SSDA903 returns")
    ssda903 = write_ssda903(history, folder=folder)
    say("Writing CIN census returns")
    cin = write_cin(history, folder=folder)
    say("Writing places and published figures")
    others = write_places(history, folder=folder) | write_published(history, truth, folder=folder)
    say("Writing early help, workers and what placements cost")
    others |= write_early_help(history, folder=folder)
    others |= write_workers(history, folder=folder) | write_costs(history, folder=folder)
    faults: list[Fault] = []
    if dirty:
        say("Planting faults")
        faults = plant_faults(history, folder=folder)
        if without_room := len(KINDS) - len({fault.kind for fault in faults}):
            say(f"In {years} years there is no room for {without_room} of {len(KINDS)} kinds of fault; 10 have room")
    write_truth(history, truth, folder=folder, ssda903=ssda903, cin=cin, others=others, faults=faults)
    rows = dict(others)
    for years_of_rows in (ssda903, cin):
        for modules in years_of_rows.values():
            for module, number in modules.items():
                rows[module] = rows.get(module, 0) + number
    return Invented(
        name=COUNCIL,
        dfe_code=DFE_CODE,
        ons_code=ONS_CODE,
        folder=folder,
        seed=seed,
        years=history.years,
        children=len(history.children),
        rows=rows,
    )
