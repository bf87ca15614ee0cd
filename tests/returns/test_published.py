"""Published files in every shape and release: the same figure, and the same reason where there is none."""

import gzip
import io
import random

import polars as pl
import pytest
from tests.support.arrived import arrived
from tests.support.shared import CHECKOUT, SHARED, needs_shared
from tests.support.workbook import workbook

from turncurve.definitions.published_series import published_series
from turncurve.returns import published
from turncurve.returns.published.lait import read_lait
from turncurve.returns.published.neighbours import read_neighbours

KEYS = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name,new_la_code"
DORSET = "2024,Reporting year,Local authority,E92000001,England,E12000009,South West,838,Dorset,E06000059"
ENGLAND = "2024,Reporting year,National,E92000001,England,,,,,"
POPULATION = (
    f"{KEYS},age_group,population_estimate\n{DORSET.replace('2024', '2023', 1)},Children aged 0 to 17 years,67000\n"
)


def reading(*files):
    kept = [arrived(f"{number}.csv", content) for number, content in enumerate(files)]
    assert all(published.recognise(file) for file in kept)
    return published.read(kept, progress=lambda _: None)


def used(read, measure, *, split="all", place="E06000059"):
    """The one figure used: (numerator, denominator, value, code)."""
    rows = read.tables["published"].filter(
        pl.col("used"), pl.col("measure") == measure, pl.col("split_value") == split, pl.col("place_code") == place
    )
    (row,) = rows.iter_rows(named=True)
    return row["numerator"], row["denominator"], row["value"] and round(row["value"], 1), row["code"]


def table(heading, *rows, keys=KEYS):
    return "\n".join([f"{keys},{heading}", *rows]) + "\n"


# The names each release of the DfE gave its columns and rows.
NUMBER_AND_RATE = {
    "2025": table(
        "population_type,population_estimate,children_count,rate_per_10000",
        f"{DORSET},Children looked after on 31 March each year,67000,447,67",
        f"{DORSET},Children starting to be looked after each year,67000,161,24",
    ),
    "2022 to 2024": table(
        "population_count,population_estimate,number,rate_per_10000",
        f"{DORSET},Children looked after at 31 March each year,67000,447,67",
        f"{DORSET},Children starting to be looked after each year,67000,161,24",
    ),
}
STABILITY = {
    "2025": table(
        "cla_group,placement_stability,children_count,children_percent",
        f"{DORSET},CLA 2 years on 31 March,Total children,350,100",
        f"{DORSET},CLA on 31 March,Total children,447,100",
        f"{DORSET},CLA on 31 March,With 3 or more placements during the year,40,9",
    ),
    "2023 and 2024": table(
        "cla_group,placement_stability,number,percentage",
        f"{DORSET},CLA on 31 March,Total children,447,100",
        f"{DORSET},CLA on 31 March,With 3 or more placements during the year,40,9",
    ),
    "2022": table(
        "cla_group,characteristic,number,percentage",
        f"{DORSET},Children looked after at 31 March,Total children,447,100",
        f"{DORSET},Children looked after at 31 March,With 3 or more placements during the year,40,9",
    ),
}
LEAVERS = {
    "2025": table(
        "care_leaver_age,breakdown,care_leaver_count,care_leaver_percent",
        f"{DORSET},17 to 18 years,Accommodation considered suitable,50,90",
        f"{DORSET},19 to 21 years,Accommodation considered suitable,180,95",
        f"{DORSET},19 to 21 years,Suitability total,190,100",
    ),
    "2022 to 2024": table(
        "age,accommodation_suitability,number,percentage",
        f"{DORSET},17 to 18 years,Accommodation considered suitable,50,90",
        f"{DORSET},19 to 21 years,Accommodation considered suitable,180,95",
        f"{DORSET},19 to 21 years,Suitability total,190,100",
    ),
}
REFERRALS = {
    "2025": table("category,referral_count,rereferral_count,rereferral_percent", f"{DORSET},Referrals,2000,300,15"),
    "2024": table("category,Referrals,Re_referrals,Re_referrals_percent", f"{DORSET},Referrals,2000,300,15"),
    "other capitals and order": "RE_REFERRALS," + KEYS.upper() + ",Referrals\n300," + DORSET + ",2000\n",
}


