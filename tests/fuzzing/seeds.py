"""Small whole files of every format that is read: a few rows of the invented council, and published shapes."""

import csv
import gzip
import io
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
from tests.support.annex_a_books import book
from tests.support.ssda903_forms import as_dates_and_numbers, as_workbook, as_xml
from tests.support.workbook import workbook

from turncurve.definitions.annex_a import AnnexAList, annex_a_lists, annex_a_values
from turncurve.definitions.published_series import DataSet, published_series
from turncurve.made_up.inventing import invent
from turncurve.made_up.write_ssda903 import COLUMNS

YEARS = 2
LAST = date(2026, 3, 31)
_ROWS = 4
_PLACE = {
    "time_period": "2025", "time_identifier": "Reporting year", "geographic_level": "Local authority",
    "country_code": "E92000001", "country_name": "England", "region_code": "E12000009", "region_name": "South West",
    "old_la_code": "838", "la_name": "Dorset", "new_la_code": "E06000059",
}  # fmt: skip
_ENGLAND = {**_PLACE, "geographic_level": "National"} | dict.fromkeys(
    ("region_code", "region_name", "old_la_code", "la_name", "new_la_code"), ""
)
_ANNEX_CELLS = {"date": "2024-03-15", "birth": "2011-05-14", "number": "3", "name": "Worker Onsdottir"}


@cache
def invented() -> dict[str, str]:
    """The text of every file of a small invented council, by its path."""
    with tempfile.TemporaryDirectory() as folder:
        _ = invent(Path(folder), years=YEARS, as_at=LAST)
        return {
            path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(Path(folder).rglob("*"))
            if path.suffix in (".csv", ".xml")
        }


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows(rows)
    return held.getvalue().encode()


def _cut(text: str, *, rows: int = _ROWS) -> bytes:
    return "".join(text.splitlines(keepends=True)[: rows + 1]).encode()


def ssda903() -> list[bytes]:
    """Every module of the newest year, and one of each as other systems write it."""
    plain = [_cut(text) for name, text in invented().items() if name.startswith(f"ssda903/{LAST.year - 1}")]
    episodes = next(one for one in plain if b"DECOM,RNE" in one).decode()
    region = "\n".join(
        line + (",YEAR,LA" if at == 0 else ",2024-25,170") for at, line in enumerate(episodes.splitlines())
    )
    others = [
        episodes.replace(",", ";").encode("utf-16"),
        ("Children looked after\n\n" + episodes).replace("\n", "\r\n").encode("utf-8-sig"),
        episodes.replace(",,", ',"",').encode(),
        region.encode(),
    ]
    return plain + others


def ssda903_year_before() -> list[tuple[str, bytes]]:
    """The same modules of the year before, named."""
    year = f"{LAST.year - 2}-{LAST.year % 100 - 1:02}"
    return [
        (name, _cut(text))
        for name, text in invented().items()
        if name.startswith(f"ssda903/{year}") and name.endswith(("episodes.csv", "header.csv", "uasc.csv"))
    ]


def _modules(*, children: int) -> dict[str, list[dict[str, str]]]:
    """Every module's rows of the children who are in most of them, named as the file is."""
    year = f"ssda903/{LAST.year - 1}-{LAST.year % 100:02}/"
    rows = {
        name.removeprefix(year).removesuffix(".csv"): list(csv.DictReader(text.splitlines()))
        for name, text in invented().items()
        if name.startswith(year)
    }
    met = Counter(child for of_module in rows.values() for child in {row["CHILD"] for row in of_module})
    known = {row["CHILD"] for row in rows["header"]}
    chosen = [child for child, _ in met.most_common() if child in known][:children]
    return {name: [row for row in of_module if row["CHILD"] in chosen][:4] for name, of_module in rows.items()}


def ssda903_xml() -> list[bytes]:
    """Returns of one child, of two, and of two in a namespace with further elements of a system's own."""
    one, two = as_xml(_modules(children=1)), as_xml(_modules(children=2), iso=True)
    own = two.replace(b"<EXPSSDA903>", b'<EXPSSDA903 xmlns="urn:x"><YEAR>2026</YEAR>').replace(b"<SEX>", b"<X/><SEX>")
    return [one, two, own, one.decode().encode("utf-16")]


