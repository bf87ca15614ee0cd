"""One invented council for all these tests, and readers of its files that share no code with the program."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from turncurve.made_up import invent

YEARS = tuple(range(2017, 2027))


def folder_name(year):
    return f"{year - 1}-{year % 100:02d}"


def day(text):
    """dd/mm/yyyy or ISO, None where blank."""
    if not text:
        return None
    if "/" in text:
        d, m, y = text.split("/")
        return date(int(y), int(m), int(d))
    return date.fromisoformat(text)


@pytest.fixture(scope="session")
def invented(tmp_path_factory):
    return invent(tmp_path_factory.mktemp("invented") / "council", seed=1)


@pytest.fixture(scope="session")
def folder(invented) -> Path:
    return invented.folder


@pytest.fixture(scope="session")
def truth(folder):
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def ssda903(folder):
    """year -> module -> rows as dictionaries of text."""
    return {
        year: {
            path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
            for path in sorted((folder / "ssda903" / folder_name(year)).glob("*.csv"))
        }
        for year in YEARS
    }


@pytest.fixture(scope="session")
def cin(folder):
    """year -> parsed tree."""
    return {year: etree.parse(folder / "cin" / f"{folder_name(year)}.xml") for year in YEARS}
