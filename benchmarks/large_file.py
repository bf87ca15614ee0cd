"""Load one file of two gigabytes: how long it takes and how much memory, beside merely going over the same file.

Run: .venv/bin/python benchmarks/large_file.py [--gigabytes 2] [--form joined|census] [--write]
The files are the invented council's: its SSDA903 episodes of ten years, repeated under other numbers for every council
in England and joined up with `LA` and `YEAR`; and one year of its CIN census, its children repeated under other ids.
Each is loaded by a process of its own into a new store, checked and counted as any other, and the process prints the
most memory it held. The peers, in the same run: DuckDB going over every cell, lxml visiting every element.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import duckdb
import polars as pl

from benchmarks_page import write_section
from cin_census import every_element, write_census
from turncurve.definitions.reference_lists import authorities
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import init_workspace
from turncurve.made_up import invent
from turncurve.web.starting import start


def write_joined_up(path: Path, *, gigabytes: float) -> None:
    """Write episodes of every council in England, joined up with `LA` and `YEAR`, until the file is so large."""
    with tempfile.TemporaryDirectory() as made:
        _ = invent(Path(made), seed=1, progress=lambda _: None)
        years = {int(at.parent.name[:4]) + 1: at for at in sorted(Path(made).glob("ssda903/*/episodes.csv"))}
        one = pl.concat(
            pl.read_csv(file, infer_schema=False).with_columns(YEAR=pl.lit(str(year))) for year, file in years.items()
        )
    councils = [council for council in authorities() if council.last_year is None]
    with path.open("wb") as opened:
        for copy in count():
            for council in councils:
                number = pl.lit(f"{council.dfe_code}{copy}")
                rows = one.with_columns(number + pl.col("CHILD"), LA=pl.lit(council.name))
                rows.write_csv(opened, include_header=opened.tell() == 0)
                if opened.tell() >= gigabytes * 1e9:
                    return


def every_cell(path: Path) -> int:
    """Every cell of a CSV file gone over by DuckDB, and none kept."""
    read = f"read_csv('{path}', all_varchar = true, quote = '\"')"
    columns = [name for (name, *_) in duckdb.sql(f"describe select * from {read}").fetchall()]
    counted = ", ".join(f'count("{name}")' for name in columns)
    return duckdb.sql(f"select count(*), {counted} from {read}").fetchall()[0][0]


FORMS: dict[str, tuple[str, str, Callable[..., object], Callable[[Path], int]]] = {
    "joined": ("SSDA903 episodes of England, joined up (CSV)", "England", write_joined_up, every_cell),
    "census": (
        "A CIN census of one council (XML)",
        "Dorset",
        lambda path, *, gigabytes: write_census(path, megabytes=int(gigabytes * 1000)),
        every_element,
    ),
}


def loaded(path: Path, *, of: str) -> dict[str, float]:
    """Load the file into a new store of `of`; seconds, rows and the most memory held, in gigabytes."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as at:
        workspace = init_workspace(Path(at) / "store", named=of)
        start(workspace.folder)
        found = load_returns(workspace, [path], asker=LOCAL_USER, now=datetime.now(tz=UTC), progress=_said_with_time)
    return {
        "seconds": time.perf_counter() - began,
        "rows": sum(file.rows_used for file in found.files),
        "set aside": sum(file.rows_set_aside for file in found.files),
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024,
    }


def _said_with_time(said: str) -> None:
    print(f"{time.process_time():7.0f} s  {said}", file=sys.stderr)


def measured(form: str, *, gigabytes: float, folder: Path) -> Iterator[str]:
    """Rows of the table for one form of file."""
    what, _, write, peer = FORMS[form]
    path = folder / f"{form}.{'xml' if form == 'census' else 'csv'}"
    write(path, gigabytes=gigabytes)
    size = path.stat().st_size / 1e9
    print(f"{path.name}: {size:.2f} GB")
    command = [sys.executable, __file__, "--load", str(path), "--form", form]
    ours = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)  # noqa: S603 # this file itself
    began = time.perf_counter()
    _ = peer(path)
    bare = time.perf_counter() - began
    path.unlink()
    yield (
        f"| {what} | {size:.2f} GB | {ours['rows']:,.0f} | {ours['set aside']:,.0f} | {ours['seconds']:.0f} s | "
        f"{bare:.0f} s; the load takes {ours['seconds'] / bare:.1f} times as long | {ours['gigabytes']:.1f} GB |"
    )


def main() -> None:
    """Write each file, load it and go over it, and print or write the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--gigabytes", type=float, default=2)
    asked.add_argument("--form", choices=FORMS)
    asked.add_argument("--write", action="store_true", help="put the figures into the manual")
    asked.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    if chosen.load:
        print(json.dumps(loaded(chosen.load, of=FORMS[chosen.form][1])))
        return
    lines = [
        "| File | Size | Rows used | Rows set aside | Loaded and counted | Merely going over it | Most memory held |",
        "| --- | --- | ---: | ---: | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for form in [chosen.form] if chosen.form else FORMS:
            lines += measured(form, gigabytes=chosen.gigabytes, folder=Path(folder))
    print("\n".join(lines))
    if chosen.write:
        write_section(
            "One large file",
            said=(
                f"{datetime.now(tz=UTC):%-d %B %Y}, {os.cpu_count()} processors ({platform.machine()}), Python "
                f"{platform.python_version()}. Loaded into a new store, checked and counted, by a process of its own. "
                "To measure again: `.venv/bin/python benchmarks/large_file.py --write`."
            ),
            table=lines,
        )


if __name__ == "__main__":
    main()
