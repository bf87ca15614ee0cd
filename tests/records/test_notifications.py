"""What people are told of: who is and who is not, in what words, seen by themselves alone, and for how long kept."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from tests.conftest import NOW
from tests.desk.test_region import episodes
from tests.records.conftest import silently
from tests.returns.test_ssda903_faults import GOOD
from tests.support.jobs import asked, now, shown, worked

from turncurve.desk.accounts import change_account, close_account, open_account
from turncurve.desk.asker import LOCAL_USER, WHO_MAY, Asker
from turncurve.desk.job_kinds import KINDS as JOBS
from turncurve.desk.job_kinds import uploads_of
from turncurve.desk.jobs import cancel_job
from turncurve.desk.loading import load_returns
from turncurve.desk.notes import write_note
from turncurve.desk.notifying import KINDS, NO_MORE, mark_seen, notifications, notify, unseen
from turncurve.records.notifications import Notification
from turncurve.words.problems import Problem

SENT = {"sent/2021-22/episodes.csv": episodes(GOOD.replace("2023", "2021"))}
PLACES = {"measure": "care_rate", "place": "Harbour"}


def opened(name, *roles, localities=()):
    key = open_account(
        asker=LOCAL_USER, now=NOW, email=f"{name}@example.gov.uk", name=name, roles=roles, localities=localities
    ).key
    return Asker(key=key, roles=frozenset(roles), localities=frozenset(localities))


def said(asker):
    return [one.says for one in notifications(asker=asker).told]


def test_every_kind_leads_to_a_page_that_is_there_and_to_a_question_that_is_ruled_on():
    from django.urls import reverse

    for name, kind in KINDS.items():
        assert reverse(kind.page, args=["x" for _ in kind.in_address])
        assert kind.may == "" or kind.may in WHO_MAY, name
        assert not kind.says(dict.fromkeys(kind.keys, "care_rate")).endswith(".")


def test_who_wrote_last_is_told_that_somebody_wrote_after_them(records, invented):
    ada, ben = opened("Ada", "manager"), opened("Ben", "analyst")

    def write(asker, text, seen):
        return write_note(invented, "care_rate", place="", text=text, seen=seen, asker=asker, now=NOW)

    _ = write(ada, "Quillfeather went home", 0)
    _ = write(ada, "Quillfeather went home in March", 1)
    assert said(ada) == []
    assert not write(ben, "Mine", 1).taken
    assert said(ada) == []
    _ = write(ben, "Quillfeather came back", 2)
    (told,) = notifications(asker=ada).told
    assert told.says == "Somebody wrote after you beside a curve: Children in care, without unaccompanied children"
    assert (told.link.page, told.link.address, told.link.part) == ("curve", ("care_rate",), "notes")
    assert said(ben) == []
    _ = write(ada, "And again", 3)
    assert (len(said(ben)), len(said(ada))) == (1, 1)
    # Nothing of what anybody wrote is in it.
    assert "Quillfeather" not in str(list(Notification.objects.values()))


def test_what_is_not_seen_yet_is_told_once_and_what_was_seen_is_told_again(records):
    for _ in range(3):
        notify(to="key", kind="returns loaded", keys={}, now=NOW)
    analyst = Asker(key="key", roles=frozenset({"analyst"}))
    assert unseen(asker=analyst) == 1
    mark_seen(asker=analyst, now=NOW, until=NOW.isoformat())
    notify(to="key", kind="returns loaded", keys={}, now=NOW)
    assert [one.seen for one in notifications(asker=analyst).told] == [False, True]


def test_whose_roles_or_localities_changed_is_told_and_nobody_else(records):
    administrator, analyst = opened("Admin", "administrator"), opened("Ann", "analyst")

    def change(key, asker=administrator, **to):
        wanted = {"roles": ["analyst"], "team": "", "localities": [], **to}
        _ = change_account(key, asker=asker, now=NOW, **wanted)

    change(analyst.key)
    change(analyst.key, team="North team")
    assert said(analyst) == []
    change(analyst.key, localities=["Harbour"])
    assert said(analyst) == ["An administrator changed your roles, or the localities you are kept to"]
    change(administrator.key, roles=["administrator", "analyst"])
    assert said(administrator) == []


def test_those_who_may_see_the_checks_are_told_of_new_returns_but_not_who_loaded_them(workspace, tmp_path):
    loader, manager = opened("Loader", "analyst"), opened("Manager", "manager")
    director, closed = opened("Director", "director"), opened("Closed", "manager")
    _ = close_account(closed.key, asker=LOCAL_USER, now=NOW)
    file = tmp_path / "new" / "2024-25" / "episodes.csv"
    file.parent.mkdir(parents=True)
    _ = file.write_text(episodes(GOOD.replace("2023", "2024")))

    def load():
        _ = load_returns(workspace, [tmp_path / "new"], asker=loader, now=NOW, progress=silently)

    load()
    assert said(manager) == ["New returns were loaded"]
    assert said(loader) == said(director) == []
    assert not Notification.objects.filter(to=closed.key).exists()
    mark_seen(asker=manager, now=NOW, until=NOW.isoformat())
    # The same files again are no news.
    load()
    assert unseen(asker=manager) == 0


def test_it_is_told_with_the_change_or_not_at_all(records):
    def fails():
        with transaction.atomic():
            notify(to="key", kind="returns loaded", keys={}, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert not Notification.objects.exists()


def test_somebody_sees_only_their_own_and_marks_only_their_own(records):
    ann, ben = (Asker(key=name, roles=frozenset({"analyst"})) for name in ("Ann", "Ben"))
    for to in ("Ann", "Ben"):
        notify(to=to, kind="returns loaded", keys={}, now=NOW)
    mark_seen(asker=ann, now=NOW, until=NOW.isoformat())
    assert (unseen(asker=ann), unseen(asker=ben)) == (0, 1)
    nobody = Asker(key="nobody", roles=frozenset())
    notify(to="nobody", kind="account changed", keys={}, now=NOW)
    assert (said(nobody), unseen(asker=nobody)) == ([], 0)


def test_what_came_after_the_page_was_shown_stays_unseen(records):
    analyst = Asker(key="key", roles=frozenset({"analyst"}))
    notify(to="key", kind="returns loaded", keys={}, now=NOW)
    notify(to="key", kind="note written after yours", keys=PLACES, now=NOW + timedelta(seconds=5))
    mark_seen(asker=analyst, now=NOW + timedelta(seconds=9), until=NOW.isoformat())
    assert [(one.says[:8], one.seen) for one in notifications(asker=analyst).told] == [
        ("Somebody", False),
        ("New retu", True),
    ]
    for wrong in ("", "yesterday", "2026-01-01", "9" * 500):
        with pytest.raises(Problem):
            mark_seen(asker=analyst, now=NOW, until=wrong)


@pytest.mark.parametrize(
    ("roles", "localities", "opens"),
    [
        ({"manager"}, (), True),
        ({"manager"}, ("Harbour",), True),
        ({"manager"}, ("Moorside",), False),
        ({"board member"}, (), False),
        (set(), (), False),
    ],
)
def test_who_may_no_longer_open_what_it_is_about_is_told_no_more_of_it(records, roles, localities, opens):
    notify(to="key", kind="note written after yours", keys=PLACES, now=NOW)
    asker = Asker(key="key", roles=frozenset(roles), localities=frozenset(localities))
    (told,) = notifications(asker=asker).told
    assert (told.link is not None) == opens
    assert ("Harbour" in told.says) == opens
    assert opens or told.says == NO_MORE


def test_what_was_seen_long_ago_is_taken_away_and_what_was_not_seen_is_kept(records):
    analyst = Asker(key="key", roles=frozenset({"analyst"}))
    notify(to="key", kind="returns loaded", keys={}, now=NOW)
    mark_seen(asker=analyst, now=NOW, until=NOW.isoformat())
    notify(to="other", kind="returns loaded", keys={}, now=NOW)
    kept = timedelta(days=settings.NOTIFICATIONS_KEPT_DAYS)
    notify(to="third", kind="returns loaded", keys={}, now=NOW + kept)
    assert Notification.objects.filter(to="key").exists()
    notify(to="third", kind="returns loaded", keys={}, now=NOW + kept + timedelta(seconds=1))
    assert sorted(Notification.objects.values_list("to", flat=True)) == ["other", "third"]


def test_a_kind_that_is_not_known_or_keys_that_are_no_keys_are_a_fault(records):
    with pytest.raises(KeyError):
        notify(to="key", kind="nothing", keys={}, now=NOW)
    for keys in ({}, {**PLACES, "text": "words"}, {**PLACES, "place": "x" * 201}):
        with pytest.raises(ValueError, match="keys only"):
            notify(to="key", kind="note written after yours", keys=keys, now=NOW)
    # A kind that a later release wrote and this one does not know says nothing of itself.
    _ = Notification.objects.create(to="key", kind="of tomorrow", about="secret", keys={}, at=NOW)
    assert said(Asker(key="key", roles=frozenset({"analyst"}))) == [NO_MORE]


def test_whoever_asked_for_work_is_told_how_it_ended_until_they_have_seen_its_page(workspace):
    ann, admin = opened("Ann", "analyst"), opened("Admin", "administrator")
    done = asked(workspace, SENT, asker=ann)
    worked(workspace)
    (told,) = notifications(asker=ann).told
    assert told.says == "The load of returns that you asked for is done"
    assert (told.link.page, told.link.address) == ("job", (done,))
    # Another who looks at it has not seen it for them.
    _ = shown(workspace, done, asker=admin)
    assert unseen(asker=ann) == 1
    _ = shown(workspace, done, asker=ann)
    assert unseen(asker=ann) == 0
    cancel_job(workspace, asked(workspace, SENT, asker=ann), asker=ann, now=now())
    assert unseen(asker=ann) == 0
    other = asked(workspace, SENT, asker=ann)
    cancel_job(workspace, other, asker=admin, now=now())
    assert said(ann)[0] == "The load of returns that you asked for was cancelled by an administrator"
    mark_seen(asker=ann, now=now(), until=now().isoformat())
    failed = asked(workspace, SENT, asker=ann)
    for sent in uploads_of(workspace, failed).rglob("*.csv"):
        sent.unlink()
    uploads_of(workspace, failed).joinpath("sent", "2021-22").rmdir()
    uploads_of(workspace, failed).joinpath("sent").rmdir()
    worked(workspace)
    assert said(ann)[0] == "The load of returns that you asked for could not be done"


def test_every_kind_of_work_has_its_words():
    for kind in JOBS:
        keys = {"job": "x", "kind": kind, "state": "done"}
        assert not KINDS["job ended"].says(keys).startswith("The work that")
