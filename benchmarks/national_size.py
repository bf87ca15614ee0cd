"""A store of every council in England: how long the load takes, beside merely scanning its files and beside pandas.

Run: .venv/bin/python benchmarks/national_size.py [--councils 150] [--copies 4] [--keep DIR] [--write]
The returns are the invented council's ten years of episodes, children and unaccompanied children, and its censuses of
children in need, once for each council and repeated under other numbers until there are ten million rows of episodes
and plans. Each figure is of a process of its own, which prints the most memory it held. The peers, in the same run:
what merely goes over the same files (DuckDB every cell of the CSV files, lxml every element of the censuses), and
pandas, which counts three of the measures by year and authority from the same episodes, to the same numbers.
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
from turncurve.journeys import ON_THE_WAY, counted
from turncurve.made_up import invent
from turncurve.web.starting import start

_MODULES = ("episodes", "header", "uasc")
_YEARS = range(2015, 2025)
_CHILD = re.compile(r"<LAchildID>(.*?)</LAchildID>")
_COUNTED = ("care_rate", "starts_rate", "three_or_more_placements")
# The last year pandas can count nanoseconds to is 2262.
_NO_END = pd.Timestamp(date(2200, 1, 1))
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
        # What is written down for pandas afterwards is not of the load.
        peak = _most_memory()
        same = _same_counts(workspace, folder)
        used = sum(file.rows_used for file in loaded.files)
        aside = sum(file.rows_set_aside for file in loaded.files)
    return {"seconds": took, "rows": used, "set aside": aside, "same counts": same, "gigabytes": peak, **spent}


def _most_memory() -> float:
    """The most gigabytes this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


