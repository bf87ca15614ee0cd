"""The repository itself: its contracts bite, its rooms are where they should be, its words are kept."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from turncurve.curves import Verdict
from turncurve.definitions.measures import measures
from turncurve.definitions.sentences import verdict_sentences
from turncurve.journeys import JOURNEYS
from turncurve.journeys.every_journey import JOURNEYS_BY_YEAR_END

CHECKOUT = Path(__file__).resolve().parents[2]
CONTRACTS = {
    one["name"]
    for one in tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
# For each contract, files that break it and no other.
BREAKS = {
    "Data flows one way: from returns to report to screen": {
        "definitions/broken.py": "from turncurve.clocks import working_days_so_far",
    },
    "Rooms have no cycles inside them": {
        "desk/broken.py": "from turncurve.desk import other",
        "desk/other.py": "from turncurve.desk import broken",
    },
    "Thinking rooms do not know about the web, the database, the disk or the clock": {
        "journeys/broken.py": "import pathlib",
    },
    "Readers of different returns do not import each other": {
        "returns/places/broken.py": "from turncurve.returns.ssda903 import read",
    },
    "Numbers leave only through disclosure, and only report and desk may open that gate": {
        "web/broken.py": "from turncurve.disclosure import protect",
    },
    "Invented councils share no code with what is tested on them": {
        "made_up/broken.py": "from turncurve.returns.dates import read_date",
    },
}


def contracts(folder: Path) -> str:
    lint = Path(sys.executable).parent / "lint-imports"
    ran = subprocess.run(
        [str(lint), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
    )
    return ran.stdout


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(
        CHECKOUT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("node_modules", "built", "__pycache__")
    )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_in(folder: Path) -> set[str]:
    """The names of the contracts that are broken in a copy; long ones are folded over lines."""
    said = " ".join(contracts(folder).split("Contracts\n")[-1].split())
    return {name for name in CONTRACTS if f"{name} BROKEN" in said}


def test_every_import_contract_is_tried():
    assert set(BREAKS) == CONTRACTS


@pytest.mark.slow
@pytest.mark.parametrize("contract", BREAKS)
def test_each_import_contract_can_fail(copied, contract):
    for where, line in BREAKS[contract].items():
        (copied / "src/turncurve" / where).write_text(f'"""Broken on purpose."""\n\n{line}\n', encoding="utf-8")
    assert broken_in(copied) == {contract}


@pytest.mark.slow
def test_a_room_nobody_placed_fails_the_build(copied):
    (copied / "src/turncurve/utils").mkdir()
    (copied / "src/turncurve/utils/__init__.py").write_text("", encoding="utf-8")
    assert broken_in(copied) == {"Data flows one way: from returns to report to screen"}


def test_every_journey_is_used_and_every_verdict_has_its_sentence():
    assert {one.journey for one in measures().values()} == {*JOURNEYS, *JOURNEYS_BY_YEAR_END}
    assert {verdict.value for verdict in Verdict} <= set(verdict_sentences())
    for sentence in verdict_sentences().values():
        assert not any(word in sentence for word in ("because of", "impact of", "caused"))


def test_every_room_is_in_the_architecture():
    page = (CHECKOUT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = [folder.name for folder in (CHECKOUT / "src/turncurve").iterdir() if (folder / "__init__.py").is_file()]
    assert [room for room in rooms if f"`{room}`" not in page] == []