@pytest.mark.parametrize("content", NUMBER_AND_RATE.values(), ids=NUMBER_AND_RATE)
def test_number_and_rate_over_releases(content):
    read = reading(content, POPULATION)
    assert used(read, "care_rate") == (447, 67000, 66.7, "")
    assert used(read, "starts_rate") == (161, 67000, 24.0, "")


@pytest.mark.parametrize("content", STABILITY.values(), ids=STABILITY)
def test_placement_stability_over_releases(content):
    assert used(reading(content), "three_or_more_placements") == (40, 447, 8.9, "")


@pytest.mark.parametrize("content", LEAVERS.values(), ids=LEAVERS)
def test_care_leavers_over_releases(content):
    assert used(reading(content), "care_leavers_suitable_accommodation") == (180, 190, 94.7, "")


@pytest.mark.parametrize("content", REFERRALS.values(), ids=REFERRALS)
def test_referrals_over_releases(content):
    assert used(reading(content), "re_referrals") == (300, 2000, 15.0, "")


UASC = {"short": ("UASC", "Non-UASC"), "long": ("Unaccompanied asylum-seeking children", "Children excluding unaccompanied asylum-seeking children")}  # fmt: skip


@pytest.mark.parametrize("labels", UASC.values(), ids=UASC)
@pytest.mark.parametrize("count", ["number", "children_count"])
def test_unaccompanied_children_in_the_file_as_downloaded(labels, count):
    there = table(
        f"cla_group,characteristic,{count},percentage",
        f"{DORSET},Category of need,Total,447,100",
        f"{DORSET},Locality of placement,Total,447,100",
        f"{DORSET},Unaccompanied asylum-seeking children,{labels[0]},54,12",
        f"{DORSET},Unaccompanied asylum-seeking children,{labels[1]},393,88",
    )
    started = table(
        f"cla_group,characteristic,{count},percentage",
        f"{DORSET},Age group,Total,161,100",
        f"{DORSET},Taken into care,Total children,161,100",
        f"{DORSET},Unaccompanied asylum-seeking children,{labels[0]},48,30",
        f"{DORSET},Unaccompanied asylum-seeking children,{labels[1]},113,70",
    )
    read = reading(there, started, POPULATION)
    assert used(read, "care_rate", split="unaccompanied")[0] == 54
    assert used(read, "care_rate", split="not unaccompanied")[0] == 393
    assert used(read, "starts_rate", split="unaccompanied")[0] == 48
    assert used(read, "starts_rate", split="not unaccompanied")[0] == 113


def test_children_who_left_care_are_never_taken_for_those_in_it():
    left = table(
        "cla_group,characteristic,number,percentage",
        f"{DORSET},Age on ceasing,Total,165,100",
        f"{DORSET},Reason episode ceased,Total,165,100",
        f"{DORSET},Reason episode ceased,Adopted,20,12",
        f"{DORSET},Unaccompanied asylum-seeking children,UASC,30,18",
    )
    drawn = set(reading(left, POPULATION).tables["published"]["measure"].to_list())
    assert drawn == {"adopted"}


# Why there is no figure.


@pytest.mark.parametrize("code", ["c", "z", "x", "u", "k", "low", ":"])
@pytest.mark.parametrize("written", [str, str.upper, lambda code: f" {code} "], ids=["as is", "capitals", "spaces"])
def test_a_code_is_kept_and_is_never_a_number(code, written):
    cell = written(code)
    read = reading(table("CPP_start,CPP_subsequent,CPP_subsequent_percent", f"{DORSET},{cell},{cell},{cell}"))
    assert used(read, "second_plans") == (None, None, None, code)


