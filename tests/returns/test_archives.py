"""Archives open safely: nothing escapes, explodes, is read wrong or is lost without a word."""

import gzip
import hashlib
import io
import resource
import stat
import struct
import zipfile
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.support.arrived import arrived

from turncurve.returns.archives import Limits, opened
from turncurve.returns.archives.limits import Budget, TooMuch
from turncurve.words.problems import RowProblem

SMALL = Limits(files=20, listing=4096, unpacked=1 << 20, ratio=50, ratio_from=64 << 10)


def zipped(files, *, compression=zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of (name or ZipInfo, content) pairs, names as given."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return held.getvalue()


def everything(content, tmp_path, *, limits=SMALL, name="in.zip"):
    """The files inside as {name: content}, and the problems."""
    files, problems = {}, []
    for found in opened(arrived(name, content), within=tmp_path, limits=limits):
        if isinstance(found, RowProblem):
            problems.append(found)
        else:
            with found.open() as stream:
                files[found.name] = stream.read()
            assert found.size == len(files[found.name])
    return files, problems


def rules(problems):
    return [problem.rule for problem in problems]


def test_each_file_inside_is_a_file_of_its_own(tmp_path):
    content = zipped([("data/", b""), ("data/a.csv", b"x,y\n1,2\n"), ("./data-guidance/data-guidance.txt", b"Words")])
    files, problems = everything(content, tmp_path)
    assert files == {
        "in.zip/data/a.csv": b"x,y\n1,2\n",
        "in.zip/data-guidance/data-guidance.txt": b"Words",
    }
    assert problems == []


def test_a_file_that_is_no_archive_comes_as_it_lies(tmp_path):
    files, problems = everything(b"time_period,number\n", tmp_path, name="a.csv")
    assert (files, problems) == ({"a.csv": b"time_period,number\n"}, [])


def test_a_file_inside_can_be_read_in_two_places_at_once_however_large(tmp_path):
    content = bytes(range(256)) * 50_000  # past what is held in memory
    archive = arrived("in.zip", zipped([("a.bin", content)], compression=zipfile.ZIP_STORED))
    for found in opened(archive, within=tmp_path):
        with found.open() as one, found.open() as other:
            assert one.read(10) == other.read(10)
            assert other.seek(-5, io.SEEK_END) == len(content) - 5
            assert other.read() == content[-5:]
            assert one.read() == content[10:]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["../evil.csv", "data/../../evil.csv", "/etc/evil.csv", "C:/evil.csv", "c:evil.csv", "..\\evil.csv",
     "\\\\server\\share\\evil.csv", "data\\..\\..\\evil.csv", "..", "a\nb.csv", "a\u202eb.csv", "."],
)  # fmt: skip
def test_a_name_that_leads_out_is_refused_and_the_rest_still_comes(tmp_path, name):
    files, problems = everything(zipped([(name, b"evil"), ("good.csv", b"a,b\n")]), tmp_path)
    assert files == {"in.zip/good.csv": b"a,b\n"}
    assert rules(problems) == ["archive-unsafe-name"]
    assert list(tmp_path.parent.glob("evil*")) == []


def test_old_windows_tools_write_backslashes_between_folders(tmp_path):
    files, problems = everything(zipped([("2024\\episodes.csv", b"a,b\n")]), tmp_path)
    assert (list(files), problems) == (["in.zip/2024/episodes.csv"], [])


def test_a_link_is_not_followed(tmp_path):
    pointer = zipfile.ZipInfo("passwords.csv")
    pointer.external_attr = (stat.S_IFLNK | 0o777) << 16
    files, problems = everything(zipped([(pointer, b"/etc/passwd")]), tmp_path)
    assert (files, rules(problems)) == ({}, ["archive-link"])


def test_hidden_files_are_passed_over_and_counted(tmp_path):
    inside = [("__MACOSX/._a.csv", b"1"), (".DS_Store", b"2"), ("data/.a.csv.swp", b"3"), ("a.csv", b"a,b\n")]
    files, problems = everything(zipped(inside), tmp_path)
    assert list(files) == ["in.zip/a.csv"]
    assert rules(problems) == ["archive-hidden-files"]
    assert problems[0].found == "3 hidden: __MACOSX/._a.csv, .DS_Store, data/.a.csv.swp"


