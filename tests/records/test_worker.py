"""The worker as a process of its own: killed, told to stop, cancelled half way, and two at once."""

import os
import signal
import subprocess

import pytest
from tests.records.test_jobs import SENT, children, did
from tests.support.jobs import COMMAND, asked, now, real_worker, shown, until
from tests.support.marked_child import WRONG_CODE, WRONG_DAY, clean, write_returns

from turncurve.desk import jobs
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.job_kinds import uploads_of
from turncurve.desk.working import worker_lives
from turncurve.records.audit import broken_at
from turncurve.store.analysis import POINTER

pytestmark = pytest.mark.slow
# For what turns on a lock in the workspace or on words, whichever records there are: PostgreSQL in `make acceptance`.
on_sqlite_first = pytest.mark.parametrize(
    "records", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True
)


@pytest.fixture
def url(request, records):
    """Where a process of its own finds the records of this test."""
    from django.db import connection

    if records == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    server = request.getfixturevalue("migrated_server")
    return server.url(connection.settings_dict["NAME"])


@pytest.fixture
def at_work(workspace, url, tmp_path):
    """Start a real worker; with `held`, each load waits half way until `let_go` is called."""
    hold = tmp_path / "hold"

    class Starting:
        log = tmp_path / "worker.log"

        def __call__(self, *, held=False):
            if held:
                hold.touch()
            return real_worker(workspace, url=url, hold=hold if held else None, log=self.log)

        def half_way(self):
            until(hold.with_name("hold.reached").exists, says=self.log.read_text)

        def let_go(self):
            hold.unlink()
            hold.with_name("hold.reached").unlink()

    return Starting()


def in_use(workspace):
    return (workspace.analysis / POINTER).read_text()


def names(workspace):
    folders = (workspace.returns, workspace.analysis)
    return sorted(path.name for folder in folders for path in folder.iterdir())


def ended(workspace, key):
    return until(lambda: (one := shown(workspace, key)).ended and one)


def test_a_worker_killed_half_way_is_said_to_have_stopped_and_asking_again_works(workspace, at_work):
    pointer, before = in_use(workspace), names(workspace)
    key, waits = asked(workspace, SENT), None
    with at_work(held=True) as process:
        at_work.half_way()
        assert shown(workspace, key).state == "running"
        waits = asked(workspace, SENT)
        process.kill()
        process.wait()
    assert shown(workspace, key).no_worker
    assert in_use(workspace) == pointer
    assert children(workspace) == {"0012", "0044"}
    at_work.let_go()
    with at_work():
        # What waited is done by the next, and what ran is not begun again by itself.
        assert ended(workspace, waits).state == "done"
    end = shown(workspace, key)
    assert end.state == "stopped"
    assert "program ended" in end.sentences[0]
    assert "last good ones" in end.sentences[1]
    assert did(key)[-1] == ("local user", "a job ended")
    assert children(workspace) == {"0012", "0044", "0077"}
    assert not uploads_of(workspace, key).exists()
    # Nothing of the killed load is left but what the next one took in.
    assert [one for one in names(workspace) if one.startswith(".") or ".building" in one] == []
    assert len(names(workspace)) == len(before) + 1
    assert broken_at() is None


def test_a_job_cancelled_half_way_leaves_the_figures_and_nothing_of_what_was_sent(workspace, at_work):
    pointer, before = in_use(workspace), names(workspace)
    key = asked(workspace, SENT)
    with at_work(held=True) as process:
        at_work.half_way()
        asked_at = now()
        jobs.cancel_job(workspace, key, asker=LOCAL_USER, now=asked_at)
        end = ended(workspace, key)
        assert end.state == "cancelled"
        assert (end.ended_at - asked_at).total_seconds() < 5
        assert (in_use(workspace), names(workspace)) == (pointer, before)
        assert not uploads_of(workspace, key).exists()
        # The same worker goes on with the next.
        at_work.let_go()
        again = asked(workspace, SENT)
        assert ended(workspace, again).state == "done"
        assert process.poll() is None
    assert children(workspace) == {"0012", "0044", "0077"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_ends_its_job_in_order(workspace, at_work, number):
    pointer, before = in_use(workspace), names(workspace)
    key = asked(workspace, SENT)
    with at_work(held=True) as process:
        at_work.half_way()
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
    assert shown(workspace, key).state == "stopped"
    assert (in_use(workspace), names(workspace)) == (pointer, before)
    assert not worker_lives(workspace)


@on_sqlite_first
def test_a_second_worker_refuses_and_one_beside_the_pages_waits_its_turn(workspace, at_work, url):
    words = [*COMMAND, "worker", "--at", str(workspace.folder)]
    environment = {**os.environ, "DATABASE_URL": url}
    with at_work() as first:
        until(lambda: worker_lives(workspace))
        second = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=60)
        assert second.returncode == 2
        assert "Another worker works" in second.stderr
        beside = subprocess.Popen([*words, "--beside"], env=environment, stdin=subprocess.PIPE)
        try:
            first.kill()
            first.wait()
            key = asked(workspace, SENT)
            assert ended(workspace, key).state == "done"
            # It ends with its input, as it does when the pages end or are killed.
            beside.stdin.close()
            assert beside.wait(timeout=20) == 0
        finally:
            beside.kill()
            beside.wait()
    assert not worker_lives(workspace)


@on_sqlite_first
def test_the_command_line_lists_and_cancels(workspace, url):
    environment = {**os.environ, "DATABASE_URL": url, "COLUMNS": "250"}

    def jobs_said(*words):
        ran = subprocess.run(
            [*COMMAND, "jobs", *words, "--at", str(workspace.folder)],
            env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        return ran.returncode, ran.stdout, ran.stderr

    key, other = asked(workspace, SENT), asked(workspace, SENT)
    code, out, said = jobs_said("--format", "json")
    assert code == 0
    assert key in out
    assert '"waiting"' in out
    assert "worker is not running" in said
    assert jobs_said("cancel", key)[::2] == (0, "The job is cancelled.\n")
    assert jobs_said("cancel", key)[0] == 2
    assert jobs_said("cancel", other[:7])[0] == 2
    assert jobs_said("cancel", other[:8])[::2] == (0, "The job is cancelled.\n")
    _, listed, _ = jobs_said()
    assert "cancelled" in listed
    assert "waiting" not in listed
    assert other[:8] in listed
    assert other not in listed


@on_sqlite_first
def test_a_marked_child_that_is_loaded_in_the_background_is_in_no_job_log_or_page(workspace, at_work, tmp_path):
    from django.apps import apps
    from tests.support.fake_answers import COUNCIL

    from turncurve.web.jobs.pages import job_page, jobs_page

    given = write_returns(tmp_path / "marked")
    files = {
        path.relative_to(given).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(given.rglob("*"))
        if path.is_file()
    }
    with at_work() as _:
        one = ended(workspace, asked(workspace, files))
    assert one.state == "done"
    assert "set aside" in " ".join(one.sentences)
    every = jobs.jobs(workspace, asker=LOCAL_USER, now=now())
    rows = [list(model._default_manager.values()) for model in apps.get_models()]
    clean(
        at_work.log.read_text(),
        str(rows),
        str(job_page(one, council=COUNCIL)),
        str(jobs_page(every, council=COUNCIL, may_load=True, may_make=True)),
        also=(WRONG_CODE, WRONG_DAY),
    )
    assert not uploads_of(workspace, one.key).exists()