@pytest.mark.parametrize("code", ["c", "x"])
def test_a_count_whose_whole_is_not_given_says_why(code):
    read = reading(table("CPP_start,CPP_subsequent,CPP_subsequent_percent", f"{DORSET},{code},12,{code}"))
    assert used(read, "second_plans") == (None, None, None, code)
    hidden = (
        STABILITY["2025"]
        .replace("Total children,447,100", f"Total children,{code},{code}")
        .replace(",40,9", f",40,{code}")
    )
    assert used(reading(hidden), "three_or_more_placements") == (None, None, None, code)


# Which figure is used, where several are published.


def test_a_column_without_a_name_is_never_the_figure():
    read = reading(
        table(
            "cla_group,characteristic,number,percentage,",
            f"{DORSET},Age on ceasing,Total,161,100,999",
            f"{DORSET},Reason episode ceased,Unaccompanied asylum-seeking children,12,7,999",
        )
    )
    assert used(read, "ceasing_rate", split="unaccompanied") == (12, None, None, ":")


def test_the_newer_release_wins_and_of_one_release_the_file_that_came_last():
    def c1(count, *, newest):
        later = DORSET.replace("2024", newest, 1)
        return table(
            "category,referral_count,rereferral_count", f"{DORSET},Referrals,2000,{count}", f"{later},R,1000,1"
        )

    def again_in_2024(files):
        shown = reading(*files).tables["published"].filter(pl.col("used"), pl.col("period") == "2024")
        return shown.filter(pl.col("measure") == "re_referrals")["numerator"].to_list()

    for files in ([c1(300, newest="2025"), c1(200, newest="2026")], [c1(200, newest="2026"), c1(300, newest="2025")]):
        assert again_in_2024(files) == [200]
    assert again_in_2024([c1(300, newest="2025"), c1(310, newest="2025")]) == [310]


# LAIT in each of its shapes.

NAMES = published_series().lait_names
LONG = (
    "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n"
    "ReReferral,,2023,Dorset,16.3,838.0,South West\nReReferral,,2024,Dorset,-,838.0,South West\n"
    "ReReferral,,2023,England,22.4,970.0,\nReReferral,,2024,England,22.0,970.0,\n"
    "CP_conf_15days,,2024,Dorset,80.5,838.0,South West\n"
)
YEARS = ["2023", "2024", "2022-23"]
WIDE_ROWS = [
    ["LA Number", "LA and Regions", "Region", "Topic", "Measure", *YEARS],
    [838, "Dorset", "South West", "Child Protection", NAMES["ReReferral"], 16.3, None, 1],
    [970, "England", "England", "Child Protection", NAMES["ReReferral"].upper().replace(" ", "  "), 22.4, 22, 1],
    [838, "Dorset", "South West", "Child Protection", NAMES["CP_conf_15days"], None, 80.5, 1],
    [838, "Dorset", "South West", "School life", "Something nobody draws", 1, 2, 3],
]


def wide_csv(*, missing, no_such_year):
    def cell(value, *, row, at):
        if value is None:
            return no_such_year if (row, at) == (3, 5) else missing
        return f'"{value}"' if isinstance(value, str) else str(value)

    return "\n".join(
        ",".join(cell(value, row=row, at=at) for at, value in enumerate(cells)) for row, cells in enumerate(WIDE_ROWS)
    )


def figures(content):
    found, rows = read_lait(arrived("lait", content))
    return rows, found.drop("file").sort("measure", "place_code", "period").rows()


@pytest.mark.parametrize(
    "content",
    [wide_csv(missing="NA", no_such_year="NaN"), wide_csv(missing="", no_such_year=""),
     wide_csv(missing="-", no_such_year="-"), workbook(WIDE_ROWS), workbook([["A", "B", 3], [1, 2, 3], *WIDE_ROWS])],
    ids=["csv with NA", "csv with blanks", "csv with dashes", "workbook", "workbook with more above"],
)  # fmt: skip
def test_a_wide_table_gives_the_figures_of_the_long_one(content):
    assert published.recognise(arrived("wide", content)) == "LAIT"
    _, wide = figures(content)
    _, long = figures(LONG)
    assert wide == long
    assert ("authority", "E06000059", "Dorset", "2024", "re_referrals", "all", None, None, None, "-", False, "2024", "LAIT", "Local Authority Interactive Tool") in wide  # fmt: skip


