"""The return's XML (EXPSSDA903), streamed child by child into the rows of its modules."""

import re
from functools import partial
from typing import Final

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.csv_heading import Heading
from turncurve.returns.safe_xml import XMLBroken, declared_after_all, declares, forget, start_of, streamed
from turncurve.returns.ssda903.modules import Module
from turncurve.returns.ssda903.parts import Found, Held, nothing_read, part_of
from turncurve.returns.ssda903.xml_elements import ALWAYS_THERE, EVERY_MODULE, tag_of
from turncurve.returns.ssda903.xml_taking import Return
from turncurve.returns.years import year_said, years_named

KIND: Final = "SSDA903 XML"
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?(?:EXP)?SSDA903[\s>/]", re.IGNORECASE)
_SPELT: Final = ("CHILD", "Child", "child")
_ALWAYS_THERE: Final = frozenset(one.name for one in ALWAYS_THERE)


def is_return(file: ArrivedFile) -> bool:
    """Whether a file is the return in XML, by its first element."""
    return _ROOT.search(start_of(file)) is not None


def parts_of_xml(file: ArrivedFile) -> Found:
    """The modules of a return in XML. One that breaks off keeps the children before the break, and says where.

    A row's number says which element of its kind it is: row 17 of the episodes is the seventeenth EPISODE. Elements in
    which nothing is written are no rows, as a blank line of a CSV is none. A file that declares entities is not opened.
    """
    found = Return(file=file)
    if declares(start_of(file)):
        found.say_it_declares()
    else:
        _stream(file, found)
    _say_of_whole(found)
    return _as_parts(found)


def _stream(file: ArrivedFile, found: Return) -> None:
    root = child = None
    with file.open() as opened:
        events = streamed(opened, tags=_SPELT, events=("start", "end"))
        try:
            for event, element in events:
                if root is None:
                    root = element.getroottree().getroot()
                    if declared_after_all(element):
                        found.say_it_declares()
                        return
                    found.say_of_namespace(element)
                if event == "start":
                    child = element if child is None else child
                elif element is child:
                    found.take_what_is_beside(element)
                    found.take_child(element)
                    forget(element)
                    child = None
            root = getattr(events, "root", root) if root is None else root
        except XMLBroken as broken:
            found.say_it_broke(broken, within=child)
    if root is not None:
        for one in root:
            if tag_of(one) != "CHILD":
                found.take_beside(one)


def _as_parts(found: Return) -> Found:
    """Every module the return speaks of: one of children speaks of all, were it to say that there are none."""
    there = [
        one for one in EVERY_MODULE if found.modules[one.name].met or (found.children and one.name in _ALWAYS_THERE)
    ]
    parts = tuple(
        part_of(
            found.file,
            name=found.called(one),
            heading=Heading(line=1, names=tuple(column.name for column in one.fields), separator=","),
            rows=partial(_rows, found, one),
            year=found.year,
        )
        for one in there
    )
    reports = () if parts else (nothing_read(found.file, name=found.file.name, kind=KIND, note="no rows"),)
    return Found(parts=parts, problems=tuple(found.problems), reports=reports)


def _say_of_whole(found: Return) -> None:
    """What can be said once the return has been read to its end."""
    for (name, part, why), times in sorted(found.strange.items()):
        found.whole(
            "element-not-known",
            field=name,
            found=f"{why}, in {part}: {times} times",
            expected="elements of the Department's schema, each where it belongs",
            to_fix="Nothing, if the system adds its own; it was not read. Else correct the element's name.",
        )
    if not found.children and not any(one.set_aside for one in found.problems):
        found.whole(
            "no-rows",
            found="a return without a CHILD",
            expected="a CHILD for each child",
            to_fix="Export the return again. It was left out, so nothing open before it was closed by it.",
        )
    named = years_named(found.file.name)
    if named and found.year and named[0] != found.year:
        found.whole(
            "two-years-named",
            found=f"{year_said(named[0])} in the folder or name, {year_said(found.year)} in the file",
            expected="one year",
            to_fix=f"It was read as the return of {year_said(named[0])}. Rename it, or correct the year in it.",
        )


def _rows(found: Return, module: Module) -> Held:
    taken = found.modules[module.name]
    columns = [one.name for one in module.fields]
    return Held(columns=columns, rows=taken.rows, set_aside=taken.set_aside, problems=taken.problems)
