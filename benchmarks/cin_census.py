"""Read a CIN census into trusted tables: how many times the cost of merely walking the same file with lxml.

Run: .venv/bin/python benchmarks/cin_census.py [--children N]
The file is one year of the invented council, its children repeated under other ids. The peer is lxml's own iterparse
over the same bytes, in the same run, forgetting each child as it goes. The sector's validator was measured elsewhere at
12 milliseconds a child.
"""

import argparse
import hashlib
import io
import re
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

from lxml import etree

from turncurve.made_up import invent
from turncurve.returns import cin_census
from turncurve.returns.arriving import ArrivedFile

_CHILD = re.compile(rb"<Child>.*?</Child>", re.DOTALL)
_ID = re.compile(rb"<LAchildID>(.*?)</LAchildID>")


def census_of(children: int) -> bytes:
    """A census of so many children, as the invented council writes one."""
    with tempfile.TemporaryDirectory() as folder:
        _ = invent(Path(folder), seed=1, years=2, progress=lambda _: None)
        content = max(Path(folder).glob("cin/*.xml")).read_bytes()
    found = _CHILD.findall(content)
    before, after = content[: content.index(found[0])], content[content.rindex(found[-1]) + len(found[-1]) :]
    copies = [
        _ID.sub(
            partial(_other_id, copy=number // len(found)),
            found[number % len(found)],
        )
        for number in range(children)
    ]
    return before + b"\n".join(copies) + after


def _other_id(at: re.Match[bytes], *, copy: int) -> bytes:
    return b"<LAchildID>%bx%d</LAchildID>" % (at[1], copy)


def walked(content: bytes) -> int:
    """Every child of the file visited and forgotten, nothing read from it."""
    seen = 0
    for _, element in etree.iterparse(io.BytesIO(content), tag="Child", resolve_entities=False, no_network=True):
        seen += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return seen


def main() -> None:
    """Measure both in turn, five times, and print the ratio pair by pair."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--children", type=int, default=20_000)
    content = census_of(asked.parse_args().children)
    file = ArrivedFile(
        name="cin.xml",
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        open=lambda: io.BytesIO(content),
    )
    ratios: list[float] = []
    each: list[float] = []
    children = 0
    for _ in range(5):
        at = time.perf_counter()
        children = walked(content)
        bare = time.perf_counter() - at
        at = time.perf_counter()
        reading = cin_census.read([file], progress=lambda _: None)
        ours = time.perf_counter() - at
        ratios.append(ours / bare)
        each.append(1000 * ours / children)
        rows = sum(report.rows_used for report in reading.files)
        print(f"bare {bare:5.2f} s   ours {ours:5.2f} s   ratio {ratios[-1]:4.1f}   {rows / ours:,.0f} rows a second")
    print(
        f"{children:,} children, {len(content) / 1e6:.0f} MB: ratio {statistics.median(ratios):.1f} (middle of five), "
        f"{statistics.median(each):.3f} ms a child (the sector's validator: 12)"
    )


if __name__ == "__main__":
    main()