def test_a_revised_figure_stands_in_front_of_the_first_given():
    twice = LONG + "ReReferral,,2023 (Rev),Dorset,16.9,838.0,South West\n"
    for content in (
        twice,
        twice.replace("2023 (Rev),Dorset,16.9", "X")
        .replace("2023,Dorset,16.3", "2023 (Rev),Dorset,16.9")
        .replace("X", "2023,Dorset,16.3"),
    ):
        _, rows = figures(content)
        assert [row[8] for row in rows if row[1:4] == ("E06000059", "Dorset", "2023")] == [16.9]


def test_a_tidied_row_is_as_new_as_its_own_release():
    tidy = (
        "measure_code,area,old_la_code,year,value,vintage\n"
        "ReReferral,Dorset,838.0,2015,20,LAIT 2024-11-19 (commit a)\nReReferral,Dorset,838.0,2023,16.3,LAIT 2026-04-08 (commit b)\n"
    )
    _, rows = figures(tidy)
    assert [(row[3], row[11]) for row in rows] == [("2015", "2024-11-19"), ("2023", "2026-04-08")]


def test_a_table_that_does_not_name_its_measure_is_set_aside_and_says_what_to_download():
    read = reading("LA Number,LA and Regions,2023,2024,Rank\n838,Dorset,16.3,14.1,3\n970,England,22.4,22.6,\n")
    (report,) = read.files
    assert (report.rows_in, report.rows_used, report.rows_set_aside) == (2, 0, 2)
    assert [problem.rule for problem in read.problems] == ["measure-not-named"]
    assert "Create your own" in read.problems[0].to_fix


# Neighbours.

ACROSS = {
    "2025": "old_la_code,la_name,region_ind,region_name,SN_1,SN_1P,SN_2,SN_2P\n838,Dorset,7,South West,933,Very close,878,Very close\n933,Somerset,7,South West,838,Close ,878,Close \n",
    "2021": "LA num,LA Name,LA number,GOInd,GOReg,SN1,SNP,SN2,SNP,\n838,Dorset,838,7,South West,933,Close,878,Close,\n933,Somerset,933,7,South West,838,Close,878,Close,\n",
    "workbook": workbook([["A", "B", 3, 4], [1, 2, 3, 4], ["LA num", "LA Name", "LA number", "GOInd", "GOReg", "SN1", "SNP", "SN2", "SNP"], [838, "Dorset", 838, 7, "South West", 933, "Close", 878, "Close"], [933, "Somerset", 933, 7, "South West", 838, "Close", 878, "Close"]]),
}  # fmt: skip
DOWN = "LA.Name,LA.number,SN_rank,SN_LA_name,SN_LA_number\nDorset,838,1,Somerset,933\nDorset,838,2,Devon,878\nSomerset,933,1,Dorset,838\nSomerset,933,2,Devon,878\n"


@pytest.mark.parametrize("content", [*ACROSS.values(), DOWN], ids=[*ACROSS, "down"])
def test_neighbours_across_and_down_are_the_same(content):
    file = arrived("neighbours", content)
    assert published.recognise(file) == "statistical neighbours"
    pairs, rows_in, rows_used = read_neighbours(file)
    assert rows_in == rows_used
    assert pairs.drop("file").sort("authority_dfe_code", "rank").rows() == [
        ("838", 1, "933", "Somerset"), ("838", 2, "878", "Devon"), ("933", 1, "838", "Dorset"), ("933", 2, "878", "Devon"),
    ]  # fmt: skip


def test_two_lists_are_never_mixed_and_a_row_without_codes_is_spoken_of():
    older = DOWN + "Dorset,838,3,Essex,881\nSource: a note,,,,\n"
    read = reading(older, DOWN)
    assert read.tables["neighbours"].filter(pl.col("authority_dfe_code") == "838")["rank"].to_list() == [1, 2]
    assert [problem.rule for problem in read.problems] == ["needed-and-blank"]
    assert [(one.rows_in, one.rows_set_aside) for one in read.files] == [(6, 1), (4, 0)]


