"""Jobs from being asked for to their end: every change of state, whose they are, what is left and what is written down."""

import itertools
import uuid
from dataclasses import replace

import pytest
from tests.desk.test_region import episodes
from tests.records.conftest import NOW
from tests.returns.test_ssda903_faults import GOOD
from tests.support.jobs import asked, now, sent, shown, worked

from turncurve.desk import job_kinds, job_running, jobs, questions
from turncurve.desk.accounts import change_account, close_account, open_account
from turncurve.desk.answers import Exported
from turncurve.desk.asker import LOCAL_USER, Asker, NotAllowed
from turncurve.desk.job_kinds import made_by, uploads_of
from turncurve.desk.lines import analysis_of
from turncurve.desk.loading import turn_to_load
from turncurve.records import jobs as kept
from turncurve.records.audit import AuditEntry, broken_at
from turncurve.store import manifest
from turncurve.words.problems import Problem

LATER = GOOD.replace("2023", "2021").replace("0012", "0077")
SENT = {"sent/2021-22/episodes.csv": episodes(LATER)}


def children(workspace):
    return set(analysis_of(workspace).table("cla_episodes")["person_id"])


def did(key=""):
    found = AuditEntry.objects.order_by("number")
    return list((found.filter(about=f"job {key}") if key else found).values_list("who", "did"))


def account(role, *, email="ann@example.gov.uk"):
    """The asker behind a new account."""
    key = open_account(asker=LOCAL_USER, now=NOW, email=email, name="Ann", roles=[role], password=None).key
    return Asker(key=key, roles=frozenset({role}))


def a_job(state):
    """A job in a state, come to by the changes that lead there."""
    key = uuid.uuid4()
    _ = kept.ask(key, kind="load", asked={}, by="local user", at=NOW)
    if state in ("running", "done", "stopped"):
        assert kept.begin(key, at=NOW)
    if state in kept.ENDED:
        assert kept.end(key, state=state, at=NOW, outcome={"sentences": [state]})
    return kept.Job.objects.get(pk=key)


ENDS = sorted(kept.ENDED)
CHANGES = {
    "begin": (lambda key: kept.begin(key, at=NOW), {"waiting": "running"}),
    "hear": (lambda key: kept.heard(key, at=NOW, says="x", done=1, of=2), {"running": "running"}),
    "ask to cancel": (lambda key: kept.ask_to_cancel(key, at=NOW), {"running": "running"}),
    "cancel where it waits": (
        lambda key: kept.end(key, state="cancelled", at=NOW, outcome={}, only_from="waiting"),
        {"waiting": "cancelled"},
    ),
    **{
        end: (
            lambda key, end=end: kept.end(key, state=end, at=NOW, outcome={}),
            {
                "done": {"running": "done"},
                "stopped": {"running": "stopped"},
                "failed": {"waiting": "failed", "running": "failed"},
                "cancelled": {"waiting": "cancelled", "running": "cancelled"},
            }[end],
        )
        for end in ENDS
    },
}


@pytest.mark.parametrize(("state", "change"), list(itertools.product(kept.STATES, CHANGES)))
def test_a_change_is_made_from_the_states_it_may_be_made_from_and_else_changes_nothing(records, state, change):
    one = a_job(state)
    make, allowed = CHANGES[change]
    before = kept.Job.objects.filter(pk=one.pk).values().get()
    assert make(one.pk) is (state in allowed)
    after = kept.Job.objects.filter(pk=one.pk).values().get()
    assert after["state"] == allowed.get(state, state)
    assert (after == before) is (state not in allowed)
    # A job of another key is never touched, and one that is not there is no fault.
    assert make(uuid.uuid4()) is False


def test_no_state_is_no_end(records):
    with pytest.raises(ValueError, match="no end"):
        _ = kept.end(uuid.uuid4(), state="running", at=NOW, outcome={})


def test_a_load_that_is_asked_for_is_done_and_leaves_nothing_of_what_was_sent(workspace):
    key = asked(workspace, SENT)
    assert shown(workspace, key).state == "waiting"
    assert shown(workspace, key).no_worker
    worked(workspace)
    done = shown(workspace, key)
    assert (done.state, done.may_cancel, done.files) == ("done", False, 1)
    assert done.sentences[0].startswith("1 new files;")
    assert children(workspace) == {"0012", "0044", "0077"}
    assert [one.name for one in manifest(workspace.returns)][-1] == "sent/2021-22/episodes.csv"
    assert not uploads_of(workspace, key).exists()
    assert did(key) == [("local user", "asked for a job"), ("local user", "a job ended")]
    assert ("local user", "loaded returns") in did()
    assert broken_at() is None
    # Names of files are not in the audit, only how many there were.
    assert "episodes" not in str(list(AuditEntry.objects.values_list("details", "about")))


