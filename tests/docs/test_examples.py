"""Every example of the manual does what its page says."""

import shutil

import pytest
from tests.conftest import NOW
from tests.docs.blocks import CHECKOUT, PAGES, blocks_of
from tests.docs.running import Runner

from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import init_invented

# Names the pages use for a workspace that the reader has by then.
WORKSPACES = ("dorset", "ourcouncil")
YEARS = ("2024-25", "2025-26")
WITH_EXAMPLES = {
    page.relative_to(CHECKOUT).as_posix(): found
    for page in PAGES
    if (found := blocks_of(page.read_text(encoding="utf-8"), name=page.name))
}


@pytest.fixture(scope="session")
def two_years(invented_folder, tmp_path_factory):
    """A workspace of the last two years of the invented council's returns, which is quick to ask."""
    raw, folder = invented_folder / "invented", tmp_path_factory.mktemp("examples") / "two_years"
    workspace = init_invented(folder, raw)
    paths = [raw / "ssda903" / year for year in YEARS] + [raw / "cin" / f"{year}.xml" for year in YEARS]
    paths += [raw / "children_places.csv", raw / "small_areas.csv"]
    _ = load_returns(workspace, paths, asker=LOCAL_USER, now=NOW, progress=lambda _: None)
    return folder


def laid_out(folder, *, text, invented, two_years):
    """A folder with the workspaces a page takes for granted."""
    for name in WORKSPACES:
        if name in text and f"turncurve init {name}" not in text:
            shutil.copytree(two_years, folder / name)
    # The demonstration is invented once for the whole run; `turncurve demo` then opens it again.
    if "demo" in text:
        shutil.copytree(invented, folder / "demo", ignore=shutil.ignore_patterns("ssda903", "cin", "published"))
    return Runner(folder=folder, invented=invented)


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_EXAMPLES)
def test_the_examples_of_a_page_do_what_it_says(tmp_path, invented_folder, two_years, page):
    text = (CHECKOUT / page).read_text(encoding="utf-8")
    runner = laid_out(tmp_path, text=text, invented=invented_folder, two_years=two_years)
    for block in WITH_EXAMPLES[page]:
        runner.run(block)


def test_the_manual_has_examples_of_every_kind():
    kinds = {block.language for found in WITH_EXAMPLES.values() for block in found if not block.not_run}
    assert {"sh", "console", "yaml", "python"} <= kinds