def ssda903_workbooks() -> list[bytes]:
    """Workbooks of two modules: of text, of dates and numbers, below a title, beside a sheet that is none."""
    modules = _modules(children=3)

    def some(*names: str) -> dict[str, list[dict[str, str]]]:
        return {name: modules[name] for name in names}

    episodes = [COLUMNS["episodes"].split(","), *(list(row.values()) for row in modules["episodes"])]
    return [
        as_workbook(some("episodes", "header"), columns=COLUMNS),
        as_workbook(some("reviews", "uasc"), columns=COLUMNS, cell=as_dates_and_numbers),
        as_workbook(some("oc2", "missing"), columns=COLUMNS, cell=as_dates_and_numbers),
        book({"Notes": [["SSDA903"]], "Episodes": [["A title"], *episodes]}),
        workbook(episodes),
    ]


def census(year: int = LAST.year) -> list[bytes]:
    """Censuses of two children: those whose records are the most varied for their length."""
    text = next(text for name, text in invented().items() if name == f"cin/{year - 1}-{year % 100:02}.xml")
    head, foot = text[: text.index("<Child>")], "</Children>\n</Message>\n"
    children = re.findall(r"<Child>.*?</Child>", text, flags=re.DOTALL)
    varied = sorted(children, key=lambda one: len(one) / 500 - len(set(re.findall(r"<(\w+)>", one))))
    pairs = [varied[:2], varied[2:4], children[:2]]
    plain = [(head + "\n".join(pair) + foot).encode() for pair in pairs]
    named = plain[0].replace(b"<Message>", b'<cin:Message xmlns:cin="urn:x" xmlns="urn:x">')
    return [*plain, named.replace(b"</Message>", b"</cin:Message>"), plain[2].decode().encode("utf-16")]


def _annex_rows(of: AnnexAList, *, rows: int = 3) -> list[list[str]]:
    captions = [column.heading for column in of.columns]
    return [captions, *([_annex_cell(column.holds, row=row) for column in of.columns] for row in range(rows))]


def _annex_cell(holds: str, *, row: int) -> str:
    if holds == "id":
        return f"90000{row}17"
    if (values := annex_a_values().get(holds)) is not None:
        return list(values.means)[row % len(values.means)]
    return _ANNEX_CELLS.get(holds, "a word")


def annex_a_csv() -> list[bytes]:
    """Every list, three rows each."""
    return [_lines(_annex_rows(of)) for of in annex_a_lists()]


def annex_a_workbooks() -> list[bytes]:
    """Workbooks of a list or two, one with a cover, a hidden sheet and a title."""
    lists = [_annex_rows(of, rows=2) for of in annex_a_lists()]
    small = [book({f"List {at}": rows}) for at, rows in enumerate(lists[:4], start=1)]
    wide = book({"Cover": [["Annex A"]], "List 6": [["as at 31 March 2024"], *lists[5]], "x": lists[7]}, hidden=("x",))
    return [*small, wide]


def places() -> list[bytes]:
    """Both lists."""
    return [_cut(invented()[name]) for name in ("children_places.csv", "small_areas.csv")]


def own_lists() -> list[bytes]:
    """Every list of a council's own."""
    names = ("early_help", "workers", "lead_workers", "caseloads", "placement_providers", "placement_costs")
    return [_cut(invented()[f"{name}.csv"]) for name in names]


def _data_set(known: DataSet) -> bytes:
    """A data set in the columns it is known by, with a row for each value that its figures look for."""
    figures = {
        name for figure in known.figures for name in (*figure.above, *figure.below, figure.value) if len(name) > 1
    }
    columns = list(dict.fromkeys([*_PLACE, *known.columns, *sorted(figures - {"population"})]))
    wanted = [{name: value} for name, values in known.has.items() for value in values] or [{}]
    wanted += [where for figure in known.figures[:3] for where in (figure.where, figure.below_where)]
    rows = [
        [place.get(name) or (said if isinstance(said := where.get(name, "447"), str) else said[0]) for name in columns]
        for where in wanted[:9]
        for place in (_PLACE, _ENGLAND)
    ]
    return _lines([columns, *dict.fromkeys(map(tuple, rows))])