def test_a_paper_is_made_and_fetched_by_whoever_asked_and_by_nobody_else(workspace, monkeypatch):
    paper = Exported(content=b"the paper", file_name="obsessions-2026-11-20.docx", media_type="application/x")
    monkeypatch.setattr(questions, "board_paper", lambda *_, **__: paper)
    member, admin = account("board member"), account("administrator", email="admin@example.gov.uk")
    key = jobs.ask_for_paper(form="docx", asker=member, now=now())
    worked(workspace)
    assert shown(workspace, key, asker=member).file_name == paper.file_name
    got = jobs.made(workspace, key, asker=member, now=now())
    assert (got.content, got.file_name, got.media_type) == (b"the paper", paper.file_name, "application/x")
    assert did(key)[-1] == (member.key, "fetched what a job made")
    # An administrator sees that it was made, and not what is in it.
    assert shown(workspace, key, asker=admin).file_name == ""
    with pytest.raises(Problem, match="no such job"):
        _ = jobs.made(workspace, key, asker=admin, now=now())
    for path in made_by(workspace, key).iterdir():
        path.unlink()
    with pytest.raises(Problem, match="no longer kept"):
        _ = jobs.made(workspace, key, asker=member, now=now())


def test_a_real_paper_of_a_store_with_nothing_to_show_fails_in_plain_words(workspace):
    key = jobs.ask_for_paper(form="pdf", asker=LOCAL_USER, now=now())
    worked(workspace)
    assert shown(workspace, key).state in ("done", "failed")
    assert shown(workspace, key).sentences


def test_a_paper_of_no_such_form_is_refused(records):
    with pytest.raises(Problem, match="cannot be written as 'exe'"):
        _ = jobs.ask_for_paper(form="exe", asker=LOCAL_USER, now=now())


def test_whoever_may_not_load_can_neither_send_nor_ask(workspace):
    manager = account("manager")
    with pytest.raises(NotAllowed):
        _ = sent(workspace, SENT, asker=manager)
    with pytest.raises(NotAllowed):
        _ = jobs.ask_for_load(sent(workspace, SENT), asker=manager, now=now())
    assert kept.Job.objects.count() == 0


@pytest.mark.parametrize("become", ["closed", "manager"])
def test_a_job_runs_as_its_asker_is_allowed_when_it_runs(workspace, become):
    analyst = account("analyst")
    key = asked(workspace, SENT, asker=analyst)
    if become == "closed":
        _ = close_account(analyst.key, asker=LOCAL_USER, now=NOW)
    else:
        _ = change_account(analyst.key, asker=LOCAL_USER, now=NOW, roles=["manager"])
    worked(workspace)
    end = shown(workspace, key)
    assert end.state == "failed"
    assert ("closed" in end.sentences[0]) == (become == "closed")
    assert children(workspace) == {"0012", "0044"}
    assert not uploads_of(workspace, key).exists()


def test_one_sees_ones_own_jobs_and_whoever_may_cancel_any_sees_all(workspace):
    ann, ben = account("analyst"), account("analyst", email="ben@example.gov.uk")
    admin, family = account("administrator", email="a@example.gov.uk"), account("family", email="f@example.gov.uk")
    key = asked(workspace, SENT, asker=ann)
    for asker, sees in ((ann, 1), (ben, 0), (admin, 1), (LOCAL_USER, 1)):
        found = jobs.jobs(workspace, asker=asker, now=now())
        assert (len(found.jobs), found.of_all) == (sees, asker in (admin, LOCAL_USER))
    with pytest.raises(NotAllowed):
        _ = jobs.jobs(workspace, asker=family, now=now())
    for stranger, raised in ((ben, Problem), (family, NotAllowed)):
        with pytest.raises(raised):
            _ = jobs.job(workspace, key, asker=stranger, now=now())
        with pytest.raises(raised):
            jobs.cancel_job(workspace, key, asker=stranger, now=now())
    assert shown(workspace, key).state == "waiting"
    jobs.cancel_job(workspace, key, asker=admin, now=now())
    assert shown(workspace, key).state == "cancelled"
    assert did(key) == [
        (ann.key, "asked for a job"), (ann.key, "a job ended"), (admin.key, "cancelled a job"),
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["", "1", "x' or 1=1", "00000000-0000-0000-0000-000000000000"])
def test_a_job_that_is_not_there_is_said(workspace, key):
    with pytest.raises(Problem, match="no such job"):
        _ = jobs.job(workspace, key, asker=LOCAL_USER, now=now())


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(workspace):
    key = asked(workspace, SENT)
    jobs.cancel_job(workspace, key, asker=LOCAL_USER, now=now())
    assert not uploads_of(workspace, key).exists()
    worked(workspace)
    assert shown(workspace, key).state == "cancelled"
    assert children(workspace) == {"0012", "0044"}
    with pytest.raises(Problem, match="ended already"):
        jobs.cancel_job(workspace, key, asker=LOCAL_USER, now=now())


