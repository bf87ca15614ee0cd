"""A search by each role: what they may open and nothing else, no child, no figure, and no trace of what was typed."""

import re
from itertools import pairwise

import pytest
from tests.conftest import NOW
from tests.support.marked_child import BORN, CHILD, HOME, NAME, UPN

from turncurve.definitions.checks import checks
from turncurve.definitions.measures import measures
from turncurve.definitions.synonyms import read_synonyms, synonyms
from turncurve.desk.accounts import open_account
from turncurve.desk.asker import LOCAL_USER, ROLES, WHO_MAY, Asker
from turncurve.desk.notes import write_note
from turncurve.desk.searching import KINDS, LONGEST, kinds_for, search
from turncurve.desk.workspace import init_workspace
from turncurve.records.audit import AuditEntry
from turncurve.web.help.finding import manual_index
from turncurve.web.help.reading import docs_folder, found_in
from turncurve.words.problems import Problem

TODAY = NOW.date()


@pytest.fixture
def seek(records, invented):
    def seeking(asked, asker=LOCAL_USER, workspace=invented):
        return search(workspace, asked, asker=asker, as_at=TODAY, manual=manual_index(docs_folder()))

    return seeking


def of(*roles, localities=(), key="key"):
    return Asker(key=key, roles=frozenset(roles), localities=frozenset(localities))


def seen(answer, kind=""):
    return [one.title for group in answer.groups if not kind or group.kind == kind for one in group.shown]


@pytest.mark.parametrize(
    ("asked", "kind", "title"),
    [
        ("looked after", "measure", "Children in care, without unaccompanied children"),
        ("LAC", "measure", "Children in care, without unaccompanied children"),
        ("uasc", "measure", "Unaccompanied children in care"),
        ("row 1", "measure", "Children in care, without unaccompanied children"),
        ("care_rate", "measure", "Children in care, without unaccompanied children"),
        ("refferals", "measure", "Referrals to children's social care"),
        ("declare a turning date", "help", "How to declare a turning date"),
        ("safety balance", "word", "Safety balance"),
        ("501", "check", "An episode that runs past the start of the child's next one"),
    ],
)
def test_what_people_look_for_is_found(seek, asked, kind, title):
    assert title in seen(seek(asked), kind)


def test_each_role_finds_only_the_kinds_of_thing_it_may_open(seek, invented):
    _ = open_account(asker=LOCAL_USER, now=NOW, email="care@example.gov.uk", name="Care Example", roles=["analyst"])
    for role in ROLES:
        asker = of(role)
        _ = (
            [write_note(invented, "care_rate", place="", text="care", seen=0, asker=asker, now=NOW)]
            if (role in WHO_MAY["write notes"])
            else []
        )
        kinds = {group.kind for group in seek("care", asker).groups} | {
            group.kind for group in seek("episode", asker).groups
        }
        assert kinds <= set(kinds_for(asker)), role
        for kind, question in KINDS.items():
            if question and role not in WHO_MAY[question]:
                assert kind not in kinds, (role, kind)
    assert seen(seek("care example", of("administrator")), "account") == ["Care Example"]
    assert seen(seek("care example", of("director")), "account") == []
    nobody = Asker(key="nobody", roles=frozenset())
    assert (kinds_for(nobody), seek("care", nobody).groups) == ((), ())


def test_a_locality_is_found_by_those_who_may_see_it_alone(seek, invented):
    from turncurve.desk.questions import places

    own, other, *_ = places(invented, asker=LOCAL_USER, as_at=TODAY)
    assert seen(seek(other), "locality") == [other]
    kept = of("manager", localities=[own])
    assert seen(seek(own, kept), "locality") == [own]
    assert seen(seek(other, kept), "locality") == []


