"""The runs of a million: what they write down, and how they go on."""

import importlib.util
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from tests.fuzzing import batches
from tests.fuzzing.found import FOUND
from tests.fuzzing.promises import Broken
from tests.fuzzing.readers import READERS

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def script(tmp_path, monkeypatch):
    made_of = importlib.util.spec_from_file_location("fuzz", CHECKOUT / "scripts" / "fuzz.py")
    module = importlib.util.module_from_spec(made_of)
    monkeypatch.setitem(__import__("sys").modules, "fuzz", module)
    made_of.loader.exec_module(module)
    monkeypatch.setattr(module, "KEPT", tmp_path)
    return module


def test_the_page_is_as_the_figures_make_it_with_a_row_for_every_reader(script):
    page = script.PAGE.read_text(encoding="utf-8")
    assert page == script.page(), "run: scripts/fuzz.py --inputs 0 --write"
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")][2:]
    assert [row[0].removeprefix("| ") for row in rows] == [reader.title for reader in READERS.values()]
    assert [int(row[6]) for row in rows] == [len(FOUND.get(name, ())) for name in READERS]


def test_what_was_run_here_is_written_over_what_was_kept_of_that_reader_alone(script, monkeypatch, tmp_path):
    monkeypatch.setattr(script, "FIGURES", tmp_path / "figures.json")
    monkeypatch.setattr(script, "PAGE", tmp_path / "page.md")
    script.write_figures("lait", script.Figures(of="a", inputs=2_000_000, seconds=7200, edges=3, kept=4, day="1 May"))
    script.write_page()
    script.write_figures("lait", script.Figures(of="b", inputs=0))
    script.write_figures("ees", script.Figures(of="b", inputs=500, seconds=5))
    script.write_page()
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| 2,000,000 | 2.0 h | 278 | 3 | 4 |" in page
    assert "| 500 | 0.0 h | 100 |" in page


class OneProcess:
    """Counts what each process is asked for, and adds it to the figures."""

    def __init__(self):
        self.asked = []

    def __call__(self, name, before, *, inputs, is_guided):
        self.asked.append((inputs, is_guided))
        done = {"inputs": before.inputs + inputs, "guided": before.guided + (inputs if is_guided else 0)}
        return replace(before, **done, faults=1)


def test_a_run_goes_on_where_it_was_interrupted_and_begins_again_with_other_code(script, monkeypatch):
    process = OneProcess()
    monkeypatch.setattr(script, "one_process", process)
    assert script.run("places", inputs=140_000, code="a").inputs == 140_000
    assert process.asked == [(20_000, True), (50_000, False), (50_000, False), (20_000, False)]
    assert script.figures_of("places").faults == 1
    _ = script.run("places", inputs=150_000, code="a")
    assert process.asked[4:] == [(10_000, False)]
    (faults := script.KEPT / "places" / "faults").mkdir(parents=True)
    (faults / "x.bin").touch()
    assert script.run("places", inputs=10, code="b") == script.Figures(of="b", inputs=10, guided=10, faults=1)
    assert list(faults.iterdir()) == []


def test_the_bulk_of_the_inputs_needs_no_guide_and_is_counted(script):
    figures = script.run("places", inputs=300, code="a", first_guided=0)
    assert (figures.inputs, figures.guided, figures.edges, figures.faults) == (300, 0, 0, 0)
    assert figures.kept == len(READERS["places"].seeds)
    assert figures.seconds > 0
    assert not (script.KEPT / "places" / "reading").exists()


# What a process of the fuzzer is replaced by: it counts a batch as begun, or a file, and then does what is said.
DOOMED = """
import pathlib, struct, sys, time
folder = pathlib.Path(sys.argv[sys.argv.index("--folder") + 1])
if "bulk" in sys.argv:
    (folder / "reading").write_bytes({batch!r})
    {together}
for number, content in enumerate(("sound", "doomed", "sound"), start=1):
    (folder / "counted").write_bytes(struct.pack("<Q", number))
    if content == "doomed":
        {alone}
"""
BATCH = [b"sound", b"doomed", b"sound"]


@pytest.mark.parametrize(
    ("does", "name"),
    [
        ("time.sleep(60)", "hung-alone"),
        ("held = bytearray(b'x') * 200_000_000; time.sleep(60)", "flooded-alone"),
        ("sys.exit(134)", "died-alone"),
    ],
)
def test_the_one_file_of_a_batch_that_hangs_floods_or_kills_is_kept(script, monkeypatch, tmp_path, does, name):
    _doom(script, monkeypatch, tmp_path, together=does, alone=does)
    assert script.run("places", inputs=3, code="a", first_guided=0).faults == 1
    faults = script.KEPT / "places" / "faults"
    assert sorted(file.name for file in faults.iterdir()) == [f"{name}.bin", f"{name}.txt"]
    assert (faults / f"{name}.bin").read_bytes() == b"doomed"


def test_a_batch_that_kills_only_together_is_kept_whole(script, monkeypatch, tmp_path):
    _doom(script, monkeypatch, tmp_path, together="sys.exit(134)", alone="pass")
    assert script.run("places", inputs=3, code="a", first_guided=0).faults == 1
    kept = (script.KEPT / "places" / "faults" / "died-together.bin").read_bytes()
    assert batches.unpacked(kept) == BATCH


def _doom(script, monkeypatch, tmp_path, *, together, alone):
    doomed = tmp_path / "doomed.py"
    doomed.write_text(DOOMED.format(batch=batches.packed(BATCH), together=together, alone=alone), encoding="utf-8")
    monkeypatch.setattr(script, "__file__", str(doomed))
    monkeypatch.setattr(script, "HANGS", 2)
    monkeypatch.setattr(script, "FLOODS", 100)


def _breaks(said):
    raise Broken("rows add up", said)


def test_each_distinct_fault_is_kept_once_with_where_it_happened(script, tmp_path):
    for content, said in ((b"1", "2 rows"), (b"2", "3 rows")):
        with pytest.raises(Broken) as caught:
            _breaks(said)
        script.keep_fault(tmp_path, content, caught.value)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["Broken-rows-add-up.bin", "Broken-rows-add-up.txt"]
    assert (tmp_path / "Broken-rows-add-up.bin").read_bytes() == b"1"
    assert "2 rows" in (tmp_path / "Broken-rows-add-up.txt").read_text(encoding="utf-8")


def test_the_digest_of_the_code_is_the_same_twice_and_another_where_a_reader_is(script, monkeypatch, tmp_path):
    assert script.digest_of_code() == script.digest_of_code()
    before = script.digest_of_code()
    fuzzed = {file.name for file in script.files_fuzzed()}
    assert {"promises.py", "csv_pieces.py", "annex_a.py", "authorities.csv"} <= fuzzed
    assert "policies.yaml" not in fuzzed
    monkeypatch.setattr(script, "WHAT_IS_FUZZED", ("returns", "tables"))
    assert script.digest_of_code() != before


def test_a_machine_that_never_ran_goes_on_from_the_figures_kept_with_the_code(script, monkeypatch, tmp_path):
    monkeypatch.setattr(script, "FIGURES", tmp_path / "kept.json")
    kept = script.Figures(of="abc", inputs=40, day="1 May 2026")
    _ = script.FIGURES.write_text(json.dumps({"places": asdict(kept)}), encoding="utf-8")
    assert script.figures_of("places") == kept
