"""Where a check's rows stand: the sheet of a workbook or the part of XML, though all have the one file's key."""

import polars as pl

from turncurve.definitions.checks import checks
from turncurve.desk.putting_right import found
from turncurve.returns.arriving import FileReport


class Stored:
    """What a check found in one file, as the analysis database stores it."""

    def __init__(self, *names):
        self.names = names

    def table(self, name):
        if name == "checks_run":
            return pl.DataFrame({"check": list(self.names), "rows_found": [1] * len(self.names)})
        rows = [{"check": one, "file": "k1", "row": 17, "field": "DEC", "year": 2024} for one in self.names]
        return pl.DataFrame(rows)


def report(name, table=""):
    return FileReport(
        name=name, key="k1", kind="", year=2024, rows_in=1, rows_used=1, rows_set_aside=0, table=table
    )  # fmt: skip


def test_each_part_of_a_file_is_named_by_the_table_the_check_reads():
    by_table = {one.table: one.id for one in checks().values() if one.table in ("cla_episodes", "cla_reviews")}
    files = (report("r.xml, reviews", "cla_reviews"), report("r.xml, episodes", "cla_episodes"), report("r.xml, uasc"))
    said = {one.rule: one.where[0].file for one in found(Stored(*by_table.values()), files=files)}
    assert said == {by_table["cla_episodes"]: "r.xml, episodes", by_table["cla_reviews"]: "r.xml, reviews"}


def test_a_file_of_one_report_is_named_whatever_the_table():
    name = next(one.id for one in checks().values() if one.table == "cla_episodes")
    assert [one.where[0].file for one in found(Stored(name), files=(report("x.xml"),))] == ["x.xml"]
