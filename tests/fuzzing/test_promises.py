"""Every door, damaged a little: the promises hold. The million inputs a reader are `make fuzz`."""

import gzip
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzzing import batches, promises
from tests.fuzzing.found import FOUND
from tests.fuzzing.mutating import damaged
from tests.fuzzing.readers import READERS
from tests.support.arrived import arrived

from turncurve.returns.arriving import FileReport, Reading
from turncurve.returns.reading import read_returns, what_it_is
from turncurve.words.problems import Problem, RowProblem

EVERY = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)


@EVERY
def test_every_small_whole_file_is_read_to_its_last_row(reader):
    for seed in reader.seeds:
        promises.check(seed, reader=reader)
        found = read_returns([arrived(reader.names[0], seed)], progress=lambda _: None)
        known = reader.id == "archives" or seed in READERS["parquet"].seeds[-2:] or found.files[0].kind
        assert known, seed[:200]


@EVERY
@settings(max_examples=15, deadline=None)
@given(number=st.integers(0, 2**32), data=st.data())
def test_whatever_is_damaged_the_promises_hold(reader, number, data):
    seed = data.draw(st.sampled_from(reader.seeds))
    promises.check(damaged(seed, Random(number), others=reader.seeds)[: reader.longest], reader=reader)


@EVERY
def test_of_many_damaged_files_at_once_the_promises_hold_of_each(reader):
    for number in range(2):
        contents = batches.made(reader.seeds, Random(number), reader=reader, most=32)
        for in_region in (False, True):
            promises.check_together(contents, reader=reader, in_region=in_region, with_beside=in_region)


@EVERY
@settings(max_examples=10, deadline=None)
@given(content=st.binary(max_size=200))
def test_whatever_bytes_arrive_the_promises_hold(reader, content):
    promises.check(content, reader=reader)
    promises.check(gzip.compress(content, mtime=0), reader=reader)


@pytest.mark.parametrize("in_region", [False, True], ids=["council", "region"])
@pytest.mark.parametrize(("reader", "what"), [(name, what) for name, found in FOUND.items() for what in found])
def test_what_a_fuzzer_found_is_mended(reader, what, in_region):
    promises.check(FOUND[reader][what], reader=READERS[reader], in_region=in_region)


def test_the_same_chance_does_the_same_damage_and_most_of_it_reaches_past_the_door():
    for reader in READERS.values():
        made = [damaged(reader.seeds[0], Random(number), others=reader.seeds) for number in range(40)]
        assert made == [damaged(reader.seeds[0], Random(number), others=reader.seeds) for number in range(40)]
        assert len(set(made)) > 30
        if reader.id not in ("archives", "parquet"):
            assert sum(bool(what_it_is(arrived(reader.names[0], one))) for one in made) > 10


# A promise that cannot be broken is none: readers that break each are found out.

FILE = arrived("x.csv", b"CHILD,DOB\n0000017,22/01/2012\n")
SOUND = FileReport(
    name="x.csv", key=FILE.key, kind="SSDA903 header", year=2026, rows_in=1, rows_used=1, rows_set_aside=0
)


def said(found="nothing", *, field="CHILD", set_aside=False):
    return RowProblem(
        file="x.csv", row=2, field=field, found=found, expected="a", to_fix="b", rule="c", set_aside=set_aside
    )


@pytest.mark.parametrize(
    ("report", "problems", "promise"),
    [
        (replace(SOUND, rows_in=2), [], "rows add up"),
        (replace(SOUND, rows_used=2, rows_set_aside=-1), [], "rows add up"),
        (replace(SOUND, rows_used=0, rows_set_aside=1), [said()], "what is set aside is said"),
        (replace(SOUND, kind=""), [], "a file not recognised is said"),
        (replace(SOUND, rows_in=0, rows_used=0), [], "a file with no rows says so"),
        (replace(SOUND, name="y.csv"), [], "every file is reported"),
        (SOUND, [replace(said(), to_fix="")], "a problem says what to do"),
    ],
)
def test_a_reader_that_loses_a_row_or_says_nothing_is_found_out(report, problems, promise):
    read = Reading(tables={}, files=(report,), problems=tuple(problems))
    with pytest.raises(promises.Broken, match=promise):
        promises._accounted_for(read, [FILE], said_before=[])


def of_the_file(read, file):
    return promises._by_file(read, [file])[file.name]


