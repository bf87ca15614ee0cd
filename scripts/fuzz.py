"""Fuzz the doors: damage small files a million times each, first guided by which lines of the readers they reach.

`scripts/fuzz.py` goes through every reader; `scripts/fuzz.py ssda903 lait` through those named. It goes on from where
it was interrupted, as long as the readers have not been changed. Whatever breaks a promise (tests/fuzzing/promises.py)
is kept under .fuzz/READER/faults, and the exit code is 1. `--write` writes docs/reference/fuzzing.md from the figures;
with `--inputs 0` it only writes.

The first inputs of each reader are guided, one file at a time: Atheris, Google's libFuzzer for Python, keeps each that
reaches something new, and damages that further. All others are damaged from those it kept and read many at once
(tests/fuzzing/batches.py), which is many times as fast.

Needs Linux and the dependency group `fuzzing` (`make fuzz` installs it).
"""

import argparse
import hashlib
import importlib.util
import json
import mmap
import os
import re
import signal
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import count as count_from
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".fuzz"
PAGE = ROOT / "docs" / "reference" / "fuzzing.md"
# The figures the page is made of, kept with the code.
FIGURES = ROOT / "tests" / "fuzzing" / "figures.json"
A_MILLION = 1_000_000
# How many of them are guided by what they reach.
GUIDED = 20_000
# Inputs of one process: it starts again now and then, so that nothing it leaks adds up.
AT_ONCE = 50_000
# Seconds by the clock after which an input or a batch is a hang, and megabytes past which it is a flood.
HANGS, FLOODS = 120, 3_000
# Every so many inputs, or batches, are read a second time, to see that the same comes of them.
TWICE_EVERY = 16
# Rooms whose imported modules are what is fuzzed; data files lie beside the module of their name, and in `reference`.
WHAT_IS_FUZZED = ("returns", "tables", "words", "definitions")
STOPPED = threading.Event()
MUTE = {"POLARS_MAX_THREADS": "1", "RUST_BACKTRACE": "0", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one reader has been through: inputs, seconds of the processor, edges reached and inputs that reached them.

    `guided` are the inputs of a guided process, which alone counts edges. `faults` are distinct places where a promise
    was broken. `of` is the digest of the code that was run.
    """

    of: str
    inputs: int = 0
    guided: int = 0
    seconds: float = 0.0
    edges: int = 0
    kept: int = 0
    faults: int = 0
    day: str = ""


def main(said: Sequence[str]) -> int:
    sys.path.insert(0, str(ROOT))
    from tests.fuzzing.readers import READERS

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    _ = parser.add_argument("readers", nargs="*", help=f"of {', '.join(READERS)}; every one where none is named")
    _ = parser.add_argument("--inputs", type=int, default=A_MILLION, help="inputs a reader (default: a million)")
    _ = parser.add_argument("--guided", type=int, default=GUIDED, help=f"how many of them guided (default: {GUIDED:,})")
    cores = os.cpu_count() or 1
    _ = parser.add_argument("--at-once", type=int, default=cores, help="readers at a time (default: one a core)")
    _ = parser.add_argument("--write", action="store_true", help="write docs/reference/fuzzing.md")
    _ = parser.add_argument("--process", choices=("guided", "bulk", "alone"), help=argparse.SUPPRESS)
    _ = parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(said)
    if unknown := [name for name in asked.readers if name not in READERS]:
        parser.error(f"no reader called {', '.join(unknown)}")
    needs_guide = asked.process == "guided" if asked.process else bool(asked.inputs and asked.guided)
    if needs_guide and importlib.util.find_spec("atheris") is None:
        parser.error("the fuzzer is not installed here; on 64-bit Linux `make fuzz` installs it")
    if asked.process:
        process = {"guided": guided, "bulk": bulk, "alone": alone}[asked.process]
        process(asked.readers[0], asked.folder, inputs=asked.inputs)
        return 0
    code = digest_of_code()
    names = asked.readers or list(READERS)
    with ThreadPoolExecutor(asked.at_once) as running:
        ends = [running.submit(run, name, inputs=asked.inputs, code=code, first_guided=asked.guided) for name in names]
        try:
            faults = sum(one.result().faults for one in as_completed(ends))
        except KeyboardInterrupt:
            STOPPED.set()
            print("Interrupted. The same command goes on from here.")
            return 130
        finally:
            running.shutdown(cancel_futures=True)
            if asked.write:
                write_page()
    return 1 if faults else 0


def digest_of_code() -> str:
    """What the readers, what they import, the definitions they use and the promises are, in twelve letters."""
    held = hashlib.sha256()
    for file in sorted(files_fuzzed()):
        held.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return held.hexdigest()[:12]


def files_fuzzed() -> set[Path]:
    """The code and data behind the promises: what a process has loaded that has imported them and nothing else."""
    ours = "(one.__file__ for one in sys.modules.values() if getattr(one, '__file__', None))"
    asks = [sys.executable, "-c", f"import sys, tests.fuzzing.promises; print(*{ours}, sep='\\n')"]
    said = subprocess.run(asks, check=True, capture_output=True, text=True, cwd=ROOT)  # this project itself
    rooms = [ROOT / "src" / "turncurve" / room for room in WHAT_IS_FUZZED] + [ROOT / "tests" / "fuzzing"]
    loaded = [Path(line).resolve() for line in said.stdout.splitlines()]
    code = {file for file in loaded if any(room in file.parents for room in rooms)}
    definitions = ROOT / "src" / "turncurve" / "definitions"
    named = {file.stem for file in code if file.parent == definitions} | {"reference"}
    data = {file for file in definitions.rglob("*.*") if file.relative_to(definitions).parts[0].split(".")[0] in named}
    return code | {file for file in data if file.suffix in (".yaml", ".csv")}


# The process that goes through the readers.


def run(name: str, *, inputs: int, code: str, first_guided: int = GUIDED) -> Figures:
    """Take one reader to that many inputs, in processes of AT_ONCE, and keep its figures after each."""
    figures = figures_of(name)
    if figures.of != code and inputs:
        # What broke other code may be mended; the inputs that reached far are a good start.
        figures = Figures(of=code)
        for fault in (KEPT / name / "faults").glob("*"):
            fault.unlink()
    elif not (KEPT / name / "figures.json").is_file():
        # Another machine's figures came with the code, but not the inputs it kept: they are found anew.
        figures = replace(figures, guided=0)
    while figures.inputs < inputs and not STOPPED.is_set():
        is_guided = figures.guided < first_guided
        left = min(inputs - figures.inputs, first_guided - figures.guided if is_guided else inputs)
        figures = one_process(name, figures, inputs=min(AT_ONCE, left), is_guided=is_guided)
        write_figures(name, figures)
        rate = figures.inputs / max(figures.seconds, 1)
        print(
            f"{name}: {figures.inputs:,} of {inputs:,} inputs, {rate:.0f} a second, {figures.edges:,} edges, "
            f"{figures.faults} faults",
            flush=True,
        )
    return figures


def one_process(name: str, before: Figures, *, inputs: int, is_guided: bool) -> Figures:
    """The figures after one process more. An input that hangs, floods or kills it is a fault, and kept."""
    folder = KEPT / name
    for part in ("corpus", "faults"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "reading").unlink(missing_ok=True)
    ended = started(name, "guided" if is_guided else "bulk", inputs=inputs)
    if ended.code and not STOPPED.is_set():
        if (folder / "reading").exists():
            ended = find_what_ended_it(name, ended)
        elif not ended.done:
            raise RuntimeError(f"The fuzzer did not begin; see {folder / 'log.txt'}.")
        elif not any((folder / "faults").glob("*")):
            _ = (folder / "faults" / "died.txt").write_text(ended.said[-20_000:], encoding="utf-8")
    edges = [int(found) for found in re.findall(r"\bcov: (\d+)", ended.said)]
    return replace(
        before,
        inputs=before.inputs + ended.done,
        guided=before.guided + (ended.done if is_guided else 0),
        seconds=before.seconds + ended.seconds,
        edges=max([before.edges, *edges]),
        kept=sum(1 for _ in (folder / "corpus").iterdir()),
        faults=len({file.stem for file in (folder / "faults").iterdir()}),
        day=f"{date.today():%-d %B %Y}",  # noqa: DTZ011 # the day where it was run
    )


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a process ended: its exit code, why it was ended from here, inputs done, processor seconds, what it said."""

    code: int
    why: str
    done: int
    seconds: float
    said: str


def started(name: str, process: str, *, inputs: int) -> Ended:
    """Run one process to its end, and end it where it hangs or floods. libFuzzer sees to that itself."""
    folder = KEPT / name
    counted = folder / "counted"
    _ = counted.write_bytes(bytes(8))
    log = folder / ("alone.txt" if process == "alone" else "log.txt")
    with log.open("w", encoding="utf-8") as said:
        command = [sys.executable, __file__, name, "--process", process, "--folder", str(folder)]
        command += ["--inputs", str(inputs)]
        child = subprocess.Popen(command, stdout=said, stderr=said, env=os.environ | MUTE, cwd=ROOT)
        why, before, since = "", bytes(8), time.monotonic()
        while not (waited := os.wait4(child.pid, os.WNOHANG))[0]:
            if STOPPED.wait(0.5):
                os.kill(child.pid, signal.SIGTERM)
            if process == "guided":
                continue
            if (now := counted.read_bytes()) != before:
                before, since = now, time.monotonic()
            why = "hung" if time.monotonic() - since > HANGS else "flooded" if held_by(child.pid) > FLOODS else ""
            if why:
                os.kill(child.pid, signal.SIGKILL)
                waited = os.wait4(child.pid, 0)
                break
    child.returncode, used = os.waitstatus_to_exitcode(waited[1]), waited[2]
    return Ended(
        code=child.returncode,
        why=why or "died",
        done=struct.unpack("<Q", counted.read_bytes())[0],
        seconds=used.ru_utime + used.ru_stime,
        said=log.read_text(encoding="utf-8", errors="replace"),
    )


def held_by(process: int) -> float:
    """Megabytes of memory a process holds; none of one that has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def find_what_ended_it(name: str, ended: Ended) -> Ended:
    """Keep the file of the last batch that ends a process alone too, else the whole batch. Its files count as done."""
    from tests.fuzzing.batches import unpacked

    folder = KEPT / name
    reading = (folder / "reading").read_bytes()
    contents = unpacked(reading)
    again = started(name, "alone", inputs=len(contents))
    kept = folder / "faults" / (f"{again.why}-alone" if again.code else f"{ended.why}-together")
    said = again.said if again.code else ended.said
    if not STOPPED.is_set() and not kept.with_suffix(".txt").exists():
        _ = kept.with_suffix(".bin").write_bytes(contents[max(again.done, 1) - 1] if again.code else reading)
        _ = kept.with_suffix(".txt").write_text(said[-20_000:], encoding="utf-8")
    return replace(ended, done=ended.done + len(contents), seconds=ended.seconds + again.seconds)


def figures_of(name: str) -> Figures:
    """Those of the run here, else those kept with the code: another machine goes on from them."""
    file = KEPT / name / "figures.json"
    if file.is_file():
        return Figures(**json.loads(file.read_text(encoding="utf-8")))
    return Figures(**kept_figures().get(name, {"of": ""}))


def write_figures(name: str, figures: Figures) -> None:
    """Whole or not at all, so that an interruption loses nothing."""
    file = KEPT / name / "figures.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    _ = file.with_suffix(".new").write_text(json.dumps(asdict(figures)), encoding="utf-8")
    _ = file.with_suffix(".new").replace(file)


# The processes that fuzz.


def counter_in(folder: Path) -> Callable[[int], None]:
    """What writes down how many inputs were begun, so that it is known however the process ends."""
    with (folder / "counted").open("r+b") as held:
        counted = mmap.mmap(held.fileno(), 8)

    def count(done: int) -> None:
        counted[:8] = struct.pack("<Q", done)

    return count


def guided(name: str, folder: Path, *, inputs: int) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["turncurve.returns"]):
        from tests.fuzzing import promises
    from tests.fuzzing.mutating import damaged
    from tests.fuzzing.readers import READERS

    reader, count = READERS[name], counter_in(folder)
    keep_seeds(folder, reader.seeds)
    done = 0

    def one_input(content: bytes) -> None:
        nonlocal done
        done += 1
        count(done)
        try:
            promises.check(content, reader=reader, twice=done % TWICE_EVERY == 0)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as wrong:  # noqa: BLE001 # whatever leaves a reader, a panic of a library among it
            keep_fault(folder / "faults", content, wrong)

    def change(content: bytes, most: int, seed: int) -> bytes:
        raw = None if seed % 3 else lambda part, _chance: atheris.Mutate(part, len(part) + 32) if part else b"0"
        return damaged(content, Random(seed), others=reader.seeds, raw=raw)[:most]  # noqa: S311 # to be repeated, not to be secret

    options = [
        sys.argv[0],
        str(folder / "corpus"),
        f"-runs={inputs}",
        f"-max_len={reader.longest}",
        f"-timeout={HANGS}",
        f"-rss_limit_mb={FLOODS}",
        f"-artifact_prefix={folder / 'faults'}/",
        "-len_control=0",
        "-print_final_stats=1",
        f"-seed={time.time_ns() % 2**31}",
    ]
    _ = atheris.Setup(options, one_input, custom_mutator=change)
    atheris.Fuzz()


def keep_seeds(folder: Path, seeds: Sequence[bytes]) -> None:
    for number, seed in enumerate(seeds):
        _ = (folder / "corpus" / f"seed-{number}").write_bytes(seed)


def bulk(name: str, folder: Path, *, inputs: int) -> None:
    """Read what is damaged from the kept inputs, many at once. The batch being read is kept in a file."""
    from tests.fuzzing import batches
    from tests.fuzzing.readers import READERS

    reader, count = READERS[name], counter_in(folder)
    keep_seeds(folder, reader.seeds)
    kept = [file.read_bytes() for file in sorted((folder / "corpus").iterdir())]
    chance = Random(time.time_ns())  # noqa: S311 # to find faults, not to be secret
    done = 0
    for number in count_from(1):
        contents = batches.made(kept, chance, reader=reader, most=min(batches.MOST, inputs - done))
        _ = (folder / "reading").write_bytes(batches.packed(contents))
        for fault in batches.faults_of(contents, reader=reader, chance=chance, twice=number % TWICE_EVERY == 0):
            keep_fault(folder / "faults", batches.packed_if_many(fault.contents), fault.wrong, how=fault.how)
        done += len(contents)
        count(done)
        if done >= inputs:
            break
    (folder / "reading").unlink()


def alone(name: str, folder: Path, *, inputs: int) -> None:
    """Read the files of the last batch one by one, to see which of them ends the process."""
    from tests.fuzzing import promises
    from tests.fuzzing.batches import unpacked
    from tests.fuzzing.readers import READERS

    count = counter_in(folder)
    for number, content in enumerate(unpacked((folder / "reading").read_bytes())[:inputs], start=1):
        count(number)
        with suppress(Exception):
            for in_region in (False, True):
                promises.check(content, reader=READERS[name], in_region=in_region)


def keep_fault(folder: Path, content: bytes, wrong: BaseException, *, how: str = "") -> None:
    """Keep the first input of each distinct fault, with where it happened and how the input was read."""
    ours = [step for step in traceback.extract_tb(wrong.__traceback__) if "/turncurve/" in step.filename]
    at = f"{Path(ours[-1].filename).stem}-{ours[-1].lineno}" if ours else ""
    promise = re.sub(r"\W+", "-", str(getattr(wrong, "promise", "")))
    rule = re.sub(r"\W+", "-", str(wrong).split(": ")[1])[:60] if promise else ""
    name = "-".join(part for part in (type(wrong).__name__, promise, rule if "shown" in promise else "", at) if part)
    if (folder / f"{name}.bin").exists():
        return
    _ = (folder / f"{name}.bin").write_bytes(content)
    said = "".join(traceback.format_exception(wrong))
    _ = (folder / f"{name}.txt").write_text(f"{how}\n{said}" if how else said, encoding="utf-8")


# The page.

TITLE = """# The doors, fuzzed

Made by `scripts/fuzz.py`. `make fuzz` does it again, `make acceptance` does it where the readers have changed since.

Every reader is given small sound files (a few rows of the invented council, and each shape the Department for
Education publishes) that have been damaged: bytes, cells, lines, columns, tags, encodings, parts of a zip. An input is
one damaged file. They are of two kinds:

- The first 20,000 of each reader are guided, and read one at a time. Atheris, Google's libFuzzer for Python, keeps each
  that reaches something new in the readers and damages that further.
- The others are damaged from those it kept, and read 128 at a time, each in a folder of its own. What they reach is not
  measured. Where a batch breaks a promise its files are read one by one to find which of them does; where none does
  alone, the batch is the fault.

Of every input this is checked, with no help from the readers:

1. Nothing leaves the reader but a problem that says what to do.
2. It ends: within 10 seconds of the processor, for a file of some kilobytes or a batch of them.
3. Nothing is lost in silence. Rows in are rows used and rows set aside; what is set aside has its reason; where lines
   or elements can be counted plainly, the count is the same; a file nothing can read is said.
4. No problem shows a child's id, UPN, postcode or date of birth.
5. Reading the same bytes again gives the same (every sixteenth guided input, every sixteenth batch).

An input that breaks one of these is kept, and what it found is mended and has its own test
(`tests/fuzzing/found.py`, `tests/returns`).

"""
HEADING = (
    "Reader",
    "Inputs",
    "Processor",
    "A second",
    "Edges reached",
    "Inputs kept",
    "Found and mended",
    "Open",
    "Ended",
)


def write_page() -> None:
    """Put the figures of what was run here over those kept with the code, and write the page from them."""
    from tests.fuzzing.readers import READERS

    run_here = {name: asdict(figures) for name in READERS if (figures := figures_of(name)).inputs}
    _ = FIGURES.write_text(json.dumps(kept_figures() | run_here, indent=1) + "\n", encoding="utf-8")
    _ = PAGE.write_text(page(), encoding="utf-8")


def kept_figures() -> dict[str, dict[str, object]]:
    return json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else {}


def page() -> str:
    """The page, from the figures that are kept and the faults whose inputs are kept with the tests."""
    from tests.fuzzing.found import FOUND
    from tests.fuzzing.readers import READERS

    kept = kept_figures()
    rows = [HEADING, tuple("---" if at in (0, 8) else "---:" for at in range(len(HEADING)))]
    for name, reader in READERS.items():
        of = Figures(**kept.get(name, {"of": ""}))
        rows.append(
            (
                reader.title,
                f"{of.inputs:,}",
                f"{of.seconds / 3600:.1f} h",
                f"{of.inputs / max(of.seconds, 1):.0f}",
                f"{of.edges:,}",
                f"{of.kept:,}",
                str(len(FOUND.get(name, ()))),
                str(of.faults),
                of.day or "not yet run",
            )
        )
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"""{TITLE}{table}

Figures are of the readers as they were on the day in the last column. An edge is a step from one instruction to the
next within the readers' own code (`turncurve.returns`), reached by a guided input. Again, for one reader:

```sh not-run="takes hours"
.venv/bin/python scripts/fuzz.py ssda903 --inputs 1000000 --write
```
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