def _same_counts(workspace: Workspace, folder: Path) -> float:
    """Seconds to count from the store what `with_pandas` counts; the counts and what they are made of are put down."""
    analysis = analysis_of(workspace)
    years = pl.DataFrame(
        {
            "period": [str(year) for year in _YEARS],
            "starts": [date(year - 1, 4, 1) for year in _YEARS],
            "ends": [date(year, 3, 31) for year in _YEARS],
            "mid_year": [year - 1 for year in _YEARS],
        }
    )
    began = time.perf_counter()
    calendar = ibis.memtable(years)
    questions = [counted(measures()[name], calendar=calendar, splits=("locality",)) for name in _COUNTED]
    on_the_way = {f"on_the_way_{name}": passed() for name, passed in ON_THE_WAY.items()}
    answers = list(analysis.answers(questions, first=on_the_way))
    took = time.perf_counter() - began
    names = {one.dfe_code: one.name for one in authorities()}
    for name in ("cla_episodes", "immigration_status"):
        rows = analysis.table(name)
        whose = pl.col("person_id").str.split("/").list.first().replace_strict(names)
        rows.with_columns(authority=whose).write_parquet(folder / f"{name}.parquet")
    every = [rows.with_columns(measure=pl.lit(name)) for name, rows in zip(_COUNTED, answers, strict=True)]
    by_place = pl.concat(every).filter((pl.col("split") == "locality") & (pl.col("numerator") > 0))
    by_place.select("measure", "period", "part", "numerator").write_parquet(folder / "counted.parquet")
    return took


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
    """The same three measures counted by authority and year, to the same numbers, from the store's own episodes."""
    began = time.perf_counter()
    episodes = pd.read_parquet(folder / "cla_episodes.parquet")
    status = pd.read_parquet(folder / "immigration_status.parquet")
    for rows in (episodes, status):
        for name in {"began", "ended"} & set(rows.columns):
            rows[name] = pd.to_datetime(rows[name])
    read = time.perf_counter() - began
    episodes = episodes[~episodes["legal_status"].isin(["V3", "V4"])].sort_values(["person_id", "began", "ended"])
    before = episodes.groupby("person_id")["ended"].shift()
    same_child = episodes["person_id"].eq(episodes["person_id"].shift())
    episodes["period"] = (~same_child | (before < episodes["began"])).groupby(episodes["person_id"]).cumsum()
    lasting = episodes.assign(ended=episodes["ended"].fillna(_NO_END))
    spells = lasting.groupby(["authority", "person_id", "period"], as_index=False).agg(
        began=("began", "min"), ended=("ended", "max")
    )
    arrivals = status.assign(ended=status["ended"].fillna(_NO_END)).groupby("person_id")["ended"].max()
    spells["unaccompanied_until"] = spells["person_id"].map(arrivals)
    homes = _homes_in_pandas(episodes).merge(
        spells[["person_id", "period", "ended"]].rename(columns={"ended": "until"}), on=["person_id", "period"]
    )
    homes["ended"] = homes.groupby(["person_id", "period"])["began"].shift(-1).fillna(homes["until"])
    homes = homes[homes["ended"] > homes["began"]]
    counts: dict[tuple[str, str, str], int] = {}
    for year in _YEARS:
        first, last = pd.Timestamp(date(year - 1, 4, 1)), pd.Timestamp(date(year, 3, 31))
        there = spells[(spells["began"] <= last) & (spells["ended"] > last)]
        started = spells[spells["began"].between(first, last)]
        lived = homes[(homes["began"] <= last) & (homes["ended"] > first) & homes["person_id"].isin(there["person_id"])]
        three = lived.groupby(["authority", "person_id"]).size().loc[lambda of: of >= 3].reset_index()
        of_measures = {
            "care_rate": there[~(there["unaccompanied_until"] > last)],
            "starts_rate": started[~(started["unaccompanied_until"] > started["began"])],
            "three_or_more_placements": three,
        }
        for name, rows in of_measures.items():
            of_places = rows.groupby("authority")["person_id"].nunique()
            counts |= {(name, str(year), place): count for place, count in of_places.items()}
    took = time.perf_counter() - began
    ours = {(row[0], row[1], row[2]): int(row[3]) for row in pl.read_parquet(folder / "counted.parquet").rows()}
    if counts != ours:
        differs = [(key, counts.get(key), ours.get(key)) for key in counts | ours if counts.get(key) != ours.get(key)]
        raise SystemExit(f"pandas counts otherwise in {len(differs)} of {len(ours)}, such as {differs[:3]}")
    return {"seconds": took, "rows": len(episodes), "counting": took - read}


def _homes_in_pandas(episodes: pd.DataFrame) -> pd.DataFrame:
    settled = episodes[~episodes["placement_type"].isin(["T0", "T1", "T2", "T3", "T4"])].copy()
    before = settled.groupby(["person_id", "period"])[["ended", "placement_type", "urn", "placement_postcode"]].shift()
    is_first = ~settled.duplicated(["person_id", "period"])
    alike = pd.Series(data=True, index=settled.index)
    for name in ("placement_type", "urn", "placement_postcode"):
        alike &= settled[name].eq(before[name]) | (settled[name].isna() & before[name].isna())
    goes_on = settled["reason_began"].isin(["L", "T", "U"]) | ((before["ended"] < settled["began"]) & alike)
    settled["home"] = (is_first | ~goes_on).groupby([settled["person_id"], settled["period"]]).cumsum()
    return settled.groupby(["authority", "person_id", "period", "home"], as_index=False).agg(began=("began", "min"))


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
        print(json.dumps({"gigabytes": _most_memory(), **found}))
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
        "The same counts in pandas, to the same numbers, from the same episodes in memory": (
            f"{pandas['counting']:.1f} s, {pandas['counting'] / ours['same counts']:.1f} times as long; "
            f"{pandas['gigabytes']:.1f} GB; reading them first takes it "
            f"{pandas['seconds'] - pandas['counting']:.1f} s"
        ),
    }
    return ["| Measured | Result |", "| --- | --- |", *(f"| {what} | {result} |" for what, result in rows.items())]


if __name__ == "__main__":
    main()
