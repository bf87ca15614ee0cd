"""Fuzz the doors: damage small files a million times each, guided by which lines of the readers they reach.

`scripts/fuzz.py` goes through every reader; `scripts/fuzz.py ssda903 lait` through those named. It goes on from where
it was interrupted, as long as the readers have not been changed. Whatever breaks a promise (tests/fuzzing/promises.py)
is kept under .fuzz/READER/faults, and the exit code is 1. `--write` writes docs/reference/fuzzing.md from the figures;
with `--inputs 0` it only writes.

Needs Linux and the dependency group `fuzzing` (`make fuzz` installs it). The fuzzer is Atheris, Google's libFuzzer for
Python: it keeps each input that reaches something new, and damages that further.
"""

import argparse
import hashlib
import importlib.util
import json
import mmap
import os
import re
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".fuzz"
PAGE = ROOT / "docs" / "reference" / "fuzzing.md"
# The figures the page is made of, kept with the code.
FIGURES = ROOT / "tests" / "fuzzing" / "figures.json"
A_MILLION = 1_000_000
# Inputs of one process: it starts again now and then, so that nothing it leaks adds up.
AT_ONCE = 50_000
# Seconds by the clock after which an input is a hang, and megabytes past which it is a flood.
HANGS, FLOODS = 120, 3_000
# Every so many inputs are read a second time, to see that the same comes of them.
TWICE_EVERY = 16
WHAT_IS_FUZZED = ("src/turncurve/returns", "src/turncurve/definitions", "tests/fuzzing")
STOPPED = threading.Event()
MUTE = {"POLARS_MAX_THREADS": "1", "RUST_BACKTRACE": "0", "PYTHONHASHSEED": "0"}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one reader has been through: inputs, seconds of the processor, edges reached and inputs that reached them.

    `faults` are distinct places where a promise was broken. `of` is the digest of the code that was run.
    """

    of: str
    inputs: int = 0
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
    cores = os.cpu_count() or 1
    _ = parser.add_argument("--at-once", type=int, default=cores, help="readers at a time (default: one a core)")
    _ = parser.add_argument("--write", action="store_true", help="write docs/reference/fuzzing.md")
    _ = parser.add_argument("--one-process", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args(said)
    if unknown := [name for name in asked.readers if name not in READERS]:
        parser.error(f"no reader called {', '.join(unknown)}")
    if asked.inputs and importlib.util.find_spec("atheris") is None:
        parser.error("the fuzzer is not installed here; on 64-bit Linux `make fuzz` installs it")
    if asked.one_process:
        fuzz(asked.readers[0], inputs=asked.one_process)
    code = digest_of_code()
    names = asked.readers or list(READERS)
    with ThreadPoolExecutor(asked.at_once) as running:
        ends = [running.submit(run, name, inputs=asked.inputs, code=code) for name in names]
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
    """What the readers, the definitions they use and the promises are, in twelve letters."""
    held = hashlib.sha256()
    for file in sorted(file for folder in WHAT_IS_FUZZED for file in (ROOT / folder).rglob("*")):
        if file.suffix in (".py", ".yaml", ".csv"):
            held.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return held.hexdigest()[:12]


# The process that goes through the readers.


def run(name: str, *, inputs: int, code: str) -> Figures:
    """Take one reader to that many inputs, in processes of AT_ONCE, and keep its figures after each."""
    figures = figures_of(name)
    if figures.of != code and inputs:
        # What broke other code may be mended; the inputs that reached far are a good start.
        figures = Figures(of=code)
        for fault in (KEPT / name / "faults").glob("*"):
            fault.unlink()
    while figures.inputs < inputs and not STOPPED.is_set():
        figures = one_process(name, figures, inputs=min(AT_ONCE, inputs - figures.inputs))
        write_figures(name, figures)
        rate = figures.inputs / max(figures.seconds, 1)
        print(
            f"{name}: {figures.inputs:,} of {inputs:,} inputs, {rate:.0f} a second, {figures.edges:,} edges, "
            f"{figures.faults} faults",
            flush=True,
        )
    return figures


def one_process(name: str, before: Figures, *, inputs: int) -> Figures:
    """The figures after one process more. An input that hangs, floods or kills it is a fault, and kept."""
    folder = KEPT / name
    for part in ("corpus", "faults"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    counted = folder / "counted"
    _ = counted.write_bytes(bytes(8))
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        command = [sys.executable, __file__, name, "--one-process", str(inputs)]
        ended = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | MUTE, cwd=ROOT)
        while not (waited := os.wait4(ended.pid, os.WNOHANG))[0]:
            if STOPPED.wait(0.5):
                ended.terminate()
    ended.returncode, used = os.waitstatus_to_exitcode(waited[1]), waited[2]
    done = struct.unpack("<Q", counted.read_bytes())[0]
    said = (folder / "log.txt").read_text(encoding="utf-8", errors="replace")
    if not done:
        raise RuntimeError(f"The fuzzer did not begin; see {folder / 'log.txt'}.")
    if ended.returncode and not STOPPED.is_set() and not any((folder / "faults").glob("*")):
        _ = (folder / "faults" / "died.txt").write_text(said[-20_000:], encoding="utf-8")
    edges = [int(found) for found in re.findall(r"\bcov: (\d+)", said)]
    return replace(
        before,
        inputs=before.inputs + done,
        seconds=before.seconds + used.ru_utime + used.ru_stime,
        edges=max([before.edges, *edges]),
        kept=sum(1 for _ in (folder / "corpus").iterdir()),
        faults=len({file.stem for file in (folder / "faults").iterdir()}),
        day=f"{date.today():%-d %B %Y}",  # noqa: DTZ011 # the day where it was run
    )


def figures_of(name: str) -> Figures:
    file = KEPT / name / "figures.json"
    return Figures(**json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else Figures(of="")


def write_figures(name: str, figures: Figures) -> None:
    """Whole or not at all, so that an interruption loses nothing."""
    file = KEPT / name / "figures.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    _ = file.with_suffix(".new").write_text(json.dumps(asdict(figures)), encoding="utf-8")
    _ = file.with_suffix(".new").replace(file)


# The process that fuzzes.


def fuzz(name: str, *, inputs: int) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["turncurve.returns"]):
        from tests.fuzzing import promises
    from tests.fuzzing.mutating import damaged
    from tests.fuzzing.readers import READERS

    reader, folder = READERS[name], KEPT / name
    for number, seed in enumerate(reader.seeds):
        _ = (folder / "corpus" / f"seed-{number}").write_bytes(seed)
    with (folder / "counted").open("r+b") as held:
        counted = mmap.mmap(held.fileno(), 8)
    done = 0

    def one_input(content: bytes) -> None:
        nonlocal done
        done += 1
        counted[:8] = struct.pack("<Q", done)
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


def keep_fault(folder: Path, content: bytes, wrong: BaseException) -> None:
    """Keep the first input of each distinct fault, with where it happened."""
    ours = [step for step in traceback.extract_tb(wrong.__traceback__) if "/turncurve/" in step.filename]
    at = f"{Path(ours[-1].filename).stem}-{ours[-1].lineno}" if ours else ""
    promise = re.sub(r"\W+", "-", str(getattr(wrong, "promise", "")))
    rule = re.sub(r"\W+", "-", str(wrong).split(": ")[1])[:60] if promise else ""
    name = "-".join(part for part in (type(wrong).__name__, promise, rule if "shown" in promise else "", at) if part)
    if (folder / f"{name}.bin").exists():
        return
    _ = (folder / f"{name}.bin").write_bytes(content)
    _ = (folder / f"{name}.txt").write_text("".join(traceback.format_exception(wrong)), encoding="utf-8")


# The page.

TITLE = """# The doors, fuzzed

Made by `scripts/fuzz.py`. `make fuzz` does it again, `make acceptance` does it where the readers have changed since.

Every reader is given small sound files (a few rows of the invented council, and each shape the Department for
Education publishes) that have been damaged: bytes, cells, lines, columns, tags, encodings, parts of a zip. Atheris,
Google's libFuzzer for Python, keeps each input that reaches something new in the readers and damages that further.

Of every input this is checked, with no help from the readers:

1. Nothing leaves the reader but a problem that says what to do.
2. It ends: within 10 seconds of the processor, for a file of some kilobytes.
3. Nothing is lost in silence. Rows in are rows used and rows set aside; what is set aside has its reason; where lines
   or elements can be counted plainly, the count is the same; a file nothing can read is said.
4. No problem shows a child's id, UPN, postcode or date of birth.
5. Reading the same bytes again gives the same (every sixteenth input, by number).

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
next within the readers' own code (`turncurve.returns`). Again, for one reader:

```sh not-run="takes hours"
.venv/bin/python scripts/fuzz.py ssda903 --inputs 1000000 --write
```
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