def test_two_files_of_one_name_both_come(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped([("a.csv", b"first"), ("a.csv", b"second")])
    files, problems = everything(content, tmp_path)
    assert files == {"in.zip/a.csv": b"first", "in.zip/a.csv (2)": b"second"}
    assert problems == []


def test_an_empty_archive_says_so(tmp_path):
    assert rules(everything(zipped([]), tmp_path)[1]) == ["archive-empty"]
    assert rules(everything(zipped([("2025-26/", "")]), tmp_path)[1]) == ["archive-empty"]


def test_a_locked_file_says_so(tmp_path):
    content = bytearray(zipped([("a.csv", b"a,b\n")]))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= 1
    files, problems = everything(bytes(content), tmp_path)
    assert (files, rules(problems)) == ({}, ["archive-encrypted"])
    assert problems[0].file == "in.zip/a.csv"


def test_a_rare_compression_is_not_tried(tmp_path):
    files, problems = everything(zipped([("a.csv", b"a,b\n" * 99)], compression=zipfile.ZIP_LZMA), tmp_path)
    assert (files, rules(problems)) == ({}, ["archive-other-compression"])


def test_one_archive_inside_another_is_opened_and_no_further(tmp_path):
    inner = zipped([("a.csv", b"a,b\n")])
    files, problems = everything(zipped([("inner.zip", inner), ("deep.zip", zipped([("inner.zip", inner)]))]), tmp_path)
    assert files == {"in.zip/inner.zip/a.csv": b"a,b\n"}
    assert rules(problems) == ["archive-too-deep"]
    assert problems[0].file == "in.zip/deep.zip/inner.zip"


def test_a_workbook_is_one_file(tmp_path):
    workbook = zipped([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")])
    sheet = zipped([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")])
    files, problems = everything(zipped([("book.xlsx", workbook), ("sheet.ods", sheet)]), tmp_path)
    assert files == {"in.zip/book.xlsx": workbook, "in.zip/sheet.ods": sheet}
    assert problems == []
    assert everything(workbook, tmp_path, name="book.xlsx") == ({"book.xlsx": workbook}, [])


# What must not explode.


def test_a_small_file_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked(tmp_path):
    held = io.BytesIO()
    with (
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("bomb.csv", "w") as one,
    ):
        for _ in range(512):
            _ = one.write(bytes(1 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    files, problems = everything(held.getvalue(), tmp_path, limits=Limits())
    assert (files, rules(problems)) == ({}, ["archive-too-large"])
    # In kilobytes on Linux: nowhere near the half gigabyte it claims.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize("claimed", [1, 100, 1 << 20])
def test_a_header_that_lies_about_its_size_gains_nothing(tmp_path, claimed):
    content = bytearray(zipped([("bomb.csv", bytes(8 << 20)), ("a.csv", b"a,b\n")]))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + at, claimed)
    files, problems = everything(bytes(content), tmp_path)
    assert files in ({"in.zip/a.csv": b"a,b\n"}, {})
    assert rules(problems) in (["archive-damaged"], ["archive-too-large"])


def test_what_is_unpacked_is_counted_over_all_files_and_over_archives_inside(tmp_path):
    inner = zipped([("a.csv", bytes(40 << 10))])
    content = zipped([(f"{n}.zip", inner) for n in range(4)])
    files, problems = everything(content, tmp_path)
    assert list(files) == ["in.zip/0.zip/a.csv"]
    assert rules(problems) == ["archive-too-large"] * 3


def test_too_many_files(tmp_path):
    assert rules(everything(zipped([(f"{n}.csv", b"") for n in range(21)]), tmp_path)[1]) == ["archive-too-many-files"]
    many = zipped([(f"{n}.csv", b"") for n in range(100)])
    assert rules(everything(many, tmp_path, limits=Limits(listing=4096))[1]) == ["archive-too-many-files"]


def test_a_workbook_that_explodes_is_refused(tmp_path):
    workbook = zipped([("[Content_Types].xml", b"<Types/>"), ("xl/sharedStrings.xml", bytes(4 << 20))])
    assert rules(everything(workbook, tmp_path)[1]) == ["archive-too-large"]


def test_a_gzip_is_bounded_and_must_be_whole(tmp_path):
    whole = gzip.compress(b"a,b\n1,2\n")
    assert everything(whole, tmp_path, name="a.csv.gz") == ({"a.csv.gz": whole}, [])
    assert rules(everything(whole[:-5], tmp_path, name="a.csv.gz")[1]) == ["archive-damaged"]
    assert rules(everything(gzip.compress(bytes(4 << 20)), tmp_path, name="a.csv.gz")[1]) == ["archive-too-large"]


def test_a_budget_once_passed_stays_passed():
    budget = Budget(left=10)
    with pytest.raises(TooMuch):
        _ = list(budget.pieces(io.BytesIO(bytes(11))))
    with pytest.raises(TooMuch):
        _ = list(budget.pieces(io.BytesIO(bytes(1))))
    assert list(Budget(left=10).pieces(io.BytesIO(bytes(10)))) == [bytes(10)]


# Faults of every kind, and what always holds.

SIMPLE = st.text(alphabet="abcXYZ019_- é", min_size=1, max_size=12).filter(lambda name: name.strip(". ") != "")
FILES = st.lists(
    st.tuples(SIMPLE, st.binary(max_size=400).filter(lambda one: one[:2] not in (b"PK", b"\x1f\x8b"))),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one[0],
)


@settings(max_examples=60, deadline=None)
@given(files=FILES)
def test_what_goes_in_comes_out(tmp_path_factory, files):
    found, problems = everything(zipped(files), tmp_path_factory.getbasetemp())
    assert found == {f"in.zip/{name}": content for name, content in files}
    assert problems == []


@example(names=["\x00"])
@example(names=["a.csv/"])
@settings(max_examples=60, deadline=None)
@given(names=st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=6, unique=True))
def test_every_file_comes_or_is_spoken_of_and_no_name_leads_out(tmp_path_factory, names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo("x")
            info.filename = info.orig_filename = name.replace("\ud800", "?").encode("utf-8", "replace").decode()
            archive.writestr(info, b"a,b\n")
    found, problems = everything(held.getvalue(), tmp_path_factory.getbasetemp())
    for name in found:
        parts = name.split("/")
        assert parts[0] == "in.zip"
        assert not {"", ".", ".."} & set(parts)
        assert "\\" not in name
        assert name.isprintable()
    hidden = sum(int(p.found.split()[0]) for p in problems if p.rule == "archive-hidden-files")
    said = sum(rule != "archive-hidden-files" for rule in rules(problems)) + hidden
    # A folder is not a file; these hold bytes, so none of them is one.
    if "archive-damaged" not in rules(problems):
        assert len(found) + said == len(names)


WHOLE = zipped(
    [
        ("data/a.csv", b"time_period,number\n" + b"2024,12\n" * 60),
        ("b.csv", b"x,y\n1,2\n"),
        ("c.zip", zipped([("d.csv", b"p,q\n")])),
    ]
)
TRUE = {
    hashlib.sha256(content).hexdigest()
    for content in (b"time_period,number\n" + b"2024,12\n" * 60, b"x,y\n1,2\n", b"p,q\n")
}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_archive_gives_whole_files_or_a_problem_and_never_a_wrong_file(tmp_path_factory, data):
    content = bytearray(WHOLE)
    kind = data.draw(st.sampled_from(["cut", "flip", "drop"]))
    at = data.draw(st.integers(4, len(content) - 1))
    if kind == "cut":
        content = content[:at]
    elif kind == "flip":
        content[at] ^= 1 << data.draw(st.integers(0, 7))
    else:
        del content[at : at + data.draw(st.integers(1, 40))]
    found, problems = everything(bytes(content), tmp_path_factory.getbasetemp())
    whole = Counter(hashlib.sha256(one).hexdigest() in TRUE for one in found.values())
    assert whole[False] == 0
    assert len(found) == len(TRUE) or problems
