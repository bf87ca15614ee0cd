"""The command line ends as the reference says: 0 done, 1 something to read, 2 could not, 3 our fault."""

import re
import sys

import pytest

from turncurve.cli import app as cli
from turncurve.words.problems import Problem

pytestmark = pytest.mark.usefixtures("records_kept")


def ended(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["turncurve", *words])
    try:
        cli.run()
    except SystemExit as end:
        return end.code or 0
    return 0


def test_done_and_could_not(monkeypatch, tmp_path):
    assert ended(monkeypatch, "init", str(tmp_path / "new"), "--authority", "Dorset") == 0
    assert ended(monkeypatch, "init", str(tmp_path / "new"), "--authority", "Devon") == 2
    assert ended(monkeypatch, "nonsense") == 2


def test_a_load_with_something_to_read_ends_with_one(monkeypatch, tmp_path):
    assert ended(monkeypatch, "init", str(tmp_path / "new"), "--authority", "Dorset") == 0
    (tmp_path / "odd.csv").write_text("nothing,known\n1,2\n", encoding="utf-8")
    assert ended(monkeypatch, "load", str(tmp_path / "odd.csv"), "--at", str(tmp_path / "new")) == 1


def test_a_fault_of_ours_ends_with_three_and_says_nothing_of_what_it_held(monkeypatch, capsys):
    def at_fault():
        raise ValueError("a child's name")

    monkeypatch.setattr(cli, "app", at_fault)
    assert ended(monkeypatch) == 3
    said = capsys.readouterr().err
    assert "a fault in Turncurve" in said
    assert "a child's name" not in said


def test_a_problem_says_what_to_do(monkeypatch, capsys):
    def problem():
        raise Problem("It is not there.", to_fix="Look elsewhere.")

    monkeypatch.setattr(cli, "app", problem)
    assert ended(monkeypatch) == 2
    assert capsys.readouterr().err.split() == ["It", "is", "not", "there.", "What", "to", "do:", "Look", "elsewhere."]


def test_an_interrupt_is_said_and_ends_with_two(monkeypatch, capsys, tmp_path):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("turncurve.desk.workspace.init_workspace", interrupted)
    assert ended(monkeypatch, "init", str(tmp_path / "new"), "--authority", "Dorset") == 2
    assert capsys.readouterr().err == "Stopped. What was there before is as it was.\n"


def test_the_version_is_said(monkeypatch, capsys):
    assert ended(monkeypatch, "--version") == 0
    assert re.fullmatch(r"Turncurve \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows the folder above settles who reads what is in it")
@pytest.mark.parametrize("there", [False, True], ids=["a new folder", "a folder that is there"])
def test_a_new_workspace_is_its_owners_alone_and_a_folder_that_is_there_stays_as_it_is(monkeypatch, tmp_path, there):
    folder = tmp_path / "new"
    if there:
        folder.mkdir(mode=0o750)
        folder.chmod(0o750)
    assert ended(monkeypatch, "init", str(folder), "--authority", "Dorset") == 0
    assert folder.stat().st_mode & 0o777 == (0o750 if there else 0o700)
