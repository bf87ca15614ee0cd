"""Work in the background in the page: files sent, progress watched to its end, cancelled; with and without a script."""

import shutil

import pytest
from tests.browser.conftest import PHONE
from tests.browser.test_accessible import check, faults, too_wide
from tests.browser.test_using_the_pages import tab_to
from tests.desk.test_region import episodes
from tests.returns.test_ssda903_faults import GOOD
from tests.support.fake_answers import JOBS
from tests.support.jobs import real_worker, until
from tests.support.records import records_at, sqlite_at
from tests.support.running_pages import running_pages

from turncurve.desk.lines import analysis_of
from turncurve.desk.workspace import init_workspace
from turncurve.web.door import Door, WorkspaceDesk
from turncurve.web.help.reading import docs_folder

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
# Two modules of one year, as the council's own system writes them.
FILES = {
    "header.csv": HEADER + "0012,1,02/05/2014,WBRI,A123456789012,,\n",
    "episodes.csv": episodes(GOOD),
}


@pytest.mark.parametrize("state", JOBS)
def test_the_page_of_a_job_is_accessible_in_every_state_and_fits_a_phone(opened, fakes, state):
    page = opened(fakes["plain"] + f"/jobs/{state}/")
    check(page)
    assert "<b>" not in page.locator("main").inner_html().replace("&lt;b&gt;", "")


@pytest.mark.parametrize("path", ["/jobs/", "/load/"])
def test_the_list_and_the_form_are_accessible_and_fit_a_phone(opened, fakes, path):
    check(opened(fakes["plain"] + path))


def test_sending_nothing_is_refused_accessibly(opened, fakes):
    page = opened(fakes["plain"] + "/load/")
    page.get_by_role("button", name="Load").click()
    page.wait_for_load_state()
    assert "No file was chosen" in page.get_by_role("alert").inner_text()
    assert page.title().startswith("Error: ")
    check(page)


@pytest.fixture
def workspace(records_file, tmp_path):
    return init_workspace(tmp_path / "dorset", named="Dorset")


@pytest.fixture
def records_file(migrated_file, tmp_path):
    """Records of a test's own, as a process of its own finds them too."""
    file = shutil.copyfile(migrated_file, tmp_path / "records.sqlite3")
    with records_at(sqlite_at(file)):
        yield file


@pytest.fixture
def own(workspace):
    """The pages of a workspace of a test's own."""
    with running_pages(Door(desk=WorkspaceDesk(folder=workspace.folder), docs=docs_folder())) as address:
        yield address


@pytest.fixture
def worker(workspace, records_file, tmp_path):
    """Start the worker; with `hold` a file, each load waits half way until it is gone."""

    def start(hold=None):
        if hold:
            hold.touch()
        return real_worker(workspace, url=sqlite_at(records_file), hold=hold, log=tmp_path / "worker.log")

    return start


@pytest.fixture
def files(tmp_path):
    """One folder a year, as it lies on somebody's disk."""
    folder = tmp_path / "ssda903" / "2023-24"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder


def says(page):
    return page.locator("#says").inner_text()


def heading(page):
    return page.locator("h1").inner_text()


def test_two_files_are_sent_watched_and_loaded(opened, own, worker, files, workspace, tmp_path):
    hold = tmp_path / "hold"
    page = opened(own + "/load/")
    page.set_input_files("#files", [files / name for name in FILES])
    page.get_by_role("button", name="Load").click()
    page.wait_for_url("**/jobs/*/")
    assert heading(page) == "Load of returns: waiting"
    assert "The worker is not running" in says(page)
    address = page.url
    # It is told by the live region alone: nobody loads the page again.
    page.evaluate("window.kept = true")
    assert page.locator("#says").get_attribute("role") == "status"
    with worker(hold):
        until(lambda: page.wait_for_timeout(100) or "Building the analysis database" in says(page), says="no progress")
        assert heading(page) == "Load of returns: running"
        assert page.title().startswith("Load of returns: running - Dorset")
        assert faults(page) == []
        page.get_by_role("link", name="Look again").focus()
        hold.unlink()
        until(lambda: page.wait_for_timeout(100) or heading(page) == "Load of returns: done", says="no end")
    assert page.evaluate("window.kept")
    assert page.url == address
    assert page.title().startswith("Load of returns: done")
    assert says(page) == "Done."
    # What had the focus is gone, so it is where the reader would begin.
    assert page.evaluate("document.activeElement.id") == "heading"
    assert "2 new files; 0 had arrived before" in page.locator("#job").inner_text()
    check(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="what arrived, and what to fix").click()
    page.wait_for_url("**/checks/")
    assert "header.csv" in page.content()
    assert set(analysis_of(workspace).table("cla_episodes")["person_id"]) == {"0012"}
    assert list((workspace.folder / "uploads").iterdir()) == []


def test_a_folder_is_sent_with_the_names_of_its_folders(opened, own, files, workspace):
    page = opened(own + "/load/", java_script_enabled=False)
    page.set_input_files("#folder", files.parent)
    page.get_by_role("button", name="Load").click()
    page.wait_for_url("**/jobs/*/")
    sent = workspace.folder / "uploads" / page.url.split("/")[-2]
    assert sorted(path.relative_to(sent).as_posix() for path in sent.rglob("*.csv")) == [
        "ssda903/2023-24/episodes.csv", "ssda903/2023-24/header.csv",
    ]  # fmt: skip


def test_without_a_script_a_link_looks_again(opened, own, worker, files):
    page = opened(own + "/load/", java_script_enabled=False)
    page.set_input_files("#files", [files / "episodes.csv"])
    page.get_by_role("button", name="Load").click()
    page.wait_for_url("**/jobs/*/")
    assert heading(page) == "Load of returns: waiting"

    def again():
        page.wait_for_timeout(300)
        page.get_by_role("link", name="Look again").click()
        page.wait_for_load_state()
        return heading(page) == "Load of returns: done"

    with worker():
        until(again, says="no end")
    assert page.get_by_role("link", name="Look again").count() == 0


def test_a_load_is_cancelled_by_the_keyboard_alone_and_the_figures_stay(
    opened, own, worker, files, workspace, tmp_path
):
    hold = tmp_path / "hold"
    page = opened(own + "/load/", viewport=PHONE)
    page.set_input_files("#files", [files / "episodes.csv"])
    tab_to(page, "Load", at_most=30)
    page.keyboard.press("Enter")
    page.wait_for_url("**/jobs/*/")
    with worker(hold):
        until(hold.with_name("hold.reached").exists, says="never half way")
        tab_to(page, "Cancel this job", at_most=30)
        page.keyboard.press("Enter")
        until(lambda: page.wait_for_timeout(100) or heading(page) == "Load of returns: cancelled", says="no end")
    assert "The figures in use are the last good ones" in page.locator("#job").inner_text()
    assert not (workspace.analysis / "current.txt").exists()
    assert list((workspace.folder / "uploads").iterdir()) == []
    assert too_wide(page) == []
    assert faults(page) == []