# Ways of arriving.


def test_a_gzip_of_several_pieces_is_read_to_its_end():
    first, second = REFERRALS["2025"][:150].encode(), REFERRALS["2025"][150:].encode()
    assert used(reading(gzip.compress(first) + gzip.compress(second)), "re_referrals") == (300, 2000, 15.0, "")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n"])
def test_encodings_and_line_ends_read_alike(encoding, end):
    content = REFERRALS["2025"].replace("\n", end).encode(encoding)
    assert used(reading(content), "re_referrals") == (300, 2000, 15.0, "")
    assert reading(content).files[0].rows_in == 1


def parquet(columns):
    held = io.BytesIO()
    pl.DataFrame(columns).write_parquet(held, compression="uncompressed")
    return held.getvalue()


TIDY = {"measure_code": ["ReReferral"], "area": ["Dorset"], "old_la_code": [838.0], "year": ["2023"], "value": ["16.3"]}
WHOLE = REFERRALS["2025"]


@pytest.mark.parametrize(
    ("content", "rows", "why"),
    [
        (WHOLE + WHOLE.splitlines()[1] + ",more\n", 2, "more cells"),
        (WHOLE.replace(",Referrals", ',"Referrals') + WHOLE.splitlines()[1] + "\n", 2, "quotation marks"),
        (WHOLE.replace(",Referrals", ',"Ref"errals'), 1, "quotation marks"),
        (gzip.compress((WHOLE + WHOLE.splitlines()[1] * 4000).encode() + random.Random(1).randbytes(90_000))[:-50], 0, "damaged"),
        (parquet(TIDY | {"value": [["a list"]]}), 0, "cells within cells"),
        (parquet(TIDY).replace(b"ReReferral", b"\xff" * 10), 0, "damaged"),
    ],
    ids=["too many cells", "open quotation mark", "quotation mark within", "gzip cut off", "lists", "parquet damaged"],
)  # fmt: skip
def test_a_file_whose_cells_cannot_be_told_apart_is_set_aside_whole(content, rows, why):
    read = reading(content, NUMBER_AND_RATE["2025"], POPULATION)
    assert used(read, "care_rate") == (447, 67000, 66.7, "")
    (report,) = [one for one in read.files if one.name == "0.csv"]
    assert (report.rows_in, report.rows_used, report.rows_set_aside) == (rows, 0, rows)
    (problem,) = read.problems
    assert (problem.file, problem.rule, problem.set_aside) == ("0.csv", "cannot-be-read", True)
    assert why in problem.found
    assert "re_referrals" not in read.tables["published"]["measure"].to_list()


def test_a_quotation_mark_that_closes_may_hold_a_comma_and_a_line():
    content = WHOLE.replace(",Referrals", ',"Referrals,\nall"')
    assert used(reading(content), "re_referrals") == (300, 2000, 15.0, "")


def test_numbers_of_parquet_are_read_as_they_are_in_text():
    assert figures(parquet(TIDY))[1] == figures(pl.DataFrame(TIDY).write_csv())[1] != []


@pytest.mark.parametrize("cell", ["NaN", "inf", "-inf", "1e400"])
def test_what_is_not_finite_is_no_figure(cell):
    read = reading(REFERRALS["2025"].replace(",300,15", f",{cell},{cell}"), POPULATION.replace("67000", cell))
    assert used(read, "re_referrals") == (None, 2000, None, ":")
    assert read.tables["population"].height == 0


def test_a_year_in_figures_of_another_script_is_none():
    read = reading(REFERRALS["2025"].replace("2024", "20\u0662\u0664", 1), LONG.replace("2023", "20\u0662\u0663"))
    assert set(read.tables["published"]["period"].to_list()) == {"2024"}


def test_a_total_given_twice_does_not_double_what_is_out_of_it():
    twice = STABILITY["2025"].replace("With 3", "Total children,447,100\n" + DORSET + ",CLA on 31 March,With 3", 1)
    assert reading(twice).tables["published"].height == reading(STABILITY["2025"]).tables["published"].height