def test_a_running_job_stops_where_it_next_says_how_far_it_is(workspace, monkeypatch):
    key = asked(workspace, SENT)
    seen = []

    def asking(task):
        jobs.cancel_job(workspace, key, asker=LOCAL_USER, now=now())
        # Asking twice is no fault, and written down once.
        jobs.cancel_job(workspace, key, asker=LOCAL_USER, now=now())
        seen.append(shown(workspace, key))
        while True:
            task.watch.say("Still going")

    monkeypatch.setitem(job_kinds.KINDS, "load", replace(job_kinds.KINDS["load"], do=asking))
    worked(workspace)
    end = shown(workspace, key)
    assert seen[0].cancel_asked
    assert not seen[0].may_cancel
    assert (end.state, end.says) == ("cancelled", "Still going")
    assert "last good ones" in end.sentences[1]
    assert [one for _, one in did(key)].count("asked for a job to be cancelled") == 1


def test_from_the_last_moment_on_a_job_is_not_stopped_and_says_that_it_was_too_late(workspace, monkeypatch):
    key = asked(workspace, SENT)

    def late(task):
        task.watch.last_moment()
        task.watch.cancelled = True
        task.watch.say("Using it")
        return job_kinds.Outcome(sentences=("All loaded.",))

    monkeypatch.setitem(job_kinds.KINDS, "load", replace(job_kinds.KINDS["load"], do=late))
    worked(workspace)
    end = shown(workspace, key)
    assert (end.state, end.sentences) == ("done", (job_running.TOO_LATE, "All loaded."))


def test_a_fault_ends_the_job_and_nothing_of_what_was_met_is_kept(workspace, monkeypatch):
    from django_tasks_db.models import DBTaskResult

    key = asked(workspace, SENT)

    def faulty(_):
        raise ValueError("row 7: AMY EXAMPLE, born 2 May 2014")

    monkeypatch.setitem(job_kinds.KINDS, "load", replace(job_kinds.KINDS["load"], do=faulty))
    worked(workspace)
    end = shown(workspace, key)
    assert (end.state, end.sentences[:2]) == ("failed", (job_running.FAULT, "ValueError"))
    kept_of_it = str(list(kept.Job.objects.values())) + str(list(DBTaskResult.objects.values()))
    assert "AMY" not in kept_of_it
    assert "2014" not in kept_of_it


def test_a_job_of_a_kind_that_is_no_longer_there_fails(workspace):
    key = asked(workspace, SENT)
    kept.Job.objects.filter(pk=key).update(kind="dreams")
    worked(workspace)
    assert "does not know" in shown(workspace, key).sentences[0]


def test_files_that_were_sent_and_are_gone_are_asked_for_again(workspace):
    from turncurve.store.uploads import take_away_folder

    key = asked(workspace, SENT)
    take_away_folder(uploads_of(workspace, key))
    worked(workspace)
    assert shown(workspace, key).sentences == ("The files that were sent are no longer here.", "Send them again.")


def test_while_somebody_loads_at_the_command_line_a_job_says_so(workspace):
    key = asked(workspace, SENT)
    with turn_to_load(workspace):
        worked(workspace)
    assert "already" in shown(workspace, key).sentences[0]
    assert children(workspace) == {"0012", "0044"}


