"""Run a page's examples in a folder of their own: commands through the real command line, Python as it stands."""

import csv
import doctest
import io
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.docs.blocks import Block, commands_of

from turncurve.cli.app import run
from turncurve.definitions.measures import read_measure
from turncurve.definitions.obsessions import read_obsessions
from turncurve.returns.reading import what_it_is
from turncurve.store import before_arrival
from turncurve.web.sign_in.sign_on import FILE, SECRET, sign_on_of

TURNCURVE = Path(sys.executable).parent / "turncurve"
OTHER_COMMANDS = ("cp", "mkdir")
SERVES = ("serve", "demo")
# These choose where Django finds the records, which it does once in a process.
BY_THEMSELVES = ("backup", "restore")
PASSPHRASE = "pulley lantern oatcake"
WIDE = "400"


class Differs(Exception):
    """An example did not do what the page says."""


@dataclass
class Runner:
    """One page's examples, in order, in `folder`; what one makes the next may use. `invented` is a loaded council."""

    folder: Path
    invented: Path
    python: dict[str, object] = field(default_factory=dict)

    def run(self, block: Block) -> None:
        """Run one block. Raises Differs where it does not do what the page says."""
        if block.not_run or block.language == "text":
            return
        {"sh": self._commands, "console": self._commands, "yaml": self._yaml, "python": self._python,
         "csv": self._csv}[block.language](block)  # fmt: skip

    def _commands(self, block: Block) -> None:
        for words, shown in commands_of(block):
            code, said = self._command(words, where=block.where)
            usual = {0, 1} if words[:2] in (["turncurve", "load"], ["turncurve", "checks"]) else {0}
            if code not in (block.exits or usual):
                raise Differs(f"{block.where}: {' '.join(words)} ended with {code}:\n{said}")
            if shown and not alike(shown, said):
                raise Differs(f"{block.where}: {' '.join(words)} is shown with\n{shown}\nbut says\n{said}")

    def _command(self, words: list[str], *, where: str) -> tuple[int, str]:
        if words[0] in OTHER_COMMANDS:
            done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False)
            return done.returncode, done.stdout + done.stderr
        if words[0] != "turncurve":
            raise Differs(f"{where}: there is no way to run '{words[0]}' here; say why not (not-run=...)")
        if words[1] == "load":
            self._supply(words[2:])
        if words[1] == "demo":
            words = [*words, "--seed", (self.folder / "demo" / "seed.txt").read_text(encoding="utf-8").strip()]
        if words[1] in SERVES and "--no-serve" not in words:
            return self._served(words)
        if words[1] in BY_THEMSELVES:
            done = subprocess.run([TURNCURVE, *words[1:]], cwd=self.folder, env=quiet(), input=PASSPHRASE,
                                  capture_output=True, text=True, check=False)  # fmt: skip
            return done.returncode, done.stdout + done.stderr
        return self._said_in(words)

    def _said_in(self, words: list[str]) -> tuple[int, str]:
        """What the command line's own entry point does with the words, in this process: starting one takes seconds."""
        said = io.StringIO()
        before = sys.argv
        sys.argv = words
        try:
            with pytest.MonkeyPatch.context() as here, redirect_stdout(said), redirect_stderr(said):
                here.chdir(self.folder)
                here.setenv("COLUMNS", WIDE)
                run()
        except SystemExit as ended:
            return int(ended.code or 0), said.getvalue()
        finally:
            sys.argv = before
        return 0, said.getvalue()

    def _served(self, words: list[str]) -> tuple[int, str]:
        """Start the pages, read the first as a browser would, and stop."""
        log = self.folder / "served.txt"
        with log.open("w", encoding="utf-8") as into:
            pages = subprocess.Popen([TURNCURVE, *words[1:], "--port", "0"], cwd=self.folder, env=quiet(), stdout=into,
                                     stderr=into)  # fmt: skip
        try:
            address = ""
            for _ in range(1200):
                said = log.read_text(encoding="utf-8")
                if found := re.search(r"http://127\.0\.0\.1:\d+/", said):
                    address = found[0]
                    break
                if pages.poll() is not None:
                    return pages.returncode, said
                time.sleep(0.1)
            with urllib.request.urlopen(address) as answer:
                page = answer.read().decode()
            return (0, said) if "Which of our curves have turned?" in page else (-1, page)
        finally:
            pages.terminate()
            _ = pages.wait(timeout=20)

    def _supply(self, words: list[str]) -> None:
        """Lay out what the page calls the reader's own files, where an earlier command has not made them."""
        raw = self.invented / "invented"
        paths = [word for nth, word in enumerate(words) if not word.startswith("-") and words[nth - 1] != "--at"]
        for path in (self.folder / word for word in paths):
            if path.exists():
                continue
            if path.suffix == ".csv":
                shutil.copy(raw / path.name, path)
                continue
            returns = path if "CIN" not in path.name.upper() else None
            if re.search("DOWNLOAD|PUBLISH", path.name.upper()):
                published(path)
                continue
            if returns:
                shutil.copytree(raw / "ssda903" / "2025-26", path / "2025-26")
            if not returns or "903" not in path.name:
                path.mkdir(exist_ok=True)
                shutil.copy(raw / "cin" / "2025-26.xml", path)

    def _yaml(self, block: Block) -> None:
        name = next((mark for mark in block.marks if mark.endswith(".yaml")), "")
        if name and "wrong" in block.marks:
            _ = (self.folder / "dorset" / name).write_text(block.text, encoding="utf-8")
        elif name == "obsessions.yaml" or block.text.startswith("- measure:"):
            if not read_obsessions(block.text):
                raise Differs(f"{block.where}: nothing is declared")
            _ = (self.folder / "dorset" / "obsessions.yaml").write_text(block.text, encoding="utf-8")
        elif name == FILE:
            _ = (self.folder / FILE).write_text(block.text, encoding="utf-8")
            _ = sign_on_of(self.folder, environment={SECRET: "a secret"})
        else:
            _ = read_measure(block.text, name=block.where)

    def _python(self, block: Block) -> None:
        example = doctest.DocTestParser().get_doctest(block.text, self.python, block.where, None, 0)
        if not example.examples:
            raise Differs(f"{block.where}: Python is written with >>>, and what it answers beneath")
        said = io.StringIO()
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        with pytest.MonkeyPatch.context() as here:
            here.chdir(self.folder)
            failed = doctest.DocTestRunner(optionflags=flags).run(example, out=said.write, clear_globs=False).failed
        self.python = dict(example.globs)
        if failed:
            raise Differs(f"{block.where}:\n{said.getvalue()}")

    def _csv(self, block: Block) -> None:
        """A file shown is one that a command after it reads by its name, or one that would be recognised."""
        if block.marks:
            _ = (self.folder / block.marks[0]).write_text(block.text, encoding="utf-8")
            return
        file = self.folder / "shown.csv"
        _ = file.write_text(block.text, encoding="utf-8")
        if not what_it_is(before_arrival(file, name="shown.csv")):
            raise Differs(f"{block.where}: no reader would know this file")


