"""Where a child's number stands in a file as it arrived: in rows that were read, and in those that were set aside."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.encodings import encoding_of, texts_of
from turncurve.returns.safe_xml import XMLBroken, declares, forget, start_of, streamed
from turncurve.returns.whose_rows import authority_said
from turncurve.returns.workbooks import is_workbook, sheets_of

_CHILD: Final = ("Child", "CHILD", "child")
_Wanted = Callable[[str], bool]


class _NoChildren(Exception):
    """XML in which no child has an element of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place a number stands in: `place` says where in the file, `text` is what stands there, as it stands there."""

    place: str
    text: str


def mentions(file: ArrivedFile, *, number: str, authority: str = "") -> Iterator[Mention]:
    """Every place a child's number stands in a file: a line of text, a row of a sheet, a child's element of XML.

    With an `authority` (DfE code) only where the file, or a cell of the row, is that authority's: in a region two
    children may bear one number. A number counts as itself alone, and not as a part of a longer one. Raises
    CannotBeOpened for a workbook that cannot be.
    """
    alone = re.compile(rf"(?<![0-9A-Za-z]){re.escape(number)}(?![0-9A-Za-z])", re.IGNORECASE)
    is_theirs = _theirs(file, authority=authority)
    if is_workbook(file):
        yield from _in_sheets(file, alone=alone, is_theirs=is_theirs)
        return
    start = start_of(file)
    if start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and not declares(start):
        try:
            yield from list(_in_xml(file, alone=alone))
        except (XMLBroken, _NoChildren):
            pass
        else:
            return
    yield from _in_text(file, alone=alone, is_theirs=is_theirs)


def _theirs(file: ArrivedFile, *, authority: str) -> _Wanted:
    if not authority or file.authority == authority:
        return lambda _: True
    if file.authority:
        return lambda _: False

    def in_a_cell(line: str) -> bool:
        cells = next(csv.reader([line], delimiter="\t" if "\t" in line else ","), [])
        return any(authority_said(cell.strip(), members=file.members) == authority for cell in cells)

    return in_a_cell


def _in_text(file: ArrivedFile, *, alone: "re.Pattern[str]", is_theirs: _Wanted) -> Iterator[Mention]:
    """Line by line, so that what is damaged is looked through too. The line of names comes first, where any comes."""
    names, number, left = "", 0, ""
    found = False
    for text in texts_of(file.open, encoding=encoding_of(file.open)):
        *lines, left = re.split(r"\r\n|\n|\r", left + text)
        for line in lines:
            number += 1
            names = names or line.strip("\ufeff")
            if alone.search(line) and is_theirs(line):
                if not found and line != names:
                    yield Mention(place="names of the columns", text=names)
                found = True
                yield Mention(place=f"line {number}", text=line)
    if left and alone.search(left) and is_theirs(left):
        yield Mention(place=f"line {number + 1}", text=left)


def _in_sheets(file: ArrivedFile, *, alone: "re.Pattern[str]", is_theirs: _Wanted) -> Iterator[Mention]:
    for sheet in sheets_of(file):
        for number, row in enumerate(sheet.rows, start=1):
            line = "\t".join(row)
            if any(alone.search(cell) for cell in row) and is_theirs(line):
                yield Mention(place=f"sheet {sheet.name}, row {number}", text=line)


def _in_xml(file: ArrivedFile, *, alone: "re.Pattern[str]") -> Iterator[Mention]:
    """Each child's element that holds the number. A file with no such element is looked through line by line."""
    seen = False
    with file.open() as stream:
        for _, element in streamed(stream, tags=_CHILD):
            seen = True
            text = etree.tostring(element, encoding="unicode", with_tail=False)
            if alone.search(text):
                yield Mention(place=f"line {element.sourceline}", text=text)
            forget(element)
    if not seen:
        raise _NoChildren