def test_an_interrupted_load_keeps_none_of_the_files(workspace, monkeypatch):
    from turncurve.desk import loading

    before = sorted(path.name for path in workspace.returns.iterdir())
    key = asked(workspace, SENT)
    monkeypatch.setattr(loading, "curve_points", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    worked(workspace)
    assert shown(workspace, key).state == "failed"
    assert sorted(path.name for path in workspace.returns.iterdir()) == before
    assert [path.name for path in workspace.analysis.iterdir() if ".building" in path.name] == []


def test_a_load_refused_at_the_last_moment_leaves_no_database_behind(workspace):
    from turncurve.desk.loading import load_returns

    before = sorted(path.name for path in (*workspace.returns.iterdir(), *workspace.analysis.iterdir()))
    file = workspace.folder.parent / "episodes.csv"
    file.write_text(episodes(LATER))

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _ = load_returns(
            workspace, [file], asker=LOCAL_USER, now=now(), progress=lambda _: None, last_moment=stop
        )  # fmt: skip
    assert sorted(path.name for path in (*workspace.returns.iterdir(), *workspace.analysis.iterdir())) == before
    assert children(workspace) == {"0012", "0044"}


def test_the_worker_says_every_second_how_far_it_is(workspace, monkeypatch):
    key = asked(workspace, SENT)
    seen = []

    def slow(task):
        task.watch.say("Taking in a file", done=1, of=3)
        from tests.support.jobs import until

        until(lambda: shown(workspace, key).says == "Taking in a file")
        seen.append(shown(workspace, key))
        return job_kinds.Outcome(sentences=("Done.",))

    monkeypatch.setitem(job_kinds.KINDS, "load", replace(job_kinds.KINDS["load"], do=slow))
    worked(workspace)
    assert (seen[0].state, seen[0].done, seen[0].of, seen[0].silent_minutes) == ("running", 1, 3, 0)
    assert not seen[0].no_worker
    # The same job, had nothing been heard for five minutes.
    from datetime import timedelta

    _ = a_job("running")
    late = jobs.jobs(workspace, asker=LOCAL_USER, now=NOW + timedelta(minutes=5, seconds=1)).jobs
    assert [one.silent_minutes for one in late if one.state == "running"] == [5]


def test_what_the_library_keeps_goes_after_a_day_and_the_jobs_stay(workspace):
    from datetime import timedelta

    from django_tasks_db.models import DBTaskResult

    key = asked(workspace, SENT)
    worked(workspace)
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(finished_at=now() - timedelta(days=2))
    from turncurve.records.tasks import forget_ended

    forget_ended()
    assert DBTaskResult.objects.count() == 0
    assert shown(workspace, key).state == "done"


@pytest.mark.parametrize(
    ("said", "kept_as"),
    [
        ("episodes.csv", "episodes.csv"),
        ("2023-24/episodes.csv", "2023-24/episodes.csv"),
        ("../../../etc/passwd", "etc/passwd"),
        ("..\\..\\windows\\win.ini", "windows/win.ini"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\returns\\a.csv", "C_/returns/a.csv"),
        ("a/./..//b.csv", "a/b.csv"),
        ("a\0b\r\n.csv", "a_b__.csv"),
        ("con.csv", "_con.csv"),
        ("a:stream.csv", "a_stream.csv"),
        ("x" * 400 + ".csv", "x" * 196 + ".csv"),
        ("é" * 300, "é" * 100),
        ("/".join("abcdefghijk"), "d/e/f/g/h/i/j/k"),
        ("trailing. . ", "trailing"),
    ],
)
def test_a_file_that_is_sent_lies_below_its_own_folder_whatever_its_name(loaded, tmp_path, said, kept_as):
    from turncurve.desk.uploading import Upload

    upload = Upload(folder=tmp_path / "uploads", most=100)
    upload.begin_file(said)
    upload.take(b"x")
    upload.refuse_unless_whole()
    home = tmp_path / "uploads" / str(upload.key)
    assert [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()] == [kept_as]
    assert [path for path in tmp_path.rglob("*") if path.is_file() and not path.is_relative_to(home)] == []


def test_two_files_of_one_name_are_both_kept(tmp_path):
    from turncurve.desk.uploading import Upload

    upload = Upload(folder=tmp_path, most=100)
    for _ in range(3):
        upload.begin_file("a.csv")
        upload.take(b"x")
    upload.refuse_unless_whole()
    assert sorted(path.name for path in (tmp_path / str(upload.key)).iterdir()) == ["a (2).csv", "a (3).csv", "a.csv"]


@pytest.mark.parametrize("said", ["", "..", "/", "\\..\\", "   "])
def test_a_name_of_which_nothing_is_left_is_no_file(tmp_path, said):
    from turncurve.desk.uploading import Upload

    upload = Upload(folder=tmp_path, most=100)
    upload.begin_file(said)
    upload.take(b"x")
    with pytest.raises(Problem, match="No file"):
        upload.refuse_unless_whole()
    assert list(tmp_path.iterdir()) == []


def test_more_than_may_be_sent_is_refused_and_nothing_of_it_stays(tmp_path):
    from turncurve.desk.uploading import Upload

    upload = Upload(folder=tmp_path, most=10)
    upload.begin_file("a.csv")
    upload.take(b"x" * 11)
    upload.begin_file("b.csv")
    upload.take(b"x")
    with pytest.raises(Problem, match="larger"):
        upload.refuse_unless_whole()
    assert list(tmp_path.iterdir()) == []
