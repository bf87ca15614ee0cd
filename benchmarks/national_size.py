"""A store of every council in England: how long the load takes, beside merely scanning its files and beside pandas.

Run: .venv/bin/python benchmarks/national_size.py [--councils 150] [--copies 4] [--keep DIR] [--write]
The returns are the invented council's ten years of episodes, children and unaccompanied children, and its censuses of
children in need, once for each council and repeated under other numbers until there are ten million rows of episodes
and plans. Each figure is of a process of its own, which prints the most memory it held. The peers, in the same run:
what merely goes over the same files (DuckDB every cell of the CSV files, lxml every element of the censuses), and
pandas, which reads the same episodes and counts three of the measures by year and authority.
"""

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import ibis
import pandas as pd
import polars as pl
from lxml import etree

from benchmarks_page import write_section
from turncurve.definitions.measures import measures
from turncurve.definitions.reference_lists import authorities
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.lines import analysis_of
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import Workspace, init_workspace
from turncurve.journeys import counted
from turncurve.made_up import invent
from turncurve.web.starting import start

_MODULES = ("episodes", "header", "uasc")
_YEARS = range(2015, 2025)
_CHILD = re.compile(r"<LAchildID>(.*?)</LAchildID>")
_PLAN = re.compile(r"<CINPlanStartDate>|<CPPstartDate>")


def write_returns(folder: Path, *, councils: int, copies: int, censuses: int) -> dict[str, int]:
    """Returns of so many councils, each holding so many copies of the invented one; rows by kind."""
    rows = {"episodes": 0, "other SSDA903 rows": 0, "plans": 0}
    with tempfile.TemporaryDirectory() as made:
        _ = invent(Path(made), seed=1, progress=lambda _: None)
        named = [one for one in authorities() if one.last_year is None][:councils]
        for file in sorted(Path(made).glob("ssda903/*/*.csv")):
            if file.stem in _MODULES:
                one = pl.read_csv(file, infer_schema=False)
                for council in named:
                    at = folder / council.dfe_code / file.parent.name / file.name
                    at.parent.mkdir(parents=True, exist_ok=True)
                    # No two councils' files are alike, nor two copies' children.
                    numbers = (f"{council.dfe_code}{copy}" for copy in range(copies))
                    every = pl.concat(one.with_columns((pl.lit(n) + pl.col("CHILD")).alias("CHILD")) for n in numbers)
                    every.write_csv(at, quote_style="never")
                kind = "episodes" if file.stem == "episodes" else "other SSDA903 rows"
                rows[kind] += one.height * copies * len(named)
        for file in sorted(Path(made).glob("cin/*.xml")):
            text = file.read_text(encoding="utf-8")
            for council in named[:censuses]:
                at = folder / council.dfe_code / f"cin {file.name}"
                at.parent.mkdir(parents=True, exist_ok=True)
                _ = at.write_text(re.sub(r"<LEA>\d+</LEA>", f"<LEA>{council.dfe_code}</LEA>", text), encoding="utf-8")
            rows["plans"] += len(_PLAN.findall(text)) * min(censuses, len(named))
    return rows


def ours(folder: Path) -> dict[str, float]:
    """Load everything into one store of England and count every measure."""
    spent: dict[str, float] = {}
    began = time.perf_counter()
    now = ("Taking", began)

    def progress(said: str) -> None:
        nonlocal now
        stage, since = now
        now = (said.split(maxsplit=1)[0], time.perf_counter())
        spent[stage] = spent.get(stage, 0) + now[1] - since

    with tempfile.TemporaryDirectory() as at:
        workspace = init_workspace(Path(at) / "england", named="England")
        start(workspace.folder)
        loaded = load_returns(
            workspace,
            sorted(one for one in folder.iterdir() if one.is_dir()),
            asker=LOCAL_USER,
            now=datetime.now(tz=UTC),
            progress=progress,
        )
        progress("Done")
        took = time.perf_counter() - began
        same = _same_counts(workspace)
        used = sum(file.rows_used for file in loaded.files)
        aside = sum(file.rows_set_aside for file in loaded.files)
    return {"seconds": took, "rows": used, "set aside": aside, "same counts": same, **spent}


def _same_counts(workspace: Workspace) -> float:
    """Seconds to count from the store what `with_pandas` counts."""
    began = time.perf_counter()
    years = pl.DataFrame(
        {
            "period": [str(year) for year in _YEARS],
            "starts": [date(year - 1, 4, 1) for year in _YEARS],
            "ends": [date(year, 3, 31) for year in _YEARS],
            "mid_year": [year - 1 for year in _YEARS],
        }
    )
    calendar = ibis.memtable(years)
    wanted = [measures()[name] for name in ("care_rate", "starts_rate", "three_or_more_placements")]
    questions = [counted(one, calendar=calendar, splits=("locality",)) for one in wanted]
    _ = list(analysis_of(workspace).answers(questions))
    return time.perf_counter() - began


def scanned(folder: Path) -> dict[str, float]:
    """DuckDB reads every cell of the CSV files, and lxml every element of the censuses."""
    began = time.perf_counter()
    rows = 0
    for module in _MODULES:
        files = f"read_csv('{folder}/*/*/{module}.csv', all_varchar = true)"
        columns = [name for (name, *_) in duckdb.sql(f"describe select * from {files}").fetchall()]
        counted = ", ".join(f'count("{name}")' for name in columns)
        rows += duckdb.sql(f"select count(*), {counted} from {files}").fetchall()[0][0]
    for file in folder.glob("*/*.xml"):
        for _, element in etree.iterparse(file):
            element.clear()
    return {"seconds": time.perf_counter() - began, "rows": rows}


