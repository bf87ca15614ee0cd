"""Read a CIN census into trusted tables: time and memory, beside merely walking the same file with lxml.

Run: .venv/bin/python benchmarks/cin_census.py [--children N] [--megabytes N] [--write]
The file is one year of the invented council, its children repeated under other ids. The peers are lxml's own iterparse
over the same file with the same safe settings, in the same run: one visits and clears every element, as a reader of
everything must; the other visits and clears each child and looks at nothing in it. The sector's validator was measured
elsewhere, on two cores, at 12 milliseconds a child. Memory is the most a process of its own held at once.
`--write` puts the table in docs/reference/benchmarks.md.
"""

import argparse
import hashlib
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import polars as pl
from lxml import etree

from benchmarks_page import write_section
from turncurve.made_up import invent
from turncurve.returns import cin_census
from turncurve.returns.arriving import ArrivedFile, Reading

ROUNDS = 7
VALIDATOR = 12
_CHILD = re.compile(rb"<Child>.*?</Child>", re.DOTALL)
_ID = re.compile(rb"<LAchildID>(.*?)</LAchildID>")
_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def write_census(path: Path, *, children: int = 0, megabytes: int = 0) -> int:
    """Write a census of so many children or megabytes, as the invented council writes one; how many children."""
    with tempfile.TemporaryDirectory() as folder:
        _ = invent(Path(folder), seed=1, years=2, progress=lambda _: None)
        content = max(Path(folder).glob("cin/*.xml")).read_bytes()
    found = _CHILD.findall(content)
    before, after = content[: content.index(found[0])], content[content.rindex(found[-1]) + len(found[-1]) :]
    written = 0
    with path.open("wb") as opened:
        _ = opened.write(before)
        while written < children or opened.tell() < megabytes * 1_000_000:
            copy, number = divmod(written, len(found))
            _ = opened.write(_ID.sub(partial(_other_id, copy=copy), found[number]) + b"\n")
            written += 1
        _ = opened.write(after)
    return written


def _other_id(at: re.Match[bytes], *, copy: int) -> bytes:
    return b"<LAchildID>%bx%d</LAchildID>" % (at[1], copy)


def every_element(path: Path) -> int:
    """Every element of the file visited and cleared, nothing read from it."""
    seen = 0
    for _, element in etree.iterparse(str(path), **_SAFE):
        seen += 1
        element.clear()
    return seen


def every_child(path: Path) -> int:
    """Every child of the file visited and forgotten, nothing within it looked at."""
    seen = 0
    for _, element in etree.iterparse(str(path), tag="Child", **_SAFE):
        seen += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return seen


def ours(path: Path) -> Reading:
    """The file read into trusted tables."""
    file = ArrivedFile(
        name=path.name,
        digest=hashlib.sha256(path.name.encode()).hexdigest(),
        size=path.stat().st_size,
        open=lambda: path.open("rb"),
    )
    return cin_census.read([file], progress=lambda _: None)


def seconds(work: Callable[[Path], object], path: Path) -> tuple[float, float]:
    """How long one pass takes, by the clock and in processor time of all threads."""
    at, processor = time.perf_counter(), time.process_time()
    _ = work(path)
    return time.perf_counter() - at, time.process_time() - processor


def timed(path: Path, *, children: int) -> Iterator[str]:
    """Rows of the table of times: the middle of several rounds, and each ratio the middle of ratios within a round."""
    rounds = [[seconds(work, path) for work in (every_element, every_child, ours)] for _ in range(ROUNDS)]
    for elements, children_only, read in rounds:
        print(f"every element {elements[0]:5.2f} s   every child {children_only[0]:5.2f} s   ours {read[0]:5.2f} s")
    read = statistics.median(one[2][0] for one in rounds)
    each = 1000 * read / children
    rows = sum(report.rows_used for report in ours(path).files)
    yield f"| Children, megabytes | {children:,}, {path.stat().st_size / 1e6:.1f} |"
    yield f"| Read into trusted tables | {read:.2f} s; {rows / read:,.0f} rows a second |"
    yield f"| A child | {each:.3f} ms; the sector's validator {VALIDATOR} ms ({VALIDATOR / each:,.0f} times as long) |"
    for peer, what in enumerate(("every element", "each child, and nothing in it")):
        bare = statistics.median(one[peer][0] for one in rounds)
        clock, processor = (statistics.median(one[2][by] / one[peer][by] for one in rounds) for by in (0, 1))
        yield (
            f"| lxml visiting and clearing {what} | {bare:.2f} s; reading takes {clock:.1f} times as long "
            f"({processor:.1f} in processor time) |"
        )


def held_at_most(path: Path) -> tuple[float, float]:
    """The most memory a fresh process holds while it reads the file, and the size of what it read, in megabytes."""
    told = subprocess.run(  # noqa: S603 # this file, by the Python that runs it
        [sys.executable, __file__, "--read", str(path)], capture_output=True, text=True, check=True
    ).stdout.split()
    return float(told[0]), float(told[1])


def megabytes_of(frame: pl.DataFrame) -> float:
    """The size of a frame: Polars keeps 16 bytes for each text, and what is longer than 12 bytes besides."""
    size = 0
    for column in frame:
        if column.dtype == pl.String:
            long = column.str.len_bytes().filter(column.str.len_bytes() > 12)
            size += 16 * len(column) + int(long.sum())
        else:
            size += int(column.estimated_size())
    return size / 1e6


def _read_and_tell(path: Path) -> None:
    reading = ours(path)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(most, sum(map(megabytes_of, (*reading.tables.values(), *reading.reported.values()))))


def remembered(folder: Path, *, megabytes: int) -> Iterator[str]:
    """Rows of the table of memory: files of a quarter of the size, half of it and the whole of it."""
    held: list[tuple[float, float]] = []
    own = 0.0
    for size in (megabytes // 4, megabytes // 2, megabytes):
        path = folder / f"cin_{size}.xml"
        _ = write_census(path, megabytes=size)
        most, tables = held_at_most(path)
        path.unlink()
        held.append((size, most))
        own = tables / size
        print(f"{size} MB: {most:.0f} MB held at most, tables of {tables:.0f} MB")
        yield f"| Memory for a file of {size} MB | {most:.0f} MB at most, with tables of {tables:.0f} MB written out |"
    (less, lower), (more, upper) = held[0], held[-1]
    further = (upper - lower) / (more - less)
    yield f"| For each further megabyte of file | {further:.2f} MB; its tables, written out, {own:.2f} MB |"


def main() -> None:
    """Measure time, then memory, and print or write the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--children", type=int, default=20_000)
    asked.add_argument("--megabytes", type=int, default=200)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.read:
        _read_and_tell(chosen.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cin.xml"
        children = write_census(path, children=chosen.children)
        lines = ["| Measured | Result |", "| --- | --- |", *timed(path, children=children)]
        lines += remembered(Path(folder), megabytes=chosen.megabytes)
    print("\n".join(lines))
    if chosen.write:
        write_section(
            "The CIN census",
            said=(
                f"{datetime.now(tz=UTC):%-d %B %Y}, {os.cpu_count()} processors ({platform.machine()}), Python "
                f"{platform.python_version()}, the middle of {ROUNDS} rounds, on a machine with a load of "
                f"{os.getloadavg()[0]:.0f}. One census of the invented council, its "
                "children repeated under other ids. To measure again: `.venv/bin/python benchmarks/cin_census.py "
                "--write`."
            ),
            table=lines,
        )


if __name__ == "__main__":
    main()
