"""Nobody's words are lost: the second of two writers sees the first's and chooses."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from tests.records.conftest import NOW

from turncurve.records.notes import Note, NoteVersion, note_about, save_note


def save(text, seen, by="key 1"):
    return save_note("curve care_rate", text=text, seen=seen, by=by, at=NOW)


def test_each_version_is_kept(records):
    assert note_about("curve care_rate").version == 0
    assert save("First", 0).taken
    assert save("Second", 1, by="key 2").version == 2
    kept = NoteVersion.objects.order_by("version").values_list("version", "text", "by")
    assert list(kept) == [(1, "First", "key 1"), (2, "Second", "key 2")]
    assert note_about("curve care_rate").text == "Second"


def test_the_second_writer_of_one_version_changes_nothing_and_is_shown_the_first_ones_words(records):
    _ = save("First", 0)
    theirs = save("Theirs", 1, by="key 2")
    mine = save("Mine", 1)
    assert theirs.taken
    assert (mine.taken, mine.text, mine.version, mine.by) == (False, "Theirs", 2, "key 2")
    # Having seen them, the writer chooses.
    assert save("Theirs and mine", 2).taken
    assert note_about("curve care_rate").text == "Theirs and mine"


def test_fifty_writers_at_once_lose_no_words(records):
    ready = threading.Barrier(50)

    def write(number):
        try:
            ready.wait()
            seen = note_about("curve care_rate")
            words = f"{seen.text} {number}".strip()
            while not (saved := save(words, seen.version, by=f"key {number}")).taken:
                # What anybody would do who is shown the other's words: keep them, and add one's own.
                seen = saved
                words = f"{saved.text} {number}".strip()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(50) as writers:
        _ = list(writers.map(write, range(50)))
    assert sorted(map(int, note_about("curve care_rate").text.split())) == list(range(50))
    assert Note.objects.count() == 1
    assert list(NoteVersion.objects.order_by("version").values_list("version", flat=True)) == list(range(1, 51))
