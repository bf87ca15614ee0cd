"""Every fault that is planted is found where it stands, and nothing else is: the invention, the readers and the checks
joined."""

import re
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from tests.support.arrived import arrived_from
from tests.support.planted_faults import NO_RETURNS, Finding, Held

import turncurve.returns
from turncurve.definitions.checks import checks as every_check
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.checking import CheckedReadings, checks
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import init_invented
from turncurve.made_up import invent
from turncurve.made_up.dirty import KINDS
from turncurve.made_up.found_as import FOUND_AS
from turncurve.returns.reading import read_returns

NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
# Reading years that overlap always takes each record from the newest of them.
NO_FAULT = {"restated-by-a-newer-return", "restated-by-a-newer-census"}


def silently(_said):
    pass


def held(folder):
    """A council read and checked, without its curves."""
    reading = read_returns(arrived_from(folder), progress=silently)
    children = reading.tables["small_areas"].group_by("mid_year").agg(pl.col("children").sum())
    names = {one.key: one.name for one in reading.files}
    checked = CheckedReadings()
    checked.add(reading, children=children)
    found = checked.tables()["checks_found"]
    findings = [
        Finding(rule=one.rule, file=one.file, row=one.row, field=one.field, year=None) for one in reading.problems
    ]
    findings += [
        Finding(rule=rule, file=names.get(file, ""), row=row, field=field, year=year)
        for rule, file, row, field, year in found.select("check", "file", "row", "field", "year").iter_rows()
    ]
    return Held(folder=folder, found=findings), reading.repairs


def loaded(folder, workspace):
    """The same through the desk, as a person loads a folder and asks for the checks."""
    council = init_invented(workspace, folder)
    within = [path for path in sorted(folder.iterdir()) if path.name not in NO_RETURNS]
    _ = load_returns(council, within, asker=LOCAL_USER, now=NOW, progress=silently)
    answer = checks(council, asker=LOCAL_USER)
    findings = [
        Finding(rule=one.rule, file=one.file, row=one.row, field=one.field, year=None) for one in answer.problems
    ]
    findings += [
        Finding(rule=one.rule, file=at.file, row=at.row, field=at.field, year=at.year)
        for one in answer.to_fix
        if one.rule in every_check()
        for at in one.where
    ]
    return Held(folder=folder, found=findings), answer.repairs


def holds(council, repairs):
    """Every fault found, nothing found for nothing, and each repair made no oftener than something calls for it."""
    assert council.not_found() == []
    assert council.for_nothing() == []
    kinds = [one.kind for one in council.planted]
    for repair in repairs:
        if repair.rule not in NO_FAULT:
            causes = sum(repair.rule in FOUND_AS[kind].repaired for kind in kinds)
            assert 0 < repair.rows <= causes, repair


@pytest.fixture(scope="module")
def five_years(tmp_path_factory):
    return invent(tmp_path_factory.mktemp("five-years") / "council", seed=2, years=5, dirty=True).folder


def test_every_kind_says_what_it_is_found_as_and_every_name_is_a_real_one():
    assert set(FOUND_AS) == set(KINDS)
    source = "".join(path.read_text(encoding="utf-8") for path in Path(turncurve.returns.__file__).parent.rglob("*.py"))
    readers = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', source))
    for kind, said in FOUND_AS.items():
        assert said.here or said.beside, kind
        for rule in (*(rule for rule, _ in (*said.here, *said.beside)), *said.then):
            assert rule in every_check() or rule in readers, (kind, rule)
        assert set(said.repaired) <= readers, kind


@pytest.mark.slow
def test_every_fault_planted_in_a_small_council_is_found_and_nothing_else(five_years):
    council, repairs = held(five_years)
    assert {one.kind for one in council.planted} == set(KINDS)
    holds(council, repairs)


@pytest.mark.slow
def test_a_fault_nobody_planted_and_one_nobody_finds_are_noticed(five_years):
    council, _ = held(five_years)
    odd = Finding(rule="code-not-known", file="cin/2023-24.xml", row=12, field="ReferralSource", year=None)
    assert Held(folder=five_years, found=[*council.found, odd]).for_nothing() == [odd]
    lost = next(one for one in council.found if one.rule == "mother_and_a_boy")
    without = Held(folder=five_years, found=[one for one in council.found if one != lost])
    assert [(fault.kind, sign) for fault, sign in without.not_found()] == [
        ("mother-is-a-boy", ("mother_and_a_boy", "MOTHER"))
    ]


@pytest.mark.long
@pytest.mark.parametrize("like", ["dorset", "stockton"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_fault_of_ten_years_is_found_and_nothing_else(tmp_path, like, seed):
    folder = invent(tmp_path / "council", seed=seed, like=like, dirty=True).folder
    council, repairs = held(folder)
    assert {one.kind for one in council.planted} == set(KINDS)
    holds(council, repairs)


@pytest.mark.long
def test_every_fault_is_found_when_the_folder_is_loaded_at_the_desk(tmp_path):
    folder = invent(tmp_path / "council", seed=1, dirty=True).folder
    council, repairs = loaded(folder, tmp_path / "workspace")
    holds(council, repairs)


@pytest.mark.long
@pytest.mark.parametrize("like", ["dorset", "stockton"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nothing_is_found_in_a_council_with_no_fault(tmp_path, like, seed):
    folder = invent(tmp_path / "council", seed=seed, like=like).folder
    council, repairs = held(folder)
    assert council.for_nothing() == []
    assert {one.rule for one in repairs} <= NO_FAULT
