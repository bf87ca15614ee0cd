"""Until there is sign-in, the pages open on this computer, under its own names, and nowhere else."""

import urllib.error
import urllib.request

import pytest
from tests.support.fake_answers import FakeDesk
from tests.support.running_pages import running_pages

from turncurve.web.door import Door
from turncurve.web.server import make_server, refuse_others, serve
from turncurve.words.problems import Problem


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "10.0.0.1", "example.org", "", "128.0.0.1"])
def test_an_address_that_others_could_reach_is_refused(host, docs):
    with pytest.raises(Problem) as refused:
        make_server(Door(desk=FakeDesk(), docs=docs), host=host, port=0)
    assert "sign-in" in refused.value.to_fix


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_this_computers_own_address_is_let_through(host):
    assert refuse_others(host) is None


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "192.168.1.4"])
def test_a_name_that_is_not_this_computers_is_refused_and_told_nothing(ask, host):
    answer = ask("/", host=host)
    assert answer.status_code == 400
    assert b"Wexmouth" not in answer.content


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_this_computers_own_names_are_answered(ask, host):
    assert ask("/", host=host).status_code == 200


def test_serving_a_folder_that_is_no_workspace_says_so(tmp_path):
    with pytest.raises(Problem, match="is not a workspace"):
        serve(tmp_path, port=0, ready=lambda _: None)


@pytest.fixture
def running(docs):
    """The address of a server that runs for the length of a test."""
    with running_pages(Door(desk=FakeDesk(), docs=docs)) as address:
        yield f"{address}/"


def got(address):
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers, refused.read()


def test_a_running_server_gives_pages_and_style_sheets(running):
    status, headers, page = got(running)
    assert status == 200
    assert b"Which of our curves have turned?" in page
    assert "Server" not in headers
    for sheet in ("govuk-frontend.css", "app.css", "turncurve.svg"):
        status, headers, _ = got(f"{running}static/{sheet}")
        assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff")


@pytest.mark.parametrize("path", ["static/../settings.py", "static/%2e%2e/settings.py", "static/package.json"])
def test_a_running_server_gives_no_other_file(running, path):
    assert got(f"{running}{path}")[0] == 404


def test_a_port_in_use_is_a_problem_with_something_to_do(running, docs):
    port = int(running.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(Problem, match=f"Port {port}"):
        make_server(Door(desk=FakeDesk(), docs=docs), host="127.0.0.1", port=port)