def ees() -> list[bytes]:
    """Every data set that draws something, population estimates, the invented council's own, one gzipped."""
    population = [[*_PLACE, "age_group", "population_estimate"], *([*place.values(), "0 to 17", "67,000"] for place in (_PLACE, _ENGLAND))]  # fmt: skip
    sets = [_data_set(known) for known in published_series().ees]
    own = _cut(invented()["published/invented_published.csv"])
    return [*sets, _lines(population), own, gzip.compress(sets[0]), _lines([["time_period", "geographic_level", "x"], ["2025", "National", "1"]])]  # fmt: skip


_WIDE = [
    ["LA Number", "LA and Regions", "Region", "Topic", "Measure", "2023", "2024 (Rev)", "2022-23"],
    ["838", "Dorset", "South West", "Child Protection", "", "16.3", "-", "1"],
    ["970", "England", "England", "Child Protection", "", "22.4", "22", "NaN"],
]


def lait() -> list[bytes]:
    """LAIT long, tidied, wide, and wide without its measure."""
    series = published_series()
    codes = [one.value or one.above for one in series.lait[:3]]
    long = [["Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region"]]
    long += [[code, "", "2024", "Dorset", "16.3", "838.0", "South West"] for code in codes]
    tidy = [["measure_code", "area", "old_la_code", "year", "value", "vintage"]]
    tidy += [[code, "England", "970", "2023 (Rev)", "-", "LAIT 2026-04-08"] for code in codes]
    wide = [[cell or series.lait_names[codes[0]] for cell in row] for row in _WIDE]
    nameless = [[cell for at, cell in enumerate(row) if at != 4] for row in _WIDE]
    return [_lines(long), _lines(tidy), _lines(wide), _lines(nameless)]


def neighbours() -> list[bytes]:
    """Pairs down the page, and ten across as two releases have them."""
    across = [["old_la_code", "la_name", "SN_1", "SN_1P", "SN_2"], ["838", "Dorset", "933", "Close", "878"]]
    older = [["LA num", "LA Name", "LA number", "SN1", "SNP", "SN2"], ["838", "Dorset", "838", "933", "Close", "878"]]
    return [_cut(invented()["published/neighbours.csv"]), _lines(across), _lines(older)]


def published_workbooks() -> list[bytes]:
    """LAIT and neighbours as Excel workbooks."""
    wide = [[cell or published_series().lait_names["ReReferral"] for cell in row] for row in _WIDE]
    across = [["A title", None], ["LA num", "LA Name", "LA number", "SN1", "SNP", "SN2"], [838, "Dorset", 838, 933, "Close", 878]]  # fmt: skip
    return [workbook(wide), workbook(across)]


def parquet() -> list[bytes]:
    """A data set, LAIT and a further file as Parquet, with and without compression."""
    made: list[bytes] = []
    for content in (ees()[0], lait()[1], b"a,b\n1,2\n"):
        for compression in ("uncompressed", "zstd"):
            held = io.BytesIO()
            pl.read_csv(content, infer_schema=False).write_parquet(held, compression=compression)
            made.append(held.getvalue())
    return made


def _zipped(files: Iterable[tuple[str, bytes]], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return held.getvalue()


def archives() -> list[bytes]:
    """Zips of returns, of a zip, with a folder and a hidden file, stored and deflated, and a gzip."""
    episodes, area = ssda903()[0], places()[1]
    small = _zipped([("2025-26/episodes.csv", episodes), ("small_areas.csv", area)])
    mixed = [("2025-26/", b""), (".hidden", b"x"), ("a/small_areas.csv", area), ("inner.zip", small), ("b.txt", b"no")]
    return [
        small,
        _zipped(mixed, compression=zipfile.ZIP_STORED),
        _zipped([("cin.xml", census()[2]), ("cin.xml.gz", gzip.compress(area))]),
        gzip.compress(area),
        _zipped([("lists.xlsx", annex_a_workbooks()[0])], compression=zipfile.ZIP_STORED),
    ]
