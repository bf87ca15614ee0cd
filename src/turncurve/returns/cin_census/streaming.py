"""One census file, streamed: its children taken some thousands at a time, so that memory holds no more of the XML."""

from typing import Final

import polars as pl

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.cin_census.elements import outermost_rows
from turncurve.returns.cin_census.records import records_of
from turncurve.returns.cin_census.repeats import set_repeats_aside
from turncurve.returns.cin_census.rows import rows_of
from turncurve.returns.cin_census.taking import Taken
from turncurve.returns.cin_census.walking import Walk, Walked
from turncurve.returns.cin_census.whole import say_it_broke, say_it_declares, say_namespace, say_of_whole
from turncurve.returns.dates import read_date
from turncurve.returns.safe_xml import (
    Element,
    XMLBroken,
    declared_after_all,
    declares,
    forget,
    has_attributes,
    how_it_broke,
    plain_name,
    start_of,
    streamed,
)
from turncurve.words.periods import year_ending_march

_SPELT: Final = (
    "Child",
    "child",
    "CHILD",
    "ReferenceDate",
    "referenceDate",
    "referencedate",
    "REFERENCEDATE",
    "LEA",
    "Lea",
    "lea",
)
# What a Child is called once it has been taken: whatever row is left in the file at its end stands in none.
_TAKEN: Final = "taken"
# Elements held before they are read.
_AT_A_TIME: Final = 1 << 18


def read_file(file: ArrivedFile) -> Taken:
    """What one file holds. Where it breaks off, the children before the break; nothing where it declares entities."""
    taken = Taken(file=file.name, key=file.key)
    if declares(start_of(file)):
        say_it_declares(taken)
        return taken
    census = _Census(taken)
    with file.open() as opened:
        events = streamed(opened, tags=_SPELT)
        try:
            for _, element in events:
                if not census.take(element):
                    return taken
            census.lose(getattr(events, "root", None))
        except XMLBroken as broken:
            say_it_broke(taken, how=how_it_broke(broken))
    census.finish()
    return taken


class _Census:
    """A census being read, from its first element to its last."""

    def __init__(self, taken: Taken) -> None:
        self.taken = taken
        self.walk = Walk(taken)
        self.batches: list[dict[str, pl.DataFrame]] = []
        self.begun = False
        # What the children stand in, and whether that is itself within a Child.
        self.around: Element | None = None
        self.is_within_child = False

    def take(self, element: Element) -> bool:
        """Take one element the census is read by; False where the file turns out to declare entities after all."""
        if not self.begun and declared_after_all(element):
            say_it_declares(self.taken)
            return False
        name = element.tag if element.tag == "Child" else plain_name(element.tag).lower()
        if name in ("Child", "child"):
            self._take_child(element)
        elif name == "lea":
            self.taken.authority = self.taken.authority or (element.text or "").strip()
        elif not self.taken.year and (day := read_date((element.text or "").strip())) is not None:
            self.taken.year = year_ending_march(day)
        return True

    def lose(self, element: Element | None) -> None:
        """Set aside the rows an element is or holds, which stand in no Child."""
        for one in () if element is None else outermost_rows(element):
            self.taken.stray(one, "in no Child", part="the census")

    def finish(self) -> None:
        """Read what has been walked and say what can be said of the whole."""
        self._read()
        columns = self.taken.records
        self.taken.records = {
            name: pl.concat([columns[name], *(one[name] for one in self.batches)]) for name in columns
        }
        self.batches.clear()
        set_repeats_aside(self.taken)
        say_of_whole(self.taken)
        # In the order of the file; what is said of the whole comes last.
        self.taken.problems.sort(key=lambda problem: (problem.row is None, problem.row or 0))

    def _take_child(self, child: Element) -> None:
        if (around := child.getparent()) is not self.around:
            self.around = around
            self.is_within_child = around is not None and any(
                plain_name(one.tag).lower() == "child" for one in (around, *around.iterancestors())
            )
        if self.is_within_child:
            return  # The Child around it says that it has no place there.
        if not self.begun:
            self.begun = True
            if child.tag.startswith("{"):
                say_namespace(self.taken)
        if has_attributes(child):
            self.taken.strange["Child", "its attributes", "no part of the census"] += 1
        self.walk.take_child(child)
        for one in child.itersiblings(preceding=True):
            self.lose(one)
        forget(child)
        child.tag = _TAKEN
        if len(self.walk.walked.places) >= _AT_A_TIME:
            self._read()

    def _read(self) -> None:
        """Read what has been walked so far."""
        walked, self.walk.walked = self.walk.walked, Walked()
        if walked.places:
            read = records_of(rows_of(walked, taken=self.taken), taken=self.taken)
            self.batches.append({name: read[name].select(of.columns) for name, of in self.taken.records.items()})
