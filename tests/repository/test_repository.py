"""The repository itself: its contracts bite, its reference is fresh, its links lead somewhere."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from turncurve.curves import Verdict
from turncurve.definitions.measures import measures
from turncurve.definitions.obsessions import read_obsessions
from turncurve.definitions.sentences import verdict_sentences
from turncurve.journeys import JOURNEYS, JOURNEYS_BY_LAST_DAY

CHECKOUT = Path(__file__).resolve().parents[2]
BREAKS = {
    "Data flows one way": ("words/broken.py", "from turncurve.curves import judge\n"),
    "Rooms have no cycles": ("words/broken.py", "from turncurve.words import other\n"),
    "Thinking rooms": ("journeys/broken.py", "import pathlib\n"),
    "Readers of different returns": ("returns/places/broken.py", "from turncurve.returns.ssda903 import read\n"),
    "Numbers leave only through disclosure": ("web/broken.py", "from turncurve.disclosure import protect\n"),
    "Invented councils share no code": ("made_up/broken.py", "from turncurve.returns.dates import read_date\n"),
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


@pytest.mark.slow
@pytest.mark.parametrize("contract", BREAKS)
def test_each_import_contract_can_fail(copied, contract):
    where, line = BREAKS[contract]
    (copied / "src/turncurve" / where).write_text(f'"""Broken on purpose."""\n\n{line}', encoding="utf-8")
    if "cycles" in contract:
        (copied / "src/turncurve/words/other.py").write_text("from turncurve.words import broken\n", encoding="utf-8")
    broken = [row for row in contracts(copied).splitlines() if row.rstrip().endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken) or "gate BROKEN" in " ".join(broken)


@pytest.mark.slow
def test_a_room_nobody_placed_fails_the_build(copied):
    (copied / "src/turncurve/utils").mkdir()
    (copied / "src/turncurve/utils/__init__.py").write_text("", encoding="utf-8")
    assert "Data flows one way: from returns to report to screen BROKEN" in contracts(copied)


@pytest.mark.slow
def test_the_reference_is_fresh():
    ran = subprocess.run(
        [sys.executable, str(CHECKOUT / "scripts/generate_reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


def test_every_link_between_documents_leads_somewhere():
    pages = [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))]
    lost = [
        f"{page.name}: {link}"
        for page, link in links
        if not link.startswith("http") and not (page.parent / link).exists()
    ]
    assert lost == []


def test_every_journey_is_used_and_every_verdict_has_its_sentence():
    assert {one.journey for one in measures().values()} == {*JOURNEYS, *JOURNEYS_BY_LAST_DAY}
    assert {verdict.value for verdict in Verdict} <= set(verdict_sentences())
    for sentence in verdict_sentences().values():
        assert not any(word in sentence for word in ("because of", "impact of", "caused"))


def test_no_machine_paths_and_no_real_looking_identifiers():
    for file in [*(CHECKOUT / "src").rglob("*.py"), *(CHECKOUT / "docs").rglob("*.md"), CHECKOUT / "README.md"]:
        text = file.read_text(encoding="utf-8") if "node_modules" not in str(file) else ""
        assert "/work/" not in text, file
        assert "/root/" not in text, file


def test_the_example_of_an_obsession_in_the_manual_can_be_used():
    text = (CHECKOUT / "docs/how-to/turning-date.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    assert example is not None
    assert read_obsessions(example[1])[0].measure == "re_referrals"


def test_every_command_in_the_manual_is_one_there_is():
    known = {"init", "load", "checks", "curves", "report", "invent", "demo", "serve"}
    for page in [CHECKOUT / "README.md", *(CHECKOUT / "docs").rglob("*.md")]:
        for command in re.findall(r"^turncurve ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE):
            assert command in known, f"{page.name}: turncurve {command}"


def test_every_room_is_in_the_architecture():
    page = (CHECKOUT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = [folder.name for folder in (CHECKOUT / "src/turncurve").iterdir() if (folder / "__init__.py").is_file()]
    assert [room for room in rooms if f"`{room}`" not in page] == []
