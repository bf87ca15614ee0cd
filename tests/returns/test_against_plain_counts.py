"""The sample returns and the published tables, against plain counts and the figures their README gives."""

import csv
import xml.etree.ElementTree as ET

import polars as pl
import pytest
from tests.support.arrived import arrived, arrived_from
from tests.support.shared import SHARED, needs_shared

from turncurve.returns.reading import read_returns

DATA = SHARED / "data"
COUNTED = (
    "Child", "Disability", "CINdetails", "Assessments", "AssessmentFactors", "CINPlanDates", "Section47",
    "ChildProtectionPlans", "CPPreviewDate",
)  # fmt: skip


def reading(files):
    return read_returns(files, progress=lambda _: None)


@needs_shared
def test_every_sample_903_module_loads_with_as_many_rows_as_it_has():
    folder = DATA / "samples" / "ssda903" / "fake_2675"
    found = {report.name: report for report in reading(arrived_from(folder)).files}
    for path in folder.glob("*.csv"):
        with path.open(newline="", encoding="utf-8-sig") as opened:
            rows = sum(any(cell.strip() for cell in row) for row in list(csv.reader(opened))[1:])
        report = found[path.name]
        assert report.kind.startswith("SSDA903 ")
        assert report.rows_in == rows
        assert report.rows_in == report.rows_used + report.rows_set_aside


@needs_shared
@pytest.mark.parametrize("name", ["CIN_Census_2021.xml", "CIN_Census_2024.xml"])
def test_every_sample_census_loads_with_as_many_records_as_it_has(name):
    path = DATA / "samples" / "cin" / name
    tree = ET.parse(path)
    report = reading([arrived(name, path.read_bytes())]).files[0]
    assert report.kind == "CIN census"
    assert report.rows_in == sum(sum(1 for _ in tree.iter(tag)) for tag in COUNTED)


@pytest.fixture(scope="module")
def published():
    files = arrived_from(DATA / "published") + arrived_from(DATA / "lait")
    return reading(files).tables["published"]


def used(published, measure, code, period, split="all"):
    rows = published.filter(
        pl.col("used"), pl.col("measure") == measure, pl.col("place_code") == code, pl.col("period") == period,
        pl.col("split_value") == split,
    )  # fmt: skip
    assert rows.height == 1
    return rows.row(0, named=True)


@needs_shared
@pytest.mark.slow
def test_published_figures_are_those_published(published):
    england, dorset, stockton = "E92000001", "E06000059", "E06000004"
    assert used(published, "care_rate", england, "2025")["numerator"] == 81770
    assert round(used(published, "care_rate", england, "2025")["value"]) == 67
    assert used(published, "care_rate", dorset, "2025")["numerator"] == 437
    assert used(published, "starts_rate", stockton, "2025")["numerator"] == 161
    assert round(used(published, "second_plans", england, "2025")["value"], 1) == 24.5
    assert round(used(published, "second_plans", dorset, "2025")["value"], 1) == 27.5
    assert round(used(published, "re_referrals", dorset, "2025")["value"], 1) == 14.7
    assert round(used(published, "re_referrals", stockton, "2025")["value"], 1) == 28.8
    assert used(published, "protection_plan_rate", england, "2025")["numerator"] == 49420
    assert round(used(published, "three_or_more_placements", england, "2025")["value"]) == 10
    assert round(used(published, "care_leavers_suitable_accommodation", england, "2025")["value"]) == 89


@needs_shared
@pytest.mark.slow
def test_one_figure_is_used_and_a_suppressed_one_is_never_zero(published):
    keys = ["measure", "place_code", "split_value", "period"]
    assert published.filter("used").select(keys).is_duplicated().sum() == 0
    assert published.filter("used").height == published.select(keys).n_unique()
    suppressed = published.filter(pl.col("code") == "c")
    assert suppressed.height > 50
    assert suppressed.get_column("numerator").null_count() == suppressed.height
    both = published.group_by(keys).agg(
        pl.col("source").n_unique().alias("n"), pl.col("source").filter(pl.col("used")).first()
    )
    assert set(both.filter(pl.col("n") > 1).get_column("source")) == {"Explore Education Statistics"}


@needs_shared
@pytest.mark.slow
def test_the_two_dorsets_are_never_joined(published):
    figures = published.filter(pl.col("value").is_not_null())
    assert figures.filter(pl.col("place_code") == "E06000059").get_column("period").min() == "2020"
    assert figures.filter(pl.col("place_code") == "E10000009").get_column("period").max() == "2019"


@needs_shared
def test_the_shape_offered_for_download_gives_the_same_figures():
    path = DATA / "published" / "cla" / "2025_la_cla_started_by_characteristic.csv.gz"
    tidied = pl.read_csv(path, infer_schema=False).filter(pl.col("geo_breakdown") == "Dorset")
    downloaded = tidied.select(
        pl.lit("Reporting year").alias("time_identifier"), "characteristic", "number", "cla_group", "rate_per_10000", "percentage",
        "new_la_code", "old_la_code", pl.col("geo_breakdown").alias("la_name"), "geographic_level",
        pl.col("time_period").alias("Time_Period"),
    )  # fmt: skip
    one = reading([arrived("a.csv", tidied.write_csv())]).tables["published"].drop("file")
    two = (
        reading([arrived("b.csv", b"\xef\xbb\xbf" + downloaded.write_csv().encode())]).tables["published"].drop("file")
    )
    assert one.height == 10
    assert one.sort(one.columns).equals(two.sort(two.columns))


ELEMENTS_903 = {
    "HEADER": "header", "EPISODE": "episodes", "AREVIEW": "reviews", "AMISSING": "missing", "OC2": "health",
    "PERMANENCE": "previous permanence", "AD_PLACED": "should be placed for adoption", "DUC": "unaccompanied children",
    "DATE_INT": "adoption", "IN_TOUCH": "care leavers",
}  # fmt: skip


@needs_shared
def test_the_sample_903_in_xml_loads_with_as_many_rows_as_it_has():
    path = DATA / "samples" / "ssda903" / "fake_903.xml"
    tree = ET.parse(path)
    found = {report.kind: report for report in reading([arrived(path.name, path.read_bytes())]).files}
    for tag, kind in ELEMENTS_903.items():
        report = found.pop(f"SSDA903 {kind}")
        assert report.rows_in == sum(bool((one.text or "").strip() or len(one)) for one in tree.iter(tag)) > 0
        assert report.rows_in == report.rows_used + report.rows_set_aside
    assert not found