def test_names_that_differ_only_in_place_are_kept_apart():
    read = reading("LA Number,LA and Regions,LA and Regions 4,LA and Regions,2023,2024\n838,a,b,c,1,2\n")
    assert read.files[0].rows_in == 1


def test_the_how_to_names_every_data_set_with_its_file_and_publication():
    page = (CHECKOUT / "docs" / "how-to" / "published-figures.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    publication = ""
    told = set()
    for line in lines:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        publication = publication if cells[0] == "the same" else cells[0]
        told.add((publication, cells[1], cells[2].strip("`")))
    assert {(one.publication, one.title, one.download) for one in published_series().ees} <= told


@needs_shared
def test_long_names_of_lait_are_those_of_its_dictionary():
    said = pl.read_csv(SHARED / "data" / "lait" / "lait_measure_dictionary.csv", infer_schema=False)
    theirs = {code: " ".join(name.split()) for code, name in said.select("Measure_short", "Measure").iter_rows()}
    needed = {name for one in published_series().lait for name in (one.value, one.above, one.less, one.below)}
    assert {code: theirs[code] for code in needed - {"", "population"}} == NAMES


@pytest.mark.slow
@needs_shared
def test_the_real_table_made_wide_gives_the_same_figures():
    long = pl.read_parquet(SHARED / "data" / "lait" / "lait_2026-04-08.parquet").cast(pl.String)
    long = long.filter(pl.col("Short Desc").is_in(list(NAMES)))
    wide = long.with_columns(
        Measure=pl.col("Short Desc").replace_strict(NAMES), Values=pl.col("Values").replace("-", "NA")
    ).pivot("Years", index=["LA Number", "LA and Regions", "Region", "Measure"], values="Values")
    narrow, _ = read_lait(arrived("long", long.write_csv()))
    broad, _ = read_lait(arrived("wide", wide.write_csv(null_value="NaN")))
    kept = ["measure", "place_code", "split_value", "period", "said", "numerator", "denominator", "code"]
    both = broad.select(kept).join(narrow.select(kept), on=kept, how="full", nulls_equal=True, coalesce=False)
    lost = both.filter(pl.col("measure").is_null()).select(pl.col("^.*_right$"))
    # What the wide table cannot say: a dash in a year in which the measure has no number anywhere.
    assert lost.filter(pl.col("code_right") != "-").height == 0
    assert both.filter(pl.col("measure_right").is_null()).height == 0
    assert broad.height > 0.9 * narrow.height


@needs_shared
def test_the_real_workbook_of_neighbours_and_the_real_list_agree():
    folder = SHARED / "data" / "published" / "neighbours"
    across, _, _ = read_neighbours(arrived("a.xlsx", (folder / "sn_may_2025.xlsx").read_bytes()))
    down, _, _ = read_neighbours(arrived("b.csv", (folder / "statistical_neighbours_2025_model.csv").read_bytes()))
    keys = ["authority_dfe_code", "rank", "neighbour_dfe_code"]
    assert down.height == 1530
    assert down.join(across, on=keys, how="anti").height == 0


SOMERSET_COUNTY = "2022,Reporting year,Local authority,E92000001,England,E12000009,South West,933,Somerset,E10000027"
SOMERSET_NOW = "2024,Reporting year,Local authority,E92000001,England,E12000009,South West,933,Somerset,E06000066"


def test_a_county_that_became_a_unitary_authority_of_the_same_area_keeps_its_curve():
    read = reading(
        table("CPP_start,CPP_subsequent", f"{SOMERSET_COUNTY},200,50", f"{SOMERSET_NOW},400,80"),
        "measure_code,year,value,old_la_code,area\nPrevRegCPR,2018,22.5,933,Somerset\n",
    )
    rows = read.tables["published"].filter(pl.col("measure") == "second_plans", pl.col("used"))
    assert {(row["place_code"], row["period"]) for row in rows.iter_rows(named=True)} == {
        ("E06000066", "2018"),
        ("E06000066", "2022"),
        ("E06000066", "2024"),
    }
