"""The manual on the pages: its links work, nothing in it runs, and nothing outside its folder is given."""

import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.fake_answers import FakeDesk

from turncurve.web.door import Door
from turncurve.web.help.reading import found_in, made

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def ask_real(ask):
    """Ask for a page of the real manual."""
    from django.test import Client

    door = Door(desk=FakeDesk(), docs=DOCS)
    return lambda path: Client(**{"turncurve.door": door}).get(path, headers={"host": "127.0.0.1"})


def test_the_manual_begins_at_its_index_and_lists_its_pages(ask):
    shown = ask("/help/").content.decode()
    assert '<h1 id="welcome">Welcome</h1>' in shown
    assert '<a href="/help/loading#rows">how to load</a>' in shown
    assert '<a class="govuk-link" href="/help/decisions/0001">One</a>' in shown


def test_a_page_has_headings_with_addresses_and_tables_that_scroll_by_themselves(ask):
    shown = ask("/help/loading").content.decode()
    assert '<h2 id="rows">Rows</h2>' in shown
    assert '<div class="app-scroll" role="region" aria-label="Table: Rows" tabindex="0"><table>' in shown
    assert '<a href="/help/decisions/0001">decision</a>' in shown
    assert '<a href="https://example.org/x" rel="external noreferrer">away</a>' in shown


def test_a_page_of_a_folder_links_back_up(ask):
    shown = ask("/help/decisions/0001").content.decode()
    assert '<a href="/help/loading">loading</a>' in shown
    assert '<a href="/help/">start</a>' in shown


def test_nothing_in_a_page_runs_and_no_link_leaves_the_folder(ask):
    shown = ask("/help/loading").content.decode()
    assert "<script" not in shown
    assert "javascript:alert" not in shown.split("<main")[1].replace("[bad](javascript:alert(1))", "")
    assert "secret.txt" not in shown


def test_a_picture_is_given_as_a_picture(ask):
    answer = ask("/help/picture.png")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/png", b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    ["/help/../secret", "/help/..%2fsecret", "/help/decisions/../../secret", "/help/%2e%2e/secret.txt", "/help//etc/passwd",
     "/help/" + "x" * 5000],
)  # fmt: skip
def test_no_path_leads_out_of_the_manual(ask, path):
    answer = ask(path)
    assert answer.status_code == 404
    assert b"secret" not in answer.content


def test_a_path_that_holds_what_no_text_may_is_refused_before_anything_is_looked_for(ask):
    assert ask("/help/a%00b").status_code == 400


def test_a_link_within_the_folder_leads_out_of_nothing(docs, tmp_path):
    (docs / "way-out.md").symlink_to(tmp_path / "secret.md")
    assert found_in(docs, "way-out") is None


@settings(deadline=None)  # a busy machine is slow, and that is no fault of the manual
@given(path=st.text(alphabet="./\\secrtdoc%", max_size=30))
def test_whatever_is_asked_for_nothing_outside_the_folder_is_found(tmp_path_factory, path):
    folder = tmp_path_factory.getbasetemp() / "asked"
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "secret.md").write_text("# secret")
    assert found_in(folder / "docs", path) is None


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_no_text_becomes_a_script_or_an_image_from_outside(text):
    html = made(text, title="t", at="page.md").html
    assert "<script" not in html.lower()
    assert "<iframe" not in html.lower()


def test_two_headings_of_one_name_have_two_addresses():
    html = made("# A\n\n# A\n", title="A", at="a.md").html
    assert 'id="a"' in html
    assert 'id="a-2"' in html


def test_each_table_is_named_for_its_heading_and_no_two_alike():
    table = "| a |\n|---|\n| 1 |\n\n"
    html = made(f'{table}# One `x` "y"\n\n{table}and\n\n{table}## Two\n\n{table}', title="t", at="a.md").html
    names = re.findall(r'aria-label="([^"]*)"', html)
    assert names == ["Table", "Table: One x &quot;y&quot;", "Table: One x &quot;y&quot;, 2", "Table: Two"]


@pytest.mark.parametrize("file", sorted(DOCS.rglob("*.md")), ids=lambda file: file.relative_to(DOCS).as_posix())
def test_every_page_of_the_real_manual_is_served_with_its_title(file, ask_real):
    address = file.relative_to(DOCS).with_suffix("").as_posix()
    shown = ask_real(f"/help/{'' if address == 'index' else address}").content.decode()
    title = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    assert f"{escape(title, quote=False)}</h1>" in shown
    assert f'href="/help/{address}"' in ask_real("/help/").content.decode() or address == "index"


def test_every_link_and_picture_of_the_real_manual_is_answered(ask_real):
    found = set()
    for file in DOCS.rglob("*.md"):
        address = file.relative_to(DOCS).with_suffix("").as_posix()
        shown = ask_real(f"/help/{'' if address == 'index' else address}").content.decode()
        found |= set(re.findall(r'(?:href|src)="(/help/[^"#]*)', shown))
    assert {address for address in found if address.endswith(".png")}
    assert [address for address in sorted(found) if ask_real(address).status_code != 200] == []