def test_a_reader_that_miscounts_lines_or_elements_is_found_out():
    places = READERS["places"]
    file = arrived("list.csv", places.seeds[0])
    read = read_returns([file], progress=lambda _: None)
    promises._plainly_counted(of_the_file(read, file), file, reader=places)
    short = replace(read, files=(replace(read.files[0], rows_in=3),))
    with pytest.raises(promises.Broken, match="4 to 4 lines"):
        promises._plainly_counted(of_the_file(short, file), file, reader=places)
    census = READERS["cin_census"]
    file = arrived("cin.xml", census.seeds[0])
    read = read_returns([file], progress=lambda _: None)
    short = replace(read, files=(replace(read.files[0], rows_in=3),))
    with pytest.raises(promises.Broken, match="elements that are rows, 3 rows in"):
        promises._plainly_counted(of_the_file(short, file), file, reader=census)


def test_a_file_that_breaks_a_promise_is_found_among_those_read_with_it(monkeypatch):
    places = READERS["places"]
    planted = places.seeds[0] + b"\n"

    def loses_a_row(files, *, progress):
        read = read_returns(files, progress=progress)
        short = {file.key for file in files if file.open().read() == planted}
        return replace(read, files=tuple(replace(one, rows_in=9) if one.key in short else one for one in read.files))

    monkeypatch.setattr(promises, "read_returns", loses_a_row)
    contents = [*batches.made(places.seeds, Random(1), reader=places, most=40), planted, places.seeds[1]]
    (fault,) = batches.faults_of(contents, reader=places, chance=Random(1), twice=False)
    assert fault.contents == [planted]
    assert "rows add up" in str(fault.wrong)


def test_a_promise_broken_only_by_files_read_together_is_a_fault_of_all_of_them(monkeypatch):
    places = READERS["places"]

    def cannot_read_two(files, *, progress):
        if len(files) > 1:
            raise OSError("too many")
        return read_returns(files, progress=progress)

    monkeypatch.setattr(promises, "read_returns", cannot_read_two)
    (fault,) = batches.faults_of(places.seeds, reader=places, chance=Random(1), twice=False)
    assert fault.contents == places.seeds
    assert batches.unpacked(batches.packed_if_many(fault.contents)) == list(places.seeds)
    assert batches.packed_if_many(fault.contents[:1]) == places.seeds[0]


def test_a_problem_one_file_raises_is_no_fault_of_a_batch_where_each_is_read_alone(monkeypatch):
    places = READERS["places"]
    alone = []

    def refuses(files, *, progress):
        alone.append(len(files))
        raise Problem("No.", to_fix="Do otherwise.")

    monkeypatch.setattr(promises, "read_returns", refuses)
    assert list(batches.faults_of(places.seeds, reader=places, chance=Random(1), twice=False)) == []
    assert alone == [2, 1, 1]


def test_every_secret_looks_as_a_secret_is_first_looked_for():
    assert all(promises._COULD_BE_NAME.search(name) for name in promises.secrets().names)


@pytest.mark.parametrize(
    "shown", [said("7 of 0000017"), said("Y170200016017"), said("22/01/2012", field="DOB"), said(field="0000017, X")]
)
def test_an_identifier_or_a_date_of_birth_that_is_shown_is_found_out(shown):
    known = promises.secrets()
    some_id, a_birth = known.names[0], known.births[-1]
    shown = replace(
        shown,
        found=shown.found.replace("0000017", some_id).replace("Y170200016017", some_id).replace("22/01/2012", a_birth),
        field=shown.field.replace("0000017", some_id),
    )
    with pytest.raises(promises.Broken, match="is shown"):
        promises._nothing_shown([shown])


def test_a_reader_that_hangs_or_differs_the_second_time_is_found_out(monkeypatch):
    reader, told = READERS["places"], iter(range(100))
    monkeypatch.setattr(promises, "LONGEST", -1.0)
    with pytest.raises(promises.Broken, match="ends in time"):
        promises.check(reader.seeds[0], reader=reader)
    monkeypatch.setattr(promises, "LONGEST", 10.0)

    def another_note(files, *, progress):
        read = read_returns(files, progress=progress)
        return replace(read, files=tuple(replace(one, note=str(next(told))) for one in read.files))

    monkeypatch.setattr(promises, "read_returns", another_note)
    with pytest.raises(promises.Broken, match="twice is the same"):
        promises.check(reader.seeds[0], reader=reader)