def quiet() -> dict[str, str]:
    """An environment in which messages are not broken into short lines, and a served page tells its address at once."""
    return {**os.environ, "COLUMNS": WIDE, "PYTHONUNBUFFERED": "1"}


def alike(shown: str, said: str) -> bool:
    """Whether what was said is what is shown, line breaks apart; `...` stands for anything."""
    wanted = [re.escape(" ".join(part.split())).replace(r"\ ", r"\s+") for part in shown.split("...")]
    return re.fullmatch(r"[\s\S]*?".join(rf"\s*{part}\s*" for part in wanted), said) is not None


def published(folder: Path) -> None:
    """One data set as Explore Education Statistics writes it, of made-up figures, and a file nothing is drawn from."""
    folder.mkdir()
    columns = ["time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
               "region_name", "old_la_code", "new_la_code", "la_name", "referral_count", "rereferral_count",
               "rereferral_percent"]  # fmt: skip
    with (folder / "c1.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(columns)
        for year in range(2020, 2026):
            writer.writerow([year, "Reporting year", "Local authority", "E92000001", "England", "E12000009",
                             "South West", "838", "E06000059", "Dorset", 3000 + year % 7, 600 + year % 5, "20.0"])  # fmt: skip
    _ = (folder / "notes.txt").write_text("Notes.", encoding="utf-8")
