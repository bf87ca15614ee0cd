"""The reference is made from the definitions: each page is fresh, and holds what it promises."""

import importlib.util

import pytest
from tests.docs.blocks import CHECKOUT

from turncurve.curves import Verdict
from turncurve.definitions.code_lists import code_lists
from turncurve.definitions.measures import measures
from turncurve.definitions.policies import policies
from turncurve.definitions.published_series import published_series
from turncurve.desk.asker import WHO_MAY
from turncurve.returns.ssda903.modules import MODULES
from turncurve.tables import TABLES

FOLDER = CHECKOUT / "docs" / "reference"


@pytest.fixture(scope="module")
def generator():
    made_of = importlib.util.spec_from_file_location("reference", CHECKOUT / "scripts" / "generate_reference.py")
    module = importlib.util.module_from_spec(made_of)
    made_of.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(file.name for file in FOLDER.glob("*.md")))
def test_a_page_is_as_the_definitions_make_it(generator, name):
    if name in generator.MADE_APART:
        assert (CHECKOUT / "scripts" / generator.MADE_APART[name]).is_file()
        return
    assert (FOLDER / name).read_text(encoding="utf-8") == generator.PAGES[name](), "run: make reference"


def test_a_page_that_is_stale_missing_or_made_by_nothing_is_named(generator, tmp_path):
    for name in generator.PAGES:
        (tmp_path / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    assert generator.stale(tmp_path) == []
    (tmp_path / "tables.md").write_text("# Tables\n", encoding="utf-8")
    (tmp_path / "codes.md").unlink()
    (tmp_path / "stray.md").write_text("# Stray\n", encoding="utf-8")
    assert generator.stale(tmp_path) == ["codes.md", "stray.md", "tables.md"]


def missing(name, wanted):
    page = (FOLDER / name).read_text(encoding="utf-8")
    return [one for one in wanted if one not in page]


def test_nothing_defined_is_left_out():
    codes = [f"| `{code}` | {one.means} |" for name in ("ssda903", "cin_census") for codes in code_lists(name).values()
             for code, one in codes.items()]  # fmt: skip
    assert missing("codes.md", codes) == []
    assert missing("verdicts.md", [f"## {one.value.capitalize()}\n" for one in Verdict]) == []
    assert missing("policies.md", [part for one in policies().values() for part in (f"`{one.id}`", one.marking)]) == []
    assert missing("tables.md", [f"`{column}`" for one in TABLES.values() for column in one.columns]) == []
    assert missing("measures.md", [part for one in measures().values() for part in (one.title, one.source.says)]) == []
    assert missing("permissions.md", WHO_MAY) == []
    assert missing("published.md", [one.download for one in published_series().ees]) == []
    assert missing("files.md", [f"`{field.name}`" for one in MODULES for field in one.fields]) == []
