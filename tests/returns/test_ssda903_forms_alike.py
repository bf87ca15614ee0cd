"""One council's return as CSVs, as a workbook and as XML: the same trusted tables, rows as reported, and repairs."""

from collections import Counter

import pytest
from tests.support.arrived import arrived, arrived_from
from tests.support.reading import reading
from tests.support.ssda903_forms import as_dates_and_numbers, as_text, as_workbook, as_xml, modules_in

from turncurve.made_up import invent
from turncurve.made_up.write_ssda903 import COLUMNS

FORMS = {
    "a workbook of text": ("xlsx", lambda modules: as_workbook(modules, columns=COLUMNS, cell=as_text)),
    "a workbook of dates and numbers": ("xlsx", lambda m: as_workbook(m, columns=COLUMNS, cell=as_dates_and_numbers)),
    "XML": ("xml", as_xml),
    "XML with ISO dates": ("xml", lambda modules: as_xml(modules, iso=True)),
}


@pytest.fixture(scope="module")
def council(tmp_path_factory):
    return invent(tmp_path_factory.mktemp("forms") / "council", seed=5, years=2, like="stockton").folder / "ssda903"


@pytest.fixture(scope="module")
def as_csv(council):
    return reading(*arrived_from(council))


def without(frame, *columns):
    kept = frame.drop([name for name in columns if name in frame.columns])
    return kept.sort(kept.columns)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_what_the_csvs_give(form, council, as_csv):
    ending, write = FORMS[form]
    years = sorted(path for path in council.iterdir() if path.is_dir())
    found = reading(*(arrived(f"{year.name}.{ending}", write(modules_in(year))) for year in years))
    assert as_csv.tables["cla_episodes"].height > 1_000
    assert found.tables.keys() == as_csv.tables.keys()
    for name, frame in as_csv.tables.items():
        assert without(found.tables[name], "file").equals(without(frame, "file")), name
    assert found.reported.keys() == as_csv.reported.keys()
    for name, frame in as_csv.reported.items():
        assert without(found.reported[name], "file", "row").equals(without(frame, "file", "row")), name
    assert found.covered == as_csv.covered
    assert found.repairs == as_csv.repairs
    assert set(found.rows_of) == set(as_csv.rows_of)
    counts = Counter({(one.kind, one.year): one.rows_in for one in as_csv.files})
    assert Counter({(one.kind, one.year): one.rows_in for one in found.files}) == counts
    assert Counter(one.rule for one in found.problems) == Counter(one.rule for one in as_csv.problems)