def test_ones_own_notes_are_found_by_their_words_and_nobody_elses(seek, invented):
    from turncurve.desk.questions import places

    place, *_ = places(invented, asker=LOCAL_USER, as_at=TODAY)
    ada, ben = of("manager", key="Ada"), of("manager", key="Ben")
    _ = write_note(invented, "care_rate", place=place, text="The zeppelin opened", seen=0, asker=ada, now=NOW)
    title = f"Your note beside Children in care, without unaccompanied children, {place}"
    assert seen(seek("zeppelin", ada)) == [title]
    assert seen(seek("zeppelin", ben)) == []
    # Kept to another locality since, or without the role, they no longer open it.
    assert seen(seek("zeppelin", of("manager", key="Ada", localities=["Elsewhere"]))) == []
    assert seen(seek("zeppelin", of("board member", key="Ada"))) == []
    # The words themselves are not shown.
    assert "zeppelin" not in str(seek("zeppelin", ada)).lower()


def test_no_child_is_found_by_anything_a_return_or_a_note_holds_of_them(seek, invented):
    from turncurve.desk.lines import analysis_of

    text = f"See {CHILD} {UPN} born {BORN} {HOME}"
    _ = write_note(invented, "care_rate", place="", text=text, seen=0, asker=LOCAL_USER, now=NOW)
    analysis = analysis_of(invented)
    children = analysis.table("person").head(20)
    column = next(name for name in children.columns if "child" in name or "person" in name)
    for number in [*map(str, children.get_column(column)), CHILD, UPN, BORN, HOME, NAME]:
        assert seek(number).count == 0, number
        assert seek(f"child {number}").count == 0 or number == NAME, number


def test_no_figure_of_the_council_is_shown(seek):
    """What is shown of a measure is its question, and of a locality its name alone."""
    questions = {one.question for one in measures().values()}
    for asked in ("care", "plans", "referral", "workers"):
        for group in seek(asked).groups:
            if group.kind in ("measure", "locality"):
                assert {one.shows for one in group.shown} <= questions | {""}


def test_what_was_typed_is_written_down_nowhere(seek, caplog, capfd):
    before = AuditEntry.objects.count()
    with caplog.at_level("DEBUG"):
        _ = seek("Quillfeather zebra")
    told = capfd.readouterr()
    assert "Quillfeather" not in caplog.text + told.out + told.err
    assert AuditEntry.objects.count() == before


def test_a_query_that_is_too_long_is_refused_and_none_finds_nothing(seek):
    with pytest.raises(Problem, match="letters"):
        _ = seek("x" * (LONGEST + 1))
    for asked in ("", "   ", "?!"):
        assert seek(asked).count == 0


def test_an_empty_workspace_is_searched_too(seek, tmp_path):
    empty = init_workspace(tmp_path / "empty", named="Dorset")
    assert "Children in care, without unaccompanied children" in seen(seek("care", workspace=empty), "measure")


def test_the_best_are_shown_and_the_others_counted(seek):
    (group,) = [one for one in seek("care").groups if one.kind == "measure"]
    assert len(group.shown) == 10
    assert group.more > 5


def test_every_link_of_a_check_and_of_the_manual_leads_to_a_heading_that_is_there(seek):
    from turncurve.desk.searching import _definitions

    pages = {}
    for index in (manual_index(docs_folder()), _definitions()):
        for entry in index.entries:
            if entry.link.page != "help_page":
                continue
            (path,) = entry.link.address
            if path not in pages:
                pages[path] = found_in(docs_folder(), path).html
            assert not entry.link.part or f' id="{entry.link.part}"' in pages[path], entry.title
    assert len([one for one in _definitions().entries if one.kind == "check"]) == len(checks())


def test_the_first_of_each_line_of_synonyms_is_a_word_that_pages_use():
    from turncurve.desk.searching import _definitions

    said = " ".join(
        f"{one.title} {one.text}" for index in (manual_index(docs_folder()), _definitions()) for one in index.entries
    ).casefold()
    assert [one[0] for one in synonyms() if one[0] not in said] == []
    every = [phrase for one in synonyms() for phrase in one]
    assert [one for one, other in pairwise(sorted(every)) if one == other] == []
    assert all(phrase == re.sub(r"\s+", " ", phrase.casefold()) for phrase in every)
    with pytest.raises(Problem):
        _ = read_synonyms("- not: a list")
