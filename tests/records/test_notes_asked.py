"""Notes through the desk: who may, what is written down, and that the second writer sees the first's words."""

import pytest
from tests.conftest import NOW

from turncurve.desk.asker import LOCAL_USER, Asker, NotAllowed
from turncurve.desk.notes import LONGEST, read_note, write_note
from turncurve.desk.workspace import Workspace
from turncurve.records.audit import AuditEntry
from turncurve.words.problems import Problem

ADA, BEN = (Asker(key=f"key {name}", roles=frozenset({"manager"})) for name in ("Ada", "Ben"))


@pytest.fixture
def write(records, invented: Workspace):
    def writing(text, *, seen, asker=LOCAL_USER, place="", measure="care_rate"):
        return write_note(invented, measure, place=place, text=text, seen=seen, asker=asker, now=NOW)

    return writing


def test_a_note_is_written_down_without_its_words(write, invented):
    assert write("First\r\nwords ", seen=0).text == "First\nwords"
    (entry,) = AuditEntry.objects.filter(did="wrote a note")
    assert (entry.about, entry.details) == ("curve care_rate", {"version": 1})
    assert "words" not in str(vars(entry))
    shown = read_note(invented, "care_rate", place="", asker=ADA, as_at=NOW.date())
    assert (shown.text, shown.by, shown.version) == ("First\nwords", "this computer's user", 1)


def test_the_second_writer_is_given_the_firsts_words_and_nothing_is_written_down(write):
    _ = write("One", seen=0, asker=ADA)
    refused = write("Other", seen=0, asker=BEN)
    assert (refused.taken, refused.text, refused.version) == (False, "One", 1)
    assert AuditEntry.objects.filter(did="wrote a note").count() == 1
    last = write("One\n\nOther", seen=1, asker=BEN)
    assert last.taken
    assert [one.text for one in last.earlier] == ["One"]


@pytest.mark.parametrize(
    ("kept_to", "place", "refusal"),
    [("North", "South", NotAllowed), ("", "Nowhere", Problem), ("", "x" * 300, Problem)],
)
def test_only_beside_a_curve_that_is_there_and_that_the_writer_may_see(write, kept_to, place, refusal):
    asker = Asker(key="key", roles=frozenset({"manager"}), localities=frozenset({kept_to} if kept_to else ()))
    with pytest.raises(refusal):
        _ = write("Words", seen=0, asker=asker, place=place)


def test_who_may_not_write_and_what_is_too_long_is_refused(write):
    with pytest.raises(NotAllowed):
        _ = write("Words", seen=0, asker=Asker(key="key", roles=frozenset({"board member"})))
    with pytest.raises(Problem, match="letters"):
        _ = write("x" * (LONGEST + 1), seen=0)
    with pytest.raises(Problem):
        _ = write("Words", seen=0, measure="nothing")
    assert not AuditEntry.objects.exists()