def with_pandas(folder: Path) -> dict[str, float]:
    """The episodes read, each taken from its newest return, and three measures counted by authority and year."""
    began = time.perf_counter()
    parts = []
    for file in sorted(folder.glob("*/*/episodes.csv")):
        part = pd.read_csv(file, dtype=str, keep_default_na=False)
        part["YEAR"] = int(file.parent.name[:4]) + 1
        part["LA"] = file.parent.parent.name
        for name in ("DECOM", "DEC"):
            part[name] = pd.to_datetime(part[name], format="%d/%m/%Y", errors="coerce")
        parts.append(part)
    every = pd.concat(parts, ignore_index=True)
    newest = every.sort_values(["LA", "CHILD", "DECOM", "YEAR"]).drop_duplicates(["LA", "CHILD", "DECOM"], keep="last")
    read = time.perf_counter() - began
    counts = {}
    for year in sorted(every["YEAR"].unique()):
        first, last = pd.Timestamp(date(year - 1, 4, 1)), pd.Timestamp(date(year, 3, 31))
        open_then = newest[(newest["DECOM"] <= last) & ~(newest["DEC"] <= last)]
        counts["in care", year] = open_then.groupby("LA")["CHILD"].nunique()
        started = newest[(newest["RNE"] == "S") & newest["DECOM"].between(first, last)]
        counts["started", year] = started.groupby("LA")["CHILD"].nunique()
        touching = newest[(newest["DECOM"] <= last) & ~(newest["DEC"] < first)]
        homes = touching.groupby(["LA", "CHILD"])["DECOM"].count()
        counts["three or more", year] = (homes >= 3).groupby("LA").sum()
    took = time.perf_counter() - began
    return {"seconds": took, "rows": len(every), "counting": took - read}


_PARTS = {"ours": ours, "scan": scanned, "pandas": with_pandas}


def main() -> None:
    """Write the returns, run each in a process of its own, and print the ratios."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--councils", type=int, default=150)
    asked.add_argument("--copies", type=int, default=4)
    asked.add_argument("--censuses", type=int, default=150)
    asked.add_argument("--keep", type=Path)
    asked.add_argument("--write", action="store_true", help="put the figures into the manual")
    asked.add_argument("--part", choices=_PARTS)
    chosen = asked.parse_args()
    if chosen.part:
        found = _PARTS[chosen.part](chosen.keep)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
        print(json.dumps({**found, "gigabytes": peak}))
        return
    folder = chosen.keep or Path(tempfile.mkdtemp())
    listed = folder / "rows.json"
    if not listed.exists():
        folder.mkdir(parents=True, exist_ok=True)
        wrote = write_returns(folder, councils=chosen.councils, copies=chosen.copies, censuses=chosen.censuses)
        _ = listed.write_text(json.dumps(wrote), encoding="utf-8")
    wrote = json.loads(listed.read_text(encoding="utf-8"))
    print(wrote)
    found = {}
    for part in _PARTS:
        command = [sys.executable, __file__, "--part", part, "--keep", str(folder)]
        found[part] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 # this file itself
        print(part, {name: round(value, 1) for name, value in found[part].items()})
    print("times a scan", round(found["ours"]["seconds"] / found["scan"]["seconds"], 2))
    print("times faster than pandas", round(found["pandas"]["counting"] / found["ours"]["same counts"], 2))
    if chosen.write:
        write_section("A store of national size", said=_said(chosen.councils), table=_table(found, wrote))


def _said(councils: int) -> str:
    measured = f"{datetime.now(tz=UTC):%-d %B %Y}, {os.cpu_count()} processors ({platform.machine()})"
    return (
        f"{measured}, Python {platform.python_version()}. The invented council's ten years, for each of {councils} "
        "councils and repeated under other numbers, loaded into one store of England: read, checked, stitched and "
        "every measure counted with all its splits. Each figure is of a process of its own. To measure again: "
        "`.venv/bin/python benchmarks/national_size.py --write`."
    )


def _table(found: Mapping[str, Mapping[str, float]], wrote: Mapping[str, int]) -> Sequence[str]:
    ours, scan, pandas = found["ours"], found["scan"], found["pandas"]
    rate = ours["rows"] / ours["seconds"]
    rows = {
        **{f"Rows written: {kind}": f"{rows:,}" for kind, rows in wrote.items()},
        "Rows used, of every kind": f"{ours['rows']:,.0f}",
        "Loaded, with every measure counted": f"{ours['seconds']:.0f} s; {rate:,.0f} rows a second",
        "Of this: reading": f"{ours['Reading']:.0f} s",
        "Of this: checking and writing": f"{ours['Building']:.0f} s",
        "Of this: counting": f"{ours['Counting']:.0f} s",
        "Most memory held": f"{ours['gigabytes']:.1f} GB",
        "Merely going over the same files (DuckDB the CSV, lxml the XML)": (
            f"{scan['seconds']:.0f} s; the load takes {ours['seconds'] / scan['seconds']:.1f} times as long, "
            f"its reading alone {ours['Reading'] / scan['seconds']:.1f} times"
        ),
        "Three measures counted from the store by year and authority": f"{ours['same counts']:.1f} s",
        "The same counts in pandas, from episodes in memory": (
            f"{pandas['counting']:.0f} s, {pandas['counting'] / ours['same counts']:.1f} times as long; "
            f"{pandas['gigabytes']:.1f} GB; reading them first takes it {pandas['seconds'] - pandas['counting']:.0f} s"
        ),
    }
    return ["| Measured | Result |", "| --- | --- |", *(f"| {what} | {result} |" for what, result in rows.items())]


if __name__ == "__main__":
    main()
